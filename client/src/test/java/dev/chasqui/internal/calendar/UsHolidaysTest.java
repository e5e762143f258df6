package dev.chasqui.internal.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules against the lists that the New York Stock Exchange has published. */
class UsHolidaysTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2024 | 01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25",
                "2025 | 01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25",
                "2026 | 01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25",
                "2027 | 01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24",
                "2028 | 01-17 02-21 04-14 05-29 06-19 07-04 09-04 11-23 12-25",
            })
    void theWeekdaysWithoutTradingAreThePublishedHolidays(int year, String published) {
        assertThat(days(year, day -> isWeekday(day) && !UsHolidays.isTradingDay(day)))
                .isEqualTo(dates(year, published));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2024 | 07-03 11-29 12-24",
                "2025 | 07-03 11-28 12-24",
                "2026 | 11-27 12-24",
                "2027 | 11-26",
                "2028 | 07-03 11-24",
            })
    void theHalfDaysAreThePublishedOnes(int year, String published) {
        assertThat(days(year, UsHolidays::closesEarly)).isEqualTo(dates(year, published));
    }

    @ParameterizedTest
    @CsvSource({
        "1981, 1981-04-19",
        "1954, 1954-04-18",
        "2000, 2000-04-23",
        "2008, 2008-03-23",
        "2011, 2011-04-24",
        "2024, 2024-03-31",
        "2038, 2038-04-25"
    })
    void easterIsWhereTheChurchHasIt(int year, LocalDate sunday) {
        assertThat(UsHolidays.easter(year)).isEqualTo(sunday);
    }

    @ParameterizedTest
    @CsvSource({"2024, 252", "2025, 250", "2026, 251", "2027, 251"})
    void aYearHasTheKnownNumberOfTradingDays(int year, int count) {
        assertThat(days(year, UsHolidays::isTradingDay)).hasSize(count);
    }

    private static List<LocalDate> days(int year, Predicate<LocalDate> which) {
        LocalDate first = LocalDate.of(year, 1, 1);
        return first.datesUntil(first.plusYears(1)).filter(which).toList();
    }

    private static List<LocalDate> dates(int year, String published) {
        return Arrays.stream(published.split(" "))
                .map(day -> LocalDate.parse(year + "-" + day))
                .toList();
    }

    private static boolean isWeekday(LocalDate day) {
        return day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
    }
}
