package dev.chasqui.internal.dispatch;

import static dev.chasqui.internal.dispatch.Events.trade;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Channel;
import dev.chasqui.stream.options.DispatchOptions;
import dev.chasqui.stream.options.OverflowPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CloseTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String THREAD = "close-test";

    private final RecordingListener listener = new RecordingListener();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    private Dispatcher dispatcher(DispatchOptions options) {
        return DispatchFixture.dispatcher(options, listener, System::nanoTime, THREAD);
    }

    private void blockIn(Dispatcher dispatcher) {
        dispatcher.handlers().register(Channel.TRADES, "*", event -> {
            entered.countDown();
            OverflowTest.await(release);
        });
    }

    private static void offer(Dispatcher dispatcher, int from, int to) {
        for (int i = from; i <= to; i++) {
            dispatcher.offer(trade("A", i), 10);
        }
        dispatcher.endOfFrame();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(THREAD))
                .count();
    }

    @Test
    void theThreadBeginsWithTheFirstMessageAndEndsWithClose() {
        Dispatcher dispatcher = dispatcher(DispatchOptions.defaults());
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        dispatcher.handlers().register(Channel.TRADES, "*", event -> thread.complete(Thread.currentThread()));
        assertThat(threads()).isZero();
        offer(dispatcher, 1, 1);
        assertThat(thread.join().getName()).isEqualTo(THREAD);
        assertThat(thread.join().isDaemon()).isTrue();
        assertThat(dispatcher.close(PATIENCE)).isTrue();
        Awaitility.await().until(() -> threads() == 0);
    }

    @Test
    void severalWorkersHaveNumberedThreads() {
        Dispatcher dispatcher = dispatcher(DispatchOptions.defaults().withWorkers(2));
        CompletableFuture<String> name = new CompletableFuture<>();
        dispatcher
                .handlers()
                .register(
                        Channel.TRADES,
                        "*",
                        event -> name.complete(Thread.currentThread().getName()));
        offer(dispatcher, 1, 1);
        assertThat(name.join()).matches(THREAD + "-[12]");
        assertThat(dispatcher.close(PATIENCE)).isTrue();
    }

    @Test
    void closeBeforeTheFirstMessageNeedsNoThread() {
        Dispatcher dispatcher = dispatcher(DispatchOptions.defaults());
        assertThat(dispatcher.close(PATIENCE)).isTrue();
        offer(dispatcher, 1, 3);
        assertThat(dispatcher.counters()).isEqualTo(new DispatchCounters(3, 0, 0, 3, 0, 0, 0, 0, 0));
    }

    @Test
    void closeWaitsForTheHandlerUnderWayAndDropsTheRest() throws Exception {
        Dispatcher dispatcher = dispatcher(DispatchOptions.defaults());
        blockIn(dispatcher);
        offer(dispatcher, 1, 20);
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Boolean> closed = CompletableFuture.supplyAsync(() -> dispatcher.close(PATIENCE));
        Awaitility.await().until(() -> dispatcher.counters().dropped() == 19);
        assertThat(closed).isNotDone();
        release.countDown();
        assertThat(closed.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(dispatcher.counters()).isEqualTo(new DispatchCounters(20, 1, 0, 19, 0, 0, 0, 0, 0));
        assertThat(listener.notices).isEmpty();
    }

    @Test
    void aHandlerThatBlocksForeverDoesNotHoldCloseUp() throws Exception {
        Dispatcher dispatcher = dispatcher(DispatchOptions.defaults());
        blockIn(dispatcher);
        offer(dispatcher, 1, 20);
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(dispatcher.close(Duration.ofMillis(1))).isFalse();
        assertThat(dispatcher.counters()).isEqualTo(new DispatchCounters(20, 0, 0, 19, 0, 1, 0, 0, 0));
        release.countDown();
        assertThat(dispatcher.close(PATIENCE)).isTrue();
        assertThat(dispatcher.counters().delivered()).isEqualTo(1);
    }

    @Test
    void closeFromInsideAHandlerReturnsAtOnceAndNothingFollows() {
        Dispatcher dispatcher = dispatcher(DispatchOptions.defaults());
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        List<Long> calls = new ArrayList<>();
        dispatcher.handlers().register(Channel.TRADES, "*", event -> {
            calls.add(Events.number(event));
            assertThat(dispatcher.isInHandler()).isTrue();
            closed.complete(dispatcher.close(Duration.ofDays(1)));
        });
        dispatcher.handlers().register(Channel.TRADES, "*", event -> calls.add(-1L));
        offer(dispatcher, 1, 20);
        assertThat(closed.join()).isTrue();
        assertThat(dispatcher.close(PATIENCE)).isTrue();
        assertThat(calls).containsExactly(1L);
        assertThat(dispatcher.counters()).isEqualTo(new DispatchCounters(20, 0, 0, 20, 0, 0, 0, 0, 0));
        assertThat(dispatcher.isInHandler()).isFalse();
    }

    @Test
    void closeEndsAnOfferThatBlocks() throws Exception {
        Dispatcher dispatcher = dispatcher(
                DispatchOptions.defaults().withMaxMessages(2).withPolicy(Channel.TRADES, OverflowPolicy.BLOCK));
        blockIn(dispatcher);
        Thread connection = new Thread(() -> offer(dispatcher, 1, 20));
        connection.start();
        Awaitility.await().until(() -> listener.notices.contains("overflow TRADES BLOCK"));
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(dispatcher.close(Duration.ZERO)).isFalse();
        connection.join(10_000);
        assertThat(connection.isAlive()).isFalse();
        release.countDown();
        assertThat(dispatcher.close(PATIENCE)).isTrue();
        assertThat(dispatcher.counters()).isEqualTo(new DispatchCounters(20, 1, 0, 19, 0, 0, 0, 0, 0));
    }

    @Test
    void manyThreadsMayCloseAtOnce() {
        Dispatcher dispatcher = dispatcher(DispatchOptions.defaults().withWorkers(4));
        dispatcher.handlers().register(Channel.TRADES, "*", event -> {});
        for (int i = 0; i < 1000; i++) {
            dispatcher.offer(trade("S" + i, i), 10);
        }
        List<CompletableFuture<Boolean>> closers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            closers.add(CompletableFuture.supplyAsync(() -> dispatcher.close(PATIENCE)));
        }
        assertThat(closers).allSatisfy(each -> assertThat(each.join()).isTrue());
        DispatchCounters counters = dispatcher.counters();
        assertThat(counters.delivered() + counters.dropped()).isEqualTo(1000);
        assertThat(counters.queued()).isZero();
    }

    @Test
    void closeDropsAFrameThatHasNotEnded() {
        DispatchFixture fixture = DispatchFixture.withDefaults().recording();
        fixture.dispatcher.offer(trade("A", 1), 10);
        assertThat(fixture.dispatcher.close(Duration.ZERO)).isTrue();
        assertThat(fixture.counters()).isEqualTo(new DispatchCounters(1, 0, 0, 1, 0, 0, 0, 0, 0));
        fixture.executor.runAll();
        assertThat(fixture.delivered).isEmpty();
    }

    @Test
    void aDrainThatTheExecutorRunsAfterCloseDoesNothing() {
        DispatchFixture fixture = DispatchFixture.withDefaults().recording();
        fixture.offerTrades("A", 1, 5);
        assertThat(fixture.dispatcher.close(Duration.ZERO)).isTrue();
        fixture.executor.runAll();
        assertThat(fixture.delivered).isEmpty();
        assertThat(fixture.counters().dropped()).isEqualTo(5);
    }

    @Test
    void anInterruptedCloseGivesUpWaitingAndKeepsTheFlag() throws Exception {
        Dispatcher dispatcher = dispatcher(DispatchOptions.defaults());
        blockIn(dispatcher);
        offer(dispatcher, 1, 1);
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        Thread.currentThread().interrupt();
        assertThat(dispatcher.close(PATIENCE)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
        release.countDown();
        assertThat(dispatcher.close(PATIENCE)).isTrue();
    }
}
