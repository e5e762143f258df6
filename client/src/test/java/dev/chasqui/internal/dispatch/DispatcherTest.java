package dev.chasqui.internal.dispatch;

import static dev.chasqui.internal.dispatch.Events.quote;
import static dev.chasqui.internal.dispatch.Events.trade;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Channel;
import dev.chasqui.stream.options.DispatchOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DispatcherTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static Dispatcher dispatcher(DispatchOptions options) {
        return DispatchFixture.dispatcher(options, new RecordingListener(), System::nanoTime, "dispatcher-test");
    }

    private static void awaitDelivered(Dispatcher dispatcher, long count) {
        Awaitility.await().atMost(PATIENCE).until(() -> dispatcher.counters().delivered() == count);
    }

    @Test
    void oneWorkerDeliversInTheOrderOfTheWire() {
        Dispatcher dispatcher = dispatcher(DispatchOptions.defaults());
        List<Long> order = Collections.synchronizedList(new ArrayList<>());
        dispatcher.handlers().register(null, "*", event -> order.add(Events.number(event)));
        for (int i = 0; i < 50_000; i++) {
            dispatcher.offer(i % 3 == 0 ? quote("S" + i % 7, i) : trade("S" + i % 5, i), 10);
            if (i % 100 == 0) {
                dispatcher.endOfFrame();
            }
        }
        dispatcher.endOfFrame();
        awaitDelivered(dispatcher, 50_000);
        assertThat(order).hasSize(50_000).isSorted();
        assertThat(dispatcher.close(PATIENCE)).isTrue();
    }

    @Test
    void eightWorkersKeepTheOrderOfEachSymbolAndCallOneHandlerAtATimeForIt() {
        Dispatcher dispatcher =
                dispatcher(DispatchOptions.defaults().withWorkers(8).withMaxMessages(1_000_000));
        Map<String, Long> last = new ConcurrentHashMap<>();
        AtomicIntegerArray busy = new AtomicIntegerArray(100);
        AtomicInteger violations = new AtomicInteger();
        dispatcher.handlers().register(null, "*", event -> {
            int symbol = Integer.parseInt(event.symbol().substring(1));
            violations.addAndGet(busy.incrementAndGet(symbol) - 1);
            Long before = last.put(event.symbol(), Events.number(event));
            if (before != null && before >= Events.number(event)) {
                violations.incrementAndGet();
            }
            busy.decrementAndGet(symbol);
        });
        for (int i = 0; i < 100_000; i++) {
            dispatcher.offer(trade("S" + i % 100, i), 10);
        }
        dispatcher.endOfFrame();
        awaitDelivered(dispatcher, 100_000);
        assertThat(violations).hasValue(0);
        assertThat(dispatcher.close(PATIENCE)).isTrue();
    }

    @Test
    void aBlockedHandlerBlocksNeitherTheConnectionNorOtherWorkers() throws Exception {
        Dispatcher dispatcher =
                dispatcher(DispatchOptions.defaults().withWorkers(2).withMaxMessages(1000));
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch others = new CountDownLatch(1);
        dispatcher.handlers().register(Channel.TRADES, "A", event -> OverflowTest.await(release));
        dispatcher.handlers().register(Channel.TRADES, "B", event -> others.countDown());
        for (int i = 0; i < 5000; i++) {
            dispatcher.offer(trade("A", i), 10);
        }
        dispatcher.offer(trade("B", 1), 10);
        dispatcher.endOfFrame();
        assertThat(others.await(10, TimeUnit.SECONDS)).isTrue();
        Awaitility.await().until(() -> dispatcher.counters().delivered() == 1);
        assertThat(dispatcher.counters().queued()).isEqualTo(500);
        assertThat(dispatcher.counters().dropped()).isEqualTo(4500);
        release.countDown();
        assertThat(dispatcher.close(PATIENCE)).isTrue();
    }

    @Test
    void aSlowHandlerGetsTheNewestQuoteOfEachSymbolInTheEnd() {
        DispatchFixture fixture = DispatchFixture.holding(100).recording();
        for (int i = 0; i < 10_000; i++) {
            fixture.offer(quote("S" + i % 50, i));
            if (i % 200 == 0) {
                fixture.executor.runAll();
            }
        }
        fixture.executor.runAll();
        for (int i = 9_950; i < 10_000; i++) {
            assertThat(fixture.delivered).contains("S" + i % 50 + i);
        }
        assertThat(fixture.counters().dropped()).isZero();
        assertThat(fixture.counters().conflated()).isPositive();
    }

    @Test
    void aDrainYieldsToOtherTasksOfTheExecutor() {
        DispatchFixture fixture = DispatchFixture.withDefaults().recording();
        fixture.offerTrades("A", 1, 10_000);
        fixture.executor.runOne();
        assertThat(fixture.delivered).hasSizeBetween(1000, 9000);
        assertThat(fixture.executor.waiting()).isEqualTo(1);
        fixture.executor.runAll();
        assertThat(fixture.delivered).hasSize(10_000);
    }

    @Test
    void anExecutorThatRunsTasksAtOnceNeedsNoStack() {
        Dispatcher dispatcher = dispatcher(DispatchOptions.defaults().on(Runnable::run));
        AtomicInteger depth = new AtomicInteger();
        CountDownLatch offered = new CountDownLatch(1);
        dispatcher.handlers().register(Channel.TRADES, "*", event -> {
            if (Events.number(event) == 0) {
                OverflowTest.await(offered);
            }
            depth.accumulateAndGet(new Throwable().getStackTrace().length, Math::max);
        });
        Thread drain = new Thread(() -> {
            dispatcher.offer(trade("A", 0), 10);
            dispatcher.endOfFrame();
        });
        drain.start();
        Awaitility.await().until(() -> drain.getState() == Thread.State.TIMED_WAITING);
        for (int i = 1; i <= 60_000; i++) {
            dispatcher.offer(trade("A", i), 10);
        }
        dispatcher.endOfFrame();
        offered.countDown();
        awaitDelivered(dispatcher, 60_001);
        assertThat(depth.get()).isLessThan(60);
        assertThat(dispatcher.close(PATIENCE)).isTrue();
    }

    @Test
    void atMostAsManyDrainsAsWorkersAreScheduled() {
        DispatchFixture fixture =
                DispatchFixture.with(DispatchOptions.defaults().withWorkers(3)).recording();
        for (int i = 0; i < 100; i++) {
            fixture.offer(trade("S" + i, i));
        }
        assertThat(fixture.executor.waiting()).isEqualTo(3);
        fixture.executor.runAll();
        assertThat(fixture.delivered).hasSize(100);
    }

    @Test
    void tenThousandHandlersComeAndGoDuringDelivery() throws Exception {
        Dispatcher dispatcher = dispatcher(DispatchOptions.defaults());
        AtomicInteger afterRemoval = new AtomicInteger();
        AtomicInteger steady = new AtomicInteger();
        AtomicInteger fleeting = new AtomicInteger();
        dispatcher.handlers().register(Channel.TRADES, "*", event -> steady.incrementAndGet());
        Thread churn = new Thread(() -> {
            for (int i = 0; i < 10_000; i++) {
                AtomicInteger callsAfterRemoval = new AtomicInteger();
                boolean[] removed = new boolean[1];
                Runnable removal = dispatcher
                        .handlers()
                        .register(i % 2 == 0 ? Channel.TRADES : null, "S" + i % 10, event -> {
                            fleeting.incrementAndGet();
                            // One call may have been under way when the removal returned, but no second.
                            if (removed[0] && callsAfterRemoval.incrementAndGet() > 1) {
                                afterRemoval.incrementAndGet();
                            }
                        });
                removal.run();
                removed[0] = true;
            }
        });
        churn.start();
        int offered = 0;
        while (churn.isAlive()) {
            for (int i = 0; i < 100; i++) {
                dispatcher.offer(trade("S" + i % 10, offered++), 10);
            }
            dispatcher.endOfFrame();
            int expected = offered;
            Awaitility.await().until(() -> dispatcher.counters().delivered() == expected);
        }
        churn.join();
        assertThat(steady).hasValue(offered);
        assertThat(afterRemoval).hasValue(0);
        assertThat(dispatcher.close(PATIENCE)).isTrue();
    }

    @Test
    void tenThousandHandlersForOneSymbolCostOtherSymbolsNothing() {
        DispatchFixture fixture = DispatchFixture.withDefaults();
        AtomicInteger calls = new AtomicInteger();
        List<Runnable> removals = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            removals.add(fixture.handlers().register(Channel.TRADES, "S" + i, event -> calls.incrementAndGet()));
        }
        fixture.offerTrades("S5", 1, 1000);
        fixture.executor.runAll();
        assertThat(calls).hasValue(1000);
        removals.forEach(Runnable::run);
        fixture.offerTrades("S5", 1, 1);
        fixture.executor.runAll();
        assertThat(calls).hasValue(1000);
    }
}
