package dev.chasqui.cli;

import static dev.chasqui.cli.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Bar;
import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import dev.chasqui.model.Timestamps;
import dev.chasqui.model.Trade;
import dev.chasqui.stream.event.Gap;
import dev.chasqui.stream.event.GapCause;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamEvent.GapClosed;
import dev.chasqui.stream.event.StreamEvent.GapOpened;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RepairedOutputTest {

    private static final Duration DELAY = Duration.ofMinutes(15);

    private final List<MarketEvent> shown = new ArrayList<>();
    private final RepairedOutput live = of(Feed.SIP);
    private final RepairedOutput delayed = of(Feed.DELAYED_SIP);

    /** Its time is up at noon. */
    private RepairedOutput of(Feed feed) {
        return new RepairedOutput(new Shown(), feed, () -> NOON);
    }

    private static Gap gap(long id, Instant from, GapCause cause) {
        return new Gap(id, Channel.TRADES, Set.of("A"), from, null, cause, "it was cut");
    }

    private static GapOpened opened(long id, Instant from) {
        return new GapOpened(Samples.origin(), gap(id, from, GapCause.CONNECTION));
    }

    private static GapClosed closed(long id) {
        return new GapClosed(Samples.origin(), gap(id, NOON, GapCause.CONNECTION), Samples.repair());
    }

    private static Trade trade(Instant time) {
        return new Trade("A", Timestamps.toEpochNanos(time), 1, "V", 1, 1, List.of(), "A", null, null, 0);
    }

    private boolean shows(RepairedOutput output, MarketEvent message, Provenance provenance) {
        int before = shown.size();
        output.message(message, provenance);
        return shown.size() > before;
    }

    @Test
    void whatIsRecoveredForAGapOfBeforeIsShownIfItWasSentInTime() {
        live.admits(opened(1, NOON.minusSeconds(10)));
        live.closeToNews();
        live.admits(opened(2, NOON.plusSeconds(1)));
        live.admits(opened(3, NOON));
        assertThat(live.openGaps()).isEqualTo(2);
        Trade old = trade(NOON);
        assertThat(shows(live, old, Provenance.LIVE)).isFalse();
        assertThat(shows(live, old, Provenance.recovered(1))).isTrue();
        assertThat(shows(live, old, Provenance.recovered(2))).isFalse();
        assertThat(shows(live, old, Provenance.recovered(3))).isTrue();
        assertThat(shows(live, trade(NOON.plusNanos(1)), Provenance.recovered(1)))
                .isFalse();
    }

    @Test
    void aBarIsSentWhenItsMinuteHasEnded() {
        live.admits(opened(1, NOON.minusSeconds(100)));
        live.closeToNews();
        assertThat(shows(live, bar(NOON.minusSeconds(60)), Provenance.recovered(1)))
                .isTrue();
        assertThat(shows(live, bar(NOON.minusSeconds(59)), Provenance.recovered(1)))
                .isFalse();
    }

    private static Bar bar(Instant minute) {
        return new Bar(Bar.Kind.MINUTE, "A", Timestamps.toEpochNanos(minute), 1, 1, 1, 1, 1, 1, 1);
    }

    @Test
    void aDelayedFeedSendsAQuarterOfAnHourLater() {
        delayed.admits(opened(1, NOON.minusSeconds(10)));
        delayed.closeToNews();
        Instant last = NOON.minus(DELAY);
        assertThat(shows(delayed, trade(last), Provenance.recovered(1))).isTrue();
        assertThat(shows(delayed, trade(last.plusNanos(1)), Provenance.recovered(1)))
                .isFalse();
        assertThat(shows(delayed, bar(last.minusSeconds(60)), Provenance.recovered(1)))
                .isTrue();
        assertThat(shows(delayed, bar(last.minusSeconds(59)), Provenance.recovered(1)))
                .isFalse();
    }

    /** Such a gap begins with the time of a message. */
    @Test
    void aDelayedMessageThatIsDroppedAfterTheEndOpensNoOldGap() {
        delayed.closeToNews();
        Instant last = NOON.minus(DELAY);
        assertThat(delayed.admits(new GapOpened(Samples.origin(), gap(1, last, GapCause.OVERFLOW))))
                .isTrue();
        assertThat(delayed.admits(new GapOpened(Samples.origin(), gap(2, last.plusNanos(1), GapCause.OVERFLOW))))
                .isFalse();
    }

    @Test
    void whatComesAfterTheWordThatAGapHasEndedIsShown() {
        for (int id = 1; id <= 3; id++) {
            live.admits(opened(id, NOON.minusSeconds(10)));
            live.admits(closed(id));
        }
        live.closeToNews();
        assertThat(live.openGaps()).isZero();
        assertThat(shows(live, trade(NOON), Provenance.recovered(1))).isTrue();
        assertThat(shows(live, trade(NOON), Provenance.recovered(3))).isTrue();
        assertThat(shows(live, trade(NOON), Provenance.recovered(4))).isFalse();
        assertThat(live.admits(closed(3))).isTrue();
        assertThat(live.admits(closed(4))).isFalse();
    }

    @Test
    void gapsThatHaveEndedAreNotRemembered() {
        for (int id = 1; id <= 100_000; id++) {
            live.admits(opened(id, NOON.minusSeconds(10)));
            live.admits(closed(id));
        }
        assertThat(live.remembered()).isZero();
    }

    private final class Shown implements Output {

        @Override
        public void message(MarketEvent message, Provenance provenance) {
            shown.add(message);
        }

        @Override
        public void event(StreamEvent event) {}

        @Override
        public CompletableFuture<Ending> ended() {
            return new CompletableFuture<>();
        }

        @Override
        public void close() {}
    }
}
