package dev.chasqui.stream;

import static dev.chasqui.stream.VirtualStream.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Subscription;
import dev.chasqui.model.Trade;
import dev.chasqui.stream.event.StreamState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SnapshotStartTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofMillis(100);
    private static final Subscription QUOTES = Subscription.quotes("A", "B");

    private final VirtualStream virtual = VirtualStream.withSnapshots(UnaryOperator.identity());
    private final long start = virtual.loop.wallNanos();
    private final List<String> delivered = new ArrayList<>();

    SnapshotStartTest() {
        record(virtual);
    }

    private void record(VirtualStream stream) {
        stream.stream.onDelivery(Channel.QUOTES, Quote.class, this::note);
        stream.stream.onDelivery(Channel.TRADES, Trade.class, this::note);
    }

    private void note(MarketEvent event, Provenance way) {
        long seconds = (event.timestampNanos() - start) / 1_000_000_000;
        delivered.add(event.symbol() + seconds + " " + way.kind());
    }

    private Quote quote(String symbol, long seconds) {
        return Samples.quote(symbol, start + seconds * 1_000_000_000);
    }

    private Trade trade(String symbol, long seconds) {
        return Samples.trade(symbol, start + seconds * 1_000_000_000);
    }

    private void connect(Subscription subscription) {
        CompletableFuture<SubscriptionResult> connected = virtual.connect(subscription);
        await(connected);
        assertThat(virtual.state()).isEqualTo(StreamState.LIVE);
    }

    private void assertAccounted() {
        StreamStatistics counts = virtual.stream.statistics();
        assertThat(counts.received() + counts.recovered() + counts.snapshots())
                .isEqualTo(counts.delivered()
                        + counts.conflated()
                        + counts.dropped()
                        + counts.filtered()
                        + counts.undecodable()
                        + counts.duplicates());
    }

    @Test
    void aNewSubscriptionBeginsWithWhatRestKnowsAndLiveMessagesFollow() {
        virtual.rest.knows(quote("A", 1), quote("B", 1));
        connect(QUOTES);
        virtual.socket().data(quote("A", 2), quote("A", 3));
        virtual.advance(SOON);
        assertThat(delivered).isEmpty();
        virtual.advance(SECOND);
        virtual.socket().data(quote("B", 4));
        assertThat(delivered).containsExactly("A1 SNAPSHOT", "B1 SNAPSHOT", "A2 LIVE", "A3 LIVE", "B4 LIVE");
        assertThat(virtual.stream.statistics().snapshots()).isEqualTo(2);
        assertThat(virtual.stream.statistics().received()).isEqualTo(3);
        assertAccounted();
    }

    @Test
    void unlessAskedForThereIsNone() {
        VirtualStream plain = new VirtualStream();
        plain.rest.knows(quote("A", 1));
        record(plain);
        plain.live(QUOTES);
        plain.socket().data(quote("A", 2));
        plain.advance(SECOND);
        assertThat(plain.rest.requests).isEmpty();
        assertThat(delivered).containsExactly("A2 LIVE");
    }

    @Test
    void thereIsOneRequestForEachChannel() {
        virtual.rest.knows(quote("A", 1), trade("A", 1));
        connect(QUOTES.plus(Subscription.trades("A")).plus(Subscription.bars("A")));
        virtual.advance(SECOND);
        assertThat(virtual.rest.requests).hasSize(2);
        assertThat(delivered).containsExactlyInAnyOrder("A1 SNAPSHOT", "A1 SNAPSHOT");
    }

    @Test
    void onlySymbolsThatAreNewAreAskedFor() {
        connect(QUOTES);
        virtual.advance(SECOND);
        virtual.stream.subscribe(Subscription.quotes("A", "C"));
        virtual.advance(SECOND);
        assertThat(virtual.rest.requests).hasSize(2);
        assertThat(ScriptedRest.symbols(virtual.rest.requests.get(1).split("\\?", -1)[1]))
                .containsExactly("C");
    }

    @Test
    void aReconnectionBringsNoSnapshotAndANewSubscriptionAfterAnEndDoes() {
        connect(QUOTES);
        virtual.advance(SECOND);
        virtual.socket().drop();
        virtual.advance(SECOND.multipliedBy(10));
        assertThat(virtual.server.sockets).hasSize(2);
        assertThat(virtual.rest.requests).hasSize(1);
        virtual.stream.unsubscribe(Subscription.quotes("B"));
        virtual.advance(SECOND);
        virtual.stream.subscribe(Subscription.quotes("B"));
        virtual.advance(SECOND);
        assertThat(virtual.rest.requests).hasSize(2);
    }

    @Test
    void everySymbolAtOnceHasNoSnapshot() {
        connect(Subscription.quotes("*"));
        virtual.advance(SECOND);
        assertThat(virtual.rest.requests).isEmpty();
    }

    @Test
    void aSnapshotThatIsNotOlderThanAWaitingMessageIsLeftOut() {
        virtual.rest.knows(quote("A", 2), quote("B", 2));
        connect(QUOTES);
        virtual.socket().data(quote("A", 2), quote("B", 1), quote("B", 3));
        virtual.advance(SECOND);
        assertThat(delivered).containsExactly("A2 LIVE", "B1 LIVE", "B3 LIVE");
        assertThat(virtual.stream.statistics().snapshots()).isZero();
    }

    @Test
    void aSnapshotThatWasDeliveredLiveUnderAnEarlierSubscriptionIsLeftOut() {
        connect(QUOTES);
        virtual.advance(SECOND);
        virtual.socket().data(quote("B", 5));
        virtual.stream.unsubscribe(Subscription.quotes("B"));
        virtual.advance(SECOND);
        virtual.rest.knows(quote("B", 5));
        virtual.stream.subscribe(Subscription.quotes("B"));
        virtual.advance(SECOND);
        assertThat(delivered).containsExactly("B5 LIVE");
    }

    @Test
    void afterTwoSecondsLiveMessagesGoFirst() {
        virtual.rest.takes = Duration.ofSeconds(5);
        virtual.rest.knows(quote("A", 1), quote("B", 1));
        connect(QUOTES);
        virtual.socket().data(quote("A", 2));
        virtual.advance(Duration.ofMillis(1_999));
        assertThat(delivered).isEmpty();
        virtual.advance(SOON);
        assertThat(delivered).containsExactly("A2 LIVE");
        virtual.socket().data(quote("A", 3));
        assertThat(delivered).containsExactly("A2 LIVE", "A3 LIVE");
        virtual.advance(Duration.ofSeconds(5));
        assertThat(delivered).containsExactly("A2 LIVE", "A3 LIVE", "B1 SNAPSHOT");
    }

    @Test
    void liveMessagesThatFillHalfOfTheQueueGoFirst() {
        VirtualStream small = VirtualStream.withSnapshots(options -> options.withMaxMessages(20));
        record(small);
        small.rest.knows(quote("A", 0), quote("B", 0));
        small.live(QUOTES);
        int half = 10;
        small.socket()
                .data(IntStream.rangeClosed(1, half)
                        .mapToObj(i -> quote("A", i))
                        .toArray(MarketEvent[]::new));
        assertThat(delivered).isEmpty();
        small.socket().data(quote("A", half + 1));
        assertThat(delivered).hasSize(half + 1).startsWith("A1 LIVE").endsWith("A" + (half + 1) + " LIVE");
        small.advance(SECOND);
        assertThat(delivered).hasSize(half + 2).endsWith("B0 SNAPSHOT");
    }

    @Test
    void whenRestFailsLiveMessagesGoOn() {
        virtual.rest.status = 500;
        connect(QUOTES);
        virtual.socket().data(quote("A", 2));
        virtual.advance(SECOND);
        virtual.socket().data(quote("A", 3));
        assertThat(delivered).containsExactly("A2 LIVE", "A3 LIVE");
        assertAccounted();
    }

    @Test
    void whatWaitsIsDeliveredInOrderWhenAGapOpens() {
        virtual.rest.takes = Duration.ofSeconds(1);
        virtual.rest.knows(quote("A", 1), quote("B", 1));
        connect(QUOTES);
        virtual.socket().data(quote("A", 2));
        virtual.socket().drop();
        assertThat(delivered).containsExactly("A2 LIVE");
        virtual.advance(SECOND.multipliedBy(10));
        virtual.socket().data(quote("A", 3));
        assertThat(delivered).containsExactly("A2 LIVE", "B1 SNAPSHOT", "A3 LIVE");
    }

    @Test
    void whatAFullQueueLosesWhileRestIsSilentIsCountedOnce() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        VirtualStream full =
                VirtualStream.withSnapshots(options -> options.on(tasks::add).withMaxMessages(4));
        record(full);
        full.rest.takes = Duration.ofHours(1);
        full.live(Subscription.trades("A"));
        full.advance(SECOND.multipliedBy(3));
        full.socket()
                .data(IntStream.rangeClosed(1, 10).mapToObj(i -> trade("A", i)).toArray(MarketEvent[]::new));
        full.socket().data(trade("A", 11));
        full.advance(SECOND);
        assertThat(full.state()).isEqualTo(StreamState.LIVE);
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        assertThat(delivered).containsExactly("A8 LIVE", "A9 LIVE", "A10 LIVE", "A11 LIVE");
        StreamStatistics counts = full.stream.statistics();
        assertThat(counts.received()).isEqualTo(11);
        assertThat(counts.dropped()).isEqualTo(7);
        assertThat(counts.delivered()).isEqualTo(4);
    }

    @Test
    void aTradeThatWasASnapshotMayComeLive() {
        virtual.rest.knows(trade("A", 1));
        connect(Subscription.trades("A"));
        virtual.advance(SECOND);
        virtual.socket().data(trade("A", 1));
        assertThat(delivered).containsExactly("A1 SNAPSHOT", "A1 LIVE");
        assertThat(virtual.stream.statistics().duplicates()).isZero();
    }

    @Test
    void aSnapshotIsALatestValueAndAMessageThatWaitsAsWell() {
        virtual.rest.knows(quote("A", 1), quote("B", 1));
        connect(QUOTES);
        virtual.socket().data(quote("A", 2));
        assertThat(virtual.stream.latest().quote("A")).contains(quote("A", 2));
        virtual.advance(SECOND);
        assertThat(virtual.stream.latest().quote("A")).contains(quote("A", 2));
        assertThat(virtual.stream.latest().quote("B")).contains(quote("B", 1));
    }

    @Test
    void whatStillWaitsAtTheEndIsCountedAndNoTimerIsLeft() {
        connect(QUOTES);
        virtual.socket().data(quote("A", 2));
        virtual.loop.execute(virtual.stream::close);
        virtual.loop.run();
        await(virtual.stream.ended());
        assertThat(virtual.stream.statistics().received()).isEqualTo(1);
        assertAccounted();
    }
}
