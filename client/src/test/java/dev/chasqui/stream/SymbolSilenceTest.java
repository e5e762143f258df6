package dev.chasqui.stream;

import static dev.chasqui.stream.event.StreamState.LIVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.event.StreamEvent.StaleFeed;
import dev.chasqui.stream.event.StreamEvent.SymbolStale;
import dev.chasqui.stream.options.DataClockOptions;
import dev.chasqui.wire.ClientRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Single symbols that fall silent while others do not, on virtual time. */
class SymbolSilenceTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(6);
    private static final Subscription THREE = Subscription.trades("A", "B", "C");

    private final VirtualStream virtual = new VirtualStream();

    @Test
    void aBusySymbolThatFallsSilentIsReportedOnceAndTheConnectionStays() {
        virtual.live(THREE);
        talk(LONG_ENOUGH, "A", "B", "C");
        Instant last = virtual.loop.wallClock();
        talk(Duration.ofSeconds(29), "B", "C");
        assertThat(virtual.events(SymbolStale.class)).isEmpty();
        talk(Duration.ofMinutes(10), "B", "C");

        SymbolStale stale = virtual.events(SymbolStale.class).get(0);
        assertThat(virtual.events(SymbolStale.class)).hasSize(1);
        assertThat(stale.symbol()).isEqualTo("A");
        assertThat(stale.channel()).isEqualTo(Channel.TRADES);
        assertThat(stale.lastData()).isEqualTo(last);
        assertThat(Duration.between(last, stale.origin().wallClock())).isLessThanOrEqualTo(Duration.ofSeconds(35));
        assertThat(virtual.state()).isEqualTo(LIVE);
        assertThat(virtual.server.sockets).hasSize(1);
        assertThat(virtual.events(StaleFeed.class)).isEmpty();
    }

    @Test
    void itIsSubscribedOnceMoreButNotMoreOftenThanEveryFiveMinutes() {
        virtual.live(THREE);
        talk(LONG_ENOUGH, "A", "B", "C");
        int before = virtual.socket().subscriptionRequests().size();
        talk(Duration.ofMinutes(1), "B", "C");
        assertThat(virtual.socket().subscriptionRequests())
                .hasSize(before + 1)
                .last()
                .isEqualTo(new ClientRequest.Subscribe(Subscription.trades("A")));
        talk(Duration.ofMinutes(4), "B", "C");
        assertThat(virtual.socket().subscriptionRequests()).hasSize(before + 1);
        // Busy again, and silent again.
        talk(LONG_ENOUGH, "A", "B", "C");
        talk(Duration.ofMinutes(1), "B", "C");
        assertThat(virtual.events(SymbolStale.class)).hasSize(2);
        assertThat(virtual.socket().subscriptionRequests()).hasSize(before + 2);
        assertThat(virtual.stream.status().active()).isEqualTo(THREE);
    }

    @Test
    void howeverShortTheSilenceItIsNotSubscribedMoreOften() {
        VirtualStream quick = new VirtualStream(DataClockOptions.defaults().withSymbolSilence(Duration.ofSeconds(3)));
        quick.live(THREE);
        int before = quick.socket().subscriptionRequests().size();
        for (int i = 0; i < 5; i++) {
            talk(quick, Duration.ofSeconds(40), "A", "B", "C");
            talk(quick, Duration.ofSeconds(10), "B", "C");
        }
        assertThat(quick.events(SymbolStale.class)).hasSize(5);
        assertThat(quick.socket().subscriptionRequests()).hasSize(before + 1);
    }

    @Test
    void itsLatestValueIsMarkedUntilTheNextOneComes() {
        virtual.live(THREE);
        talk(LONG_ENOUGH, "A", "B", "C");
        talk(Duration.ofSeconds(40), "B", "C");
        assertThat(virtual.stream.latest().trade("A")).isEmpty();
        assertThat(virtual.stream.latest().lastTrade("A").orElseThrow().stale()).isTrue();
        assertThat(virtual.stream.latest().lastTrade("B").orElseThrow().stale()).isFalse();
        talk(SECOND, "A", "B", "C");
        assertThat(virtual.stream.latest().trade("A")).isPresent();
        assertThat(virtual.stream.latest().lastTrade("A").orElseThrow().stale()).isFalse();
    }

    @Test
    void aSymbolThatSpeaksRarelyMayBeSilent() {
        virtual.live(THREE);
        for (int i = 0; i < 40; i++) {
            talk(Duration.ofSeconds(11), "B", "C");
            talk(SECOND, "A", "B", "C");
        }
        talk(Duration.ofMinutes(5), "B", "C");
        assertThat(virtual.events(SymbolStale.class)).isEmpty();
    }

    @Test
    void aSymbolThatWasBusyForLessThanFiveMinutesMayBeSilent() {
        virtual.live(THREE);
        talk(Duration.ofMinutes(4), "A", "B", "C");
        talk(Duration.ofMinutes(1), "B", "C");
        assertThat(virtual.events(SymbolStale.class)).isEmpty();
    }

    @Test
    void whenAllAreSilentNoSymbolIsBlamed() {
        virtual.live(THREE);
        virtual.probe.knowsNothing();
        talk(LONG_ENOUGH, "A", "B", "C");
        virtual.advance(Duration.ofMinutes(5));
        assertThat(virtual.events(SymbolStale.class)).isEmpty();
    }

    @Test
    void theCloseOfTheMarketSilencesManyAndIsNobodysFault() {
        virtual.loop.begin(Instant.parse("2026-01-05T20:54:00Z"));
        virtual.live(THREE);
        talk(LONG_ENOUGH, "A", "B", "C");
        talk(Duration.ofMinutes(5), "C");
        assertThat(virtual.events(SymbolStale.class)).isEmpty();
    }

    @Test
    void aConnectionThatWasReplacedBeginsAnew() {
        virtual.live(THREE);
        talk(LONG_ENOUGH, "A", "B", "C");
        virtual.socket().drop();
        virtual.advance(SECOND);
        talk(Duration.ofMinutes(2), "B", "C");
        assertThat(virtual.events(SymbolStale.class)).isEmpty();
    }

    @Test
    void whatNobodyWantsAnyMoreMayBeSilent() {
        virtual.live(THREE);
        talk(LONG_ENOUGH, "A", "B", "C");
        virtual.stream.unsubscribe(Subscription.trades("A"));
        talk(Duration.ofMinutes(2), "B", "C");
        assertThat(virtual.events(SymbolStale.class)).isEmpty();
    }

    @Test
    void underAStarASymbolIsReportedAndNotSubscribed() {
        virtual.live(Subscription.trades("*"));
        talk(LONG_ENOUGH, "A", "B", "C");
        int before = virtual.socket().subscriptionRequests().size();
        talk(Duration.ofMinutes(1), "B", "C");
        assertThat(virtual.events(SymbolStale.class)).hasSize(1);
        assertThat(virtual.socket().subscriptionRequests()).hasSize(before);
    }

    private void talk(Duration time, String... symbols) {
        talk(virtual, time, symbols);
    }

    private static void talk(VirtualStream stream, Duration time, String... symbols) {
        for (long i = 0; i < time.dividedBy(PAUSE); i++) {
            stream.advance(PAUSE);
            stream.socket()
                    .data(Stream.of(symbols)
                            .map(symbol -> Samples.trade(symbol, stream.loop.wallNanos()))
                            .toArray(MarketEvent[]::new));
        }
    }
}
