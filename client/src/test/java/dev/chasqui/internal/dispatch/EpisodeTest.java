package dev.chasqui.internal.dispatch;

import static dev.chasqui.internal.dispatch.Events.quote;
import static dev.chasqui.internal.dispatch.Events.trade;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Channel;
import dev.chasqui.stream.options.DispatchOptions;
import dev.chasqui.stream.options.OverflowPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EpisodeTest {

    @Test
    void slownessIsReportedOnceAtThreeQuarters() {
        DispatchFixture fixture = DispatchFixture.holding(8);
        fixture.offerTrades("A", 1, 5);
        assertThat(fixture.listener.notices).isEmpty();
        fixture.offerTrades("A", 6, 8);
        assertThat(fixture.listener.notices).containsExactly("slow 6 60");
    }

    @Test
    void slownessIsReportedAtThreeQuartersOfTheBytes() {
        DispatchFixture fixture =
                DispatchFixture.with(DispatchOptions.defaults().withMaxBytes(100));
        fixture.offerTrades("A", 1, 7);
        assertThat(fixture.listener.notices).isEmpty();
        fixture.offerTrades("A", 8, 8);
        assertThat(fixture.listener.notices).containsExactly("slow 8 80");
    }

    @Test
    void anEpisodeReportsEachChannelOnceAndEndsWithItsLosses() {
        DispatchFixture fixture = DispatchFixture.holding(4);
        fixture.offer(quote("Q", 1), trade("A", 2), trade("A", 3), trade("A", 4));
        fixture.offer(trade("A", 5), trade("A", 6), quote("Q", 7));
        fixture.now += 500;
        fixture.executor.runAll();
        assertThat(fixture.listener.notices)
                .containsExactly(
                        "slow 3 30",
                        "overflow TRADES GAP",
                        "overflow QUOTES CONFLATE",
                        "cleared 500 dropped {TRADES=2} conflated {QUOTES=1}");
    }

    @Test
    void theNextEpisodeStartsAnew() {
        DispatchFixture fixture = DispatchFixture.holding(4);
        fixture.offerTrades("A", 1, 5);
        fixture.executor.runAll();
        fixture.listener.notices.clear();
        fixture.offerTrades("A", 6, 10);
        fixture.executor.runAll();
        assertThat(fixture.listener.notices)
                .containsExactly("slow 3 30", "overflow TRADES GAP", "cleared 0 dropped {TRADES=1} conflated {}");
    }

    @Test
    void anEpisodeEndsAtHalfAndNotBefore() {
        DispatchFixture fixture = DispatchFixture.holding(8);
        fixture.offerTrades("A", 1, 8);
        AtomicLong handled = new AtomicLong();
        AtomicLong clearedAfter = new AtomicLong();
        fixture.handlers().register(Channel.TRADES, "*", event -> {
            boolean cleared = fixture.listener.notices.stream().anyMatch(each -> each.startsWith("cleared"));
            if (cleared && clearedAfter.get() == 0) {
                clearedAfter.set(handled.get());
            }
            handled.incrementAndGet();
        });
        fixture.executor.runAll();
        assertThat(clearedAfter).hasValue(4);
    }

    @Test
    void aLossWithoutSlownessBeginsAnEpisodeToo() {
        DispatchFixture fixture =
                DispatchFixture.with(DispatchOptions.defaults().withMaxBytes(100));
        fixture.offer(quote("A", 1));
        fixture.dispatcher.offer(trade("B", 2), 95);
        fixture.dispatcher.endOfFrame();
        assertThat(fixture.listener.notices).containsExactly("slow 1 10", "overflow TRADES GAP");
        fixture.executor.runAll();
        assertThat(fixture.listener.notices).contains("cleared 0 dropped {TRADES=1} conflated {}");
    }

    @Test
    void aListenerThatThrowsHurtsNobody() {
        ManualExecutor executor = new ManualExecutor();
        DispatchListener broken = new DispatchListener() {
            @Override
            public void slowConsumer(int queuedMessages, long queuedBytes) {
                throw new IllegalStateException();
            }

            @Override
            public void overflow(Channel channel, OverflowPolicy policy) {
                throw new StackOverflowError();
            }

            @Override
            public void slowConsumerCleared(
                    long lastedNanos, Map<Channel, Long> dropped, Map<Channel, Long> conflated) {
                throw new IllegalStateException();
            }

            @Override
            public void handlerFailed(Channel channel, String symbol, Throwable failure, long suppressed) {
                throw new AssertionError();
            }

            @Override
            public void stopped(Throwable failure) {
                throw new AssertionError();
            }
        };
        DispatchOptions options = DispatchOptions.defaults().withMaxMessages(2).on(executor);
        Dispatcher dispatcher = DispatchFixture.dispatcher(options, broken, () -> 0, "broken-listener");
        dispatcher.handlers().register(Channel.TRADES, "*", event -> {
            throw new IllegalStateException();
        });
        for (int i = 1; i <= 5; i++) {
            dispatcher.offer(trade("A", i), 1);
            dispatcher.endOfFrame();
        }
        executor.runAll();
        assertThat(dispatcher.counters()).isEqualTo(new DispatchCounters(5, 2, 0, 3, 0, 0, 2, 0, 0));
    }

    @Test
    void aListenerMayCloseTheDispatcher() {
        ManualExecutor executor = new ManualExecutor();
        Dispatcher[] dispatcher = new Dispatcher[1];
        RecordingListener closing = new RecordingListener() {
            @Override
            public void slowConsumer(int queuedMessages, long queuedBytes) {
                assertThat(dispatcher[0].close(Duration.ZERO)).isTrue();
            }
        };
        DispatchOptions options = DispatchOptions.defaults().withMaxMessages(4).on(executor);
        dispatcher[0] = DispatchFixture.dispatcher(options, closing, () -> 0, "closing-listener");
        for (int i = 1; i <= 5; i++) {
            dispatcher[0].offer(trade("A", i), 1);
            dispatcher[0].endOfFrame();
        }
        executor.runAll();
        assertThat(dispatcher[0].counters()).isEqualTo(new DispatchCounters(5, 0, 0, 5, 0, 0, 0, 0, 0));
    }
}
