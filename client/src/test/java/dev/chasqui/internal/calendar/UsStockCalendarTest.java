package dev.chasqui.internal.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsStockCalendarTest {

    private final UsStockCalendar calendar = UsStockCalendar.byRules();

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        // A winter day: New York is five hours behind.
        "2026-01-05T08:59:59.999Z, OVERNIGHT",
        "2026-01-05T09:00:00Z, EXTENDED",
        "2026-01-05T14:29:59.999Z, EXTENDED",
        "2026-01-05T14:30:00Z, REGULAR",
        "2026-01-05T20:59:59.999Z, REGULAR",
        "2026-01-05T21:00:00Z, EXTENDED",
        "2026-01-06T00:59:59.999Z, EXTENDED",
        "2026-01-06T01:00:00Z, OVERNIGHT",
        // A summer day: four hours.
        "2026-07-07T13:29:59Z, EXTENDED",
        "2026-07-07T13:30:00Z, REGULAR",
        "2026-07-07T20:00:00Z, EXTENDED",
        // The clocks go forward on Sunday, 8 March, and back on Sunday, 1 November.
        "2026-03-06T14:30:00Z, REGULAR",
        "2026-03-09T13:29:59Z, EXTENDED",
        "2026-03-09T13:30:00Z, REGULAR",
        "2026-03-09T20:00:00Z, EXTENDED",
        "2026-03-08T23:59:59Z, CLOSED",
        "2026-03-09T00:00:00Z, OVERNIGHT",
        "2026-10-30T19:59:59Z, REGULAR",
        "2026-11-02T14:29:59Z, EXTENDED",
        "2026-11-02T14:30:00Z, REGULAR",
        "2026-11-02T20:59:59Z, REGULAR",
        "2026-11-02T00:59:59Z, CLOSED",
        "2026-11-02T01:00:00Z, OVERNIGHT",
        // The weekend: from Friday evening to Sunday evening.
        "2026-01-10T00:59:59Z, EXTENDED",
        "2026-01-10T01:00:00Z, CLOSED",
        "2026-01-10T15:00:00Z, CLOSED",
        "2026-01-12T00:59:59Z, CLOSED",
        "2026-01-12T01:00:00Z, OVERNIGHT",
        // A holiday on a Monday: its night does not trade, the next one does.
        "2026-01-19T01:00:00Z, CLOSED",
        "2026-01-19T15:00:00Z, CLOSED",
        "2026-01-20T00:59:59Z, CLOSED",
        "2026-01-20T01:00:00Z, OVERNIGHT",
        // Good Friday; 3 July 2026, observed; a day of mourning.
        "2026-04-03T15:00:00Z, CLOSED",
        "2026-07-03T15:00:00Z, CLOSED",
        "2025-01-09T15:00:00Z, CLOSED",
        // A half day.
        "2026-11-27T17:59:59Z, REGULAR",
        "2026-11-27T18:00:00Z, EXTENDED",
        "2026-11-27T21:59:59Z, EXTENDED",
        "2026-11-27T22:00:00Z, CLOSED",
        // Beyond the years that were checked.
        "2023-06-01T15:00:00Z, UNKNOWN",
        "2029-01-02T15:00:00Z, UNKNOWN",
        "2029-01-01T01:00:00Z, UNKNOWN",
        "2028-12-29T15:00:00Z, REGULAR",
    })
    void phasesOfTheYear(Instant moment, Phase phase) {
        assertThat(calendar.at(moment)).isEqualTo(phase);
    }

    @Test
    void loadedDaysOverrideTheRulesWhereTheyWereLoaded() {
        LocalDate shortened = LocalDate.of(2026, 1, 5);
        UsStockCalendar loaded = calendar.withDays(
                LocalDate.of(2026, 1, 5),
                LocalDate.of(2026, 1, 6),
                List.of(new TradingDay(
                        shortened, LocalTime.of(9, 30), LocalTime.of(11, 0), LocalTime.of(4, 0), LocalTime.of(12, 0))));
        assertThat(loaded.at(Instant.parse("2026-01-05T15:59:59Z"))).isEqualTo(Phase.REGULAR);
        assertThat(loaded.at(Instant.parse("2026-01-05T16:00:00Z"))).isEqualTo(Phase.EXTENDED);
        assertThat(loaded.at(Instant.parse("2026-01-05T17:00:00Z"))).isEqualTo(Phase.CLOSED);
        assertThat(loaded.at(Instant.parse("2026-01-06T15:00:00Z"))).isEqualTo(Phase.CLOSED);
        assertThat(loaded.at(Instant.parse("2026-01-06T02:00:00Z"))).isEqualTo(Phase.CLOSED);
        assertThat(loaded.at(Instant.parse("2026-01-07T15:00:00Z"))).isEqualTo(Phase.REGULAR);
    }

    @Test
    void aLoadedDayIsKnownBeyondTheYearsOfTheRules() {
        LocalDate day = LocalDate.of(2031, 3, 4);
        UsStockCalendar loaded = calendar.withDays(day, day, List.of(TradingDay.full(day)));
        assertThat(loaded.at(Instant.parse("2031-03-04T15:00:00Z"))).isEqualTo(Phase.REGULAR);
        assertThat(loaded.at(Instant.parse("2031-03-05T15:00:00Z"))).isEqualTo(Phase.UNKNOWN);
    }

    @Test
    void hoursOutOfOrderAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TradingDay(
                        LocalDate.of(2026, 1, 5),
                        LocalTime.of(9, 30),
                        LocalTime.of(9, 0),
                        LocalTime.of(4, 0),
                        LocalTime.of(20, 0)))
                .withMessageContaining("2026-01-05");
    }
}
