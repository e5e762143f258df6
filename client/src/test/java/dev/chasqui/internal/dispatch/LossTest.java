package dev.chasqui.internal.dispatch;

import static dev.chasqui.internal.dispatch.Events.quote;
import static dev.chasqui.internal.dispatch.Events.trade;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import dev.chasqui.stream.options.DispatchOptions;
import dev.chasqui.stream.options.DispatchOptions.Mode;
import dev.chasqui.stream.options.OverflowPolicy;
import dev.chasqui.stream.options.RepairOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class LossTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void eachMessageThatMakesRoomIsTold() {
        DispatchFixture fixture = DispatchFixture.holding(3).recording();
        fixture.offer(trade("A", 1), quote("Q", 2));
        fixture.offerRecovered(trade("A", 3));
        fixture.offer(trade("A", 4), trade("B", 5));
        assertThat(fixture.lost).containsExactly("A1 LIVE", "A3 RECOVERED");
        fixture.executor.runAll();
        assertThat(fixture.delivered).containsExactly("Q2", "A4", "B5");
    }

    @Test
    void aMessageThatFindsNoRoomIsTold() {
        DispatchFixture fixture = DispatchFixture.holding(2);
        fixture.offer(quote("A", 1), quote("B", 2), trade("C", 3));
        fixture.offerRecovered(trade("C", 4));
        assertThat(fixture.lost).containsExactly("C3 LIVE", "C4 RECOVERED");
        assertThat(fixture.counters().dropped()).isEqualTo(2);
    }

    @Test
    void aMessageDroppedBeforeABusyHandlerIsToldOnce() {
        DispatchFixture fixture =
                DispatchFixture.with(DispatchOptions.defaults().inline().withMaxMessages(2));
        List<CompletableFuture<Object>> stages = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            fixture.handlers().registerAsync(Channel.TRADES, "*", event -> {
                stages.add(new CompletableFuture<>());
                return stages.get(stages.size() - 1);
            });
        }
        fixture.offerTrades("A", 1, 4);
        assertThat(fixture.lost).containsExactly("A2 LIVE");
        assertThat(fixture.counters().dropped()).isEqualTo(1);
    }

    @Test
    void whatOtherPoliciesDropIsNotTold() {
        DispatchFixture fixture = DispatchFixture.holding(2, Channel.TRADES, OverflowPolicy.DROP_OLDEST);
        fixture.offerTrades("A", 1, 5);
        fixture.offer(quote("A", 6), quote("B", 7), quote("C", 8));
        assertThat(fixture.counters().dropped()).isEqualTo(4);
        assertThat(fixture.lost).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = OverflowPolicy.class,
            names = {"CONFLATE", "DROP_OLDEST"})
    void aRecoveredMessageIsToldWhateverThePolicyThatDropsIt(OverflowPolicy policy) {
        DispatchFixture fixture = DispatchFixture.holding(2, Channel.QUOTES, policy);
        fixture.offerRecovered(quote("A", 1), quote("B", 2), quote("C", 3));
        fixture.offer(quote("D", 4), quote("E", 5), quote("F", 6));
        assertThat(fixture.lost).startsWith("C3 RECOVERED", "A1 RECOVERED").noneMatch(each -> each.contains("LIVE"));
    }

    @Test
    void whatTheEndLeavesUndeliveredIsNotTold() {
        DispatchFixture fixture = DispatchFixture.holding(3);
        fixture.offerTrades("A", 1, 3);
        assertThat(fixture.dispatcher.close(PATIENCE)).isTrue();
        fixture.offerTrades("A", 4, 5);
        assertThat(fixture.counters().dropped()).isEqualTo(5);
        assertThat(fixture.lost).isEmpty();
    }

    @Test
    void aListenerThatFailsEndsTheDispatcher() {
        ManualExecutor executor = new ManualExecutor();
        RecordingListener listener = new RecordingListener();
        Dispatcher dispatcher = Dispatcher.create(
                DispatchOptions.defaults().withMaxMessages(1).on(executor),
                RepairOptions.Delivery.TOGETHER,
                listener,
                (event, provenance) -> {
                    throw new IllegalStateException("no account");
                },
                () -> 0,
                "loss-test");
        dispatcher.offer(trade("A", 1), 10);
        dispatcher.offer(trade("A", 2), 10);
        dispatcher.endOfFrame();
        assertThat(listener.notices).contains("stopped no account");
        assertThat(dispatcher.counters()).isEqualTo(new DispatchCounters(2, 0, 0, 2, 0, 0, 0, 0, 0));
    }

    /** Keeps account of what is told, and of how many losses each end of an episode reports before they were told. */
    private static final class Account extends RecordingListener implements LossListener {
        final AtomicLong told = new AtomicLong();
        final AtomicLong cleared = new AtomicLong();
        final AtomicLong early = new AtomicLong();
        final Set<Thread> threads = ConcurrentHashMap.newKeySet();

        @Override
        public void lost(MarketEvent event, Provenance provenance) {
            told.incrementAndGet();
            threads.add(Thread.currentThread());
        }

        @Override
        public void slowConsumerCleared(long lastedNanos, Map<Channel, Long> dropped, Map<Channel, Long> conflated) {
            long sum = cleared.addAndGet(dropped.getOrDefault(Channel.TRADES, 0L));
            if (sum > told.get()) {
                early.incrementAndGet();
            }
        }
    }

    /** Random load on real threads: every loss is told on this thread, before the end of its episode, and as often as it is counted. */
    @ParameterizedTest
    @EnumSource(Mode.class)
    void lossesToldAreTheLossesCounted(Mode mode) throws Exception {
        long seed = Long.getLong("chasqui.seed", System.nanoTime());
        Random random = new Random(seed);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        ExecutorService stages = Executors.newSingleThreadExecutor();
        Account account = new Account();
        DispatchOptions options = new DispatchOptions(
                mode, mode == Mode.EXECUTOR ? pool : null, mode == Mode.INLINE ? 1 : 2, 32, 1 << 20, Map.of());
        Dispatcher dispatcher = Dispatcher.create(
                options, RepairOptions.Delivery.TOGETHER, account, account, System::nanoTime, "loss-test");
        for (int i = 0; i < 2; i++) {
            dispatcher
                    .handlers()
                    .registerAsync(
                            null,
                            "*",
                            event -> event.timestampNanos() % 3 == 0
                                    ? CompletableFuture.runAsync(() -> {}, stages)
                                    : null);
        }
        for (int i = 0; i < 200_000; i++) {
            Provenance provenance = random.nextInt(10) == 0 ? Provenance.recovered(1) : Provenance.LIVE;
            dispatcher.offer(trade("S" + random.nextInt(9), i), 10, provenance);
            if (random.nextInt(20) == 0) {
                dispatcher.endOfFrame();
            }
        }
        dispatcher.endOfFrame();
        Awaitility.await("seed " + seed)
                .atMost(PATIENCE)
                .until(() -> dispatcher.counters().queued() == 0);
        DispatchCounters counters = dispatcher.counters();
        assertThat(account.told).as("seed %d %s", seed, counters).hasValue(counters.dropped());
        assertThat(account.told.get()).as("seed %d", seed).isPositive();
        assertThat(account.threads).containsExactly(Thread.currentThread());
        assertThat(account.early).as("seed %d", seed).hasValue(0);
        assertThat(dispatcher.close(PATIENCE)).isTrue();
        pool.shutdown();
        stages.shutdown();
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(stages.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
}
