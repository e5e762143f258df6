package dev.chasqui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.ErrorClass;
import dev.chasqui.stream.event.Gap;
import dev.chasqui.stream.event.GapCause;
import dev.chasqui.stream.event.GapReason;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamEvent.CircuitOpened;
import dev.chasqui.stream.event.StreamEvent.ClockJump;
import dev.chasqui.stream.event.StreamEvent.DecodeFailed;
import dev.chasqui.stream.event.StreamEvent.DedupWindowTruncated;
import dev.chasqui.stream.event.StreamEvent.GapClosed;
import dev.chasqui.stream.event.StreamEvent.GapDeferred;
import dev.chasqui.stream.event.StreamEvent.GapOpened;
import dev.chasqui.stream.event.StreamEvent.GapPartial;
import dev.chasqui.stream.event.StreamEvent.GapUnrecoverable;
import dev.chasqui.stream.event.StreamEvent.HandlerFailed;
import dev.chasqui.stream.event.StreamEvent.HoldOverflow;
import dev.chasqui.stream.event.StreamEvent.Overflow;
import dev.chasqui.stream.event.StreamEvent.ReconnectScheduled;
import dev.chasqui.stream.event.StreamEvent.ServerError;
import dev.chasqui.stream.event.StreamEvent.SlowConsumer;
import dev.chasqui.stream.event.StreamEvent.SlowConsumerCleared;
import dev.chasqui.stream.event.StreamEvent.StaleCleared;
import dev.chasqui.stream.event.StreamEvent.StaleFeed;
import dev.chasqui.stream.event.StreamEvent.StateChanged;
import dev.chasqui.stream.event.StreamEvent.SubscriptionChanged;
import dev.chasqui.stream.event.StreamEvent.SymbolStale;
import dev.chasqui.stream.event.StreamEvent.WaitingForSlot;
import dev.chasqui.stream.event.StreamState;
import dev.chasqui.stream.options.OverflowPolicy;
import dev.chasqui.wire.DecodeProblem;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EventTextTest {

    private static final Cause LOST = Cause.of(Cause.Kind.CONNECTION_LOST, "the connection was cut");
    private static final Subscription AAPL = Subscription.trades("AAPL");
    private static final Subscription NONE = Subscription.none();

    private static Stream<Arguments> events() {
        return Stream.of(
                row(new StateChanged(Samples.origin(), StreamState.SUBSCRIBING, StreamState.LIVE, LOST), "connected"),
                row(new StateChanged(Samples.origin(), StreamState.LIVE, StreamState.WAITING, LOST), ""),
                row(
                        new ReconnectScheduled(Samples.origin(), Duration.ofMillis(1_832), 2, LOST),
                        "the connection was cut; attempt 2 in 1.8 s"),
                row(
                        new WaitingForSlot(Samples.origin(), 1, Duration.ofSeconds(5), Samples.NOON.plusSeconds(120)),
                        "asking again in 5.0 s, until 12:02:00"),
                row(
                        new SubscriptionChanged(Samples.origin(), AAPL, NONE, NONE, AAPL),
                        "the server refused {trades=[AAPL]}"),
                row(
                        new SubscriptionChanged(Samples.origin(), AAPL, NONE, AAPL, NONE),
                        "the server has not granted {trades=[AAPL]} yet"),
                row(new SubscriptionChanged(Samples.origin(), AAPL, AAPL, NONE, NONE), ""),
                row(
                        new ServerError(Samples.origin(), 405, "symbol limit exceeded", ErrorClass.REQUEST),
                        "the server answered 405 symbol limit exceeded"),
                row(new ServerError(Samples.origin(), 402, "auth failed", ErrorClass.FATAL), ""),
                row(new SlowConsumer(Samples.origin(), 1, 1), ""),
                row(
                        new Overflow(Samples.origin(), Channel.TRADES, OverflowPolicy.DROP_OLDEST),
                        "the oldest trades are left out"),
                row(new Overflow(Samples.origin(), Channel.BARS, OverflowPolicy.GAP), "the oldest bars are left out"),
                row(new Overflow(Samples.origin(), Channel.QUOTES, OverflowPolicy.CONFLATE), ""),
                row(
                        new SlowConsumerCleared(
                                Samples.origin(), Duration.ofSeconds(1), Map.of(Channel.TRADES, 7L), Map.of()),
                        "7 messages were left out"),
                row(
                        new HandlerFailed(Samples.origin(), Channel.TRADES, "A", new IllegalStateException("odd"), 0),
                        "a message of A could not be written: java.lang.IllegalStateException: odd"),
                row(
                        new DecodeFailed(
                                Samples.origin(),
                                new DecodeProblem(DecodeProblem.Scope.ELEMENT, "q", "A", "bp", "no number", ""),
                                4),
                        "one message could not be read and is left out: no number (and 4 more)"));
    }

    private static Stream<Arguments> eventsOfGaps() {
        return Stream.of(
                row(
                        new GapOpened(Samples.origin(), Samples.openGap()),
                        "gap 9 of trades: AAPL, MSFT may be missing since 12:00:00.000"),
                row(
                        new GapClosed(Samples.origin(), Samples.gap(), Samples.repair()),
                        "gap 9 of trades closed: 12 recovered, nothing is missing"),
                row(
                        new GapPartial(
                                Samples.origin(), Samples.gap(), Samples.repair(), GapReason.TOO_LONG, "too long"),
                        "gap 9 of trades repaired in part (TOO_LONG, 12 recovered): too long"),
                row(
                        new GapUnrecoverable(Samples.origin(), Samples.gap(), GapReason.REST_DOWN, "down"),
                        "gap 9 of trades not repaired (REST_DOWN): down"),
                row(
                        new GapDeferred(Samples.origin(), Samples.gap(), Samples.NOON.plusSeconds(930), GapReason.PLAN),
                        "gap 9 of trades waits until 12:15:30.000 (PLAN)"),
                row(
                        new DedupWindowTruncated(Samples.origin(), 9, Channel.TRADES, 1024),
                        "messages of gap 9 may come twice: only the last 1024 are remembered"),
                row(
                        new HoldOverflow(Samples.origin(), Channel.TRADES, 5, 700),
                        "the repair took too long for 5 waiting trades"));
    }

    private static Stream<Arguments> eventsOfLiveness() {
        return Stream.of(
                row(
                        new ClockJump(Samples.origin(), Duration.ofSeconds(-2), Duration.ZERO),
                        "the time of day jumped by -2.0 s"),
                row(
                        new ClockJump(Samples.origin(), Duration.ZERO, Duration.ofSeconds(40)),
                        "the process stood still for 40.0 s"),
                row(new StaleFeed(Samples.origin(), Set.of(Channel.QUOTES), Samples.NOON, true, "mute"), "mute"),
                row(
                        new StaleCleared(Samples.origin(), Set.of(Channel.QUOTES), Duration.ofSeconds(4)),
                        "quotes come again, after 4.0 s"),
                row(
                        new SymbolStale(Samples.origin(), Channel.QUOTES, "AAPL", Samples.NOON),
                        "no quotes of AAPL since 2026-01-05T12:00:00Z, while others come"),
                row(
                        new CircuitOpened(Samples.origin(), Duration.ofMinutes(5), Samples.NOON.plusSeconds(300), LOST),
                        "the connection was cut; resting 300.0 s"));
    }

    private static Arguments row(StreamEvent event, String text) {
        return Arguments.of(event, text);
    }

    @ParameterizedTest
    @MethodSource({"events", "eventsOfGaps", "eventsOfLiveness"})
    void eachEventSaysWhatHappenedAndWhatFollows(StreamEvent event, String text) {
        EventText texts = new EventText(ZoneOffset.UTC);

        if (text.isEmpty()) {
            assertThat(texts.of(event)).isEmpty();
        } else {
            assertThat(texts.of(event)).get().asString().contains(text);
        }
    }

    @Test
    void aSlowReaderIsToldOnce() {
        EventText texts = new EventText(ZoneOffset.UTC);
        Overflow overflow = new Overflow(Samples.origin(), Channel.TRADES, OverflowPolicy.BLOCK);

        assertThat(texts.of(overflow)).get().asString().contains("nothing is lost here");
        assertThat(texts.of(overflow)).isEmpty();
    }

    @Test
    void theGapsThatComeWithOneOfTradesAreToldOnceAtTheirEnd() {
        EventText texts = new EventText(ZoneOffset.UTC);
        Gap gap = new Gap(2, Channel.CORRECTIONS, Set.of("A"), Samples.NOON, null, GapCause.CONNECTION, "it was cut");

        assertThat(texts.of(new GapOpened(Samples.origin(), gap))).isEmpty();
        GapUnrecoverable lost = new GapUnrecoverable(Samples.origin(), gap, GapReason.NO_HISTORY, "none");
        assertThat(texts.of(lost))
                .get()
                .asString()
                .startsWith("corrections come with trades, and Alpaca keeps no history");
        assertThat(texts.of(lost)).isEmpty();
    }

    @Test
    void aGapThatIsNotToBeRepairedNamesTheOptionThatWouldHaveIt() {
        Gap gap = new Gap(2, Channel.QUOTES, Set.of("A"), Samples.NOON, null, GapCause.CONNECTION, "it was cut");
        GapUnrecoverable lost =
                new GapUnrecoverable(Samples.origin(), gap, GapReason.DISABLED, "Add it to RepairOptions");

        assertThat(new EventText(ZoneOffset.UTC).of(lost))
                .contains(
                        "gap 2 of quotes not repaired (DISABLED): these are not fetched; --repair-channels can name what is");
    }
}
