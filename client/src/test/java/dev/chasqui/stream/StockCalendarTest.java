package dev.chasqui.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.internal.calendar.Phase;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.event.StreamEvent;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StockCalendarTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Instant TUESDAY_NOON = Instant.parse("2026-01-06T17:00:00Z");
    private static final Instant TUESDAY_AFTERNOON = Instant.parse("2026-01-06T20:00:00Z");
    private static final Instant WEDNESDAY_NOON = Instant.parse("2026-01-07T17:00:00Z");

    // Monday the 5th in full, an early close on the 6th, none on the 7th.
    private static final String CALENDAR = """
            [{"date":"2026-01-05","open":"09:30","close":"16:00","session_open":"0400","session_close":"2000"},
             {"date":"2026-01-06","open":"09:30","close":"13:00"}]
            """;

    private final VirtualLoop loop = new VirtualLoop();
    private final ScriptedRest rest = new ScriptedRest(loop);
    private final StockCalendar calendar = StockCalendar.loaded(rest.client(), loop);

    private void begin() {
        loop.execute(calendar::begin);
        loop.advance(SECOND.multipliedBy(2));
    }

    @Test
    void aStreamThatBeginsIsNotHeldUpByIt() {
        loop.execute(calendar::begin);
        loop.advance(SECOND.minusMillis(1));
        assertThat(rest.calendarRequests).isEmpty();
        loop.advance(SECOND);
        assertThat(rest.calendarRequests).hasSize(1);
    }

    @Test
    void untilItIsLoadedTheRulesApply() {
        rest.calendar = CALENDAR;
        assertThat(calendar.at(WEDNESDAY_NOON)).isEqualTo(Phase.REGULAR);
        begin();
        assertThat(calendar.at(TUESDAY_NOON)).isEqualTo(Phase.REGULAR);
        assertThat(calendar.at(TUESDAY_AFTERNOON)).isEqualTo(Phase.EXTENDED);
        assertThat(calendar.at(TUESDAY_AFTERNOON.plus(Duration.ofHours(3)))).isEqualTo(Phase.CLOSED);
        assertThat(calendar.at(WEDNESDAY_NOON)).isEqualTo(Phase.CLOSED);
        assertThat(rest.calendarRequests.get(0)).contains("start=2026-01-05").contains("end=2026-02-04");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "nonsense",
                "[{\"date\":\"2026-01-06\",\"open\":\"16:00\",\"close\":\"09:30\"}]",
                "[{\"date\":\"2025-01-06\",\"open\":\"09:30\",\"close\":\"16:00\"}]"
            })
    void anAnswerThatCannotBeUsedLeavesTheRules(String body) {
        rest.calendar = body;
        begin();
        assertThat(rest.calendarRequests).hasSize(1);
        assertThat(calendar.at(WEDNESDAY_NOON)).isEqualTo(Phase.REGULAR);
    }

    @Test
    void aFailureLeavesWhatWasKnownAndADayLaterItIsAskedAgain() {
        rest.status = 500;
        begin();
        assertThat(calendar.at(WEDNESDAY_NOON)).isEqualTo(Phase.REGULAR);
        rest.status = 200;
        rest.calendar = CALENDAR;
        loop.advance(Duration.ofHours(23));
        assertThat(rest.calendarRequests).hasSize(1);
        loop.advance(Duration.ofHours(1));
        assertThat(rest.calendarRequests).hasSize(2);
        assertThat(calendar.at(WEDNESDAY_NOON)).isEqualTo(Phase.CLOSED);
        rest.status = 500;
        loop.advance(Duration.ofDays(1));
        assertThat(calendar.at(WEDNESDAY_NOON)).isEqualTo(Phase.CLOSED);
    }

    @Test
    void itBeginsOnceAndEndsForGood() {
        begin();
        begin();
        assertThat(rest.calendarRequests).hasSize(1);
        loop.execute(calendar::end);
        loop.advance(Duration.ofDays(2));
        assertThat(rest.calendarRequests).hasSize(1);
        assertThat(loop.waiting()).isZero();
    }

    @Test
    void aStreamLoadsItWhenItConnectsAndExpectsNoDataOnADayThatIsNotInIt() {
        VirtualStream virtual = new VirtualStream();
        virtual.loop.begin(WEDNESDAY_NOON);
        virtual.rest.calendar = """
                [{"date":"2026-01-08","open":"09:30","close":"16:00","session_open":"0400","session_close":"2000"}]
                """;
        virtual.advance(SECOND);
        assertThat(virtual.rest.calendarRequests).isEmpty();
        virtual.live(Subscription.trades("A", "B", "C", "D", "E"));
        virtual.probe.knowsOfTrades();
        virtual.advance(Duration.ofHours(1));
        assertThat(virtual.rest.calendarRequests).hasSize(1);
        assertThat(virtual.probe.questions).isEmpty();
        assertThat(virtual.events(StreamEvent.StaleFeed.class)).isEmpty();
    }
}
