package dev.chasqui.internal.dispatch;

import static dev.chasqui.internal.dispatch.Events.trade;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Channel;
import dev.chasqui.stream.options.DispatchOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InlineTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DispatchFixture fixture =
            DispatchFixture.with(DispatchOptions.defaults().inline().withMaxMessages(4));
    private final Dispatcher dispatcher = fixture.dispatcher;

    @Test
    void handlersAreCalledInsideOffer() {
        List<Thread> threads = new ArrayList<>();
        dispatcher.handlers().register(Channel.TRADES, "*", event -> {
            threads.add(Thread.currentThread());
            assertThat(dispatcher.isInHandler()).isTrue();
        });
        dispatcher.offer(trade("A", 1), 10);
        assertThat(threads).containsExactly(Thread.currentThread());
        assertThat(dispatcher.isInHandler()).isFalse();
        assertThat(fixture.counters()).isEqualTo(new DispatchCounters(1, 1, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void whatIsParkedGoesOnOnAThreadOfTheDispatcher() throws Exception {
        CompletableFuture<Object> stage = new CompletableFuture<>();
        List<Long> taken = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<String> thread = new CompletableFuture<>();
        dispatcher.handlers().registerAsync(Channel.TRADES, "*", event -> {
            taken.add(Events.number(event));
            if (taken.size() == 2) {
                thread.complete(Thread.currentThread().getName());
            }
            return taken.size() == 1 ? stage : null;
        });
        fixture.recording().offerTrades("A", 1, 6);
        assertThat(fixture.delivered).hasSize(6);
        assertThat(fixture.counters()).isEqualTo(new DispatchCounters(6, 1, 0, 1, 0, 4, 0, 0, 0));
        stage.complete("done");
        assertThat(thread.get(10, TimeUnit.SECONDS)).isEqualTo("dispatch-test");
        Awaitility.await().until(() -> fixture.counters().queued() == 0);
        assertThat(taken).containsExactly(1L, 3L, 4L, 5L, 6L);
        assertThat(dispatcher.close(PATIENCE)).isTrue();
    }

    @Test
    void aFailureOfTheVirtualMachineStopsEverything() {
        dispatcher.handlers().register(Channel.TRADES, "*", event -> {
            throw new OutOfMemoryError("it");
        });
        fixture.recording().offerTrades("A", 1, 3);
        assertThat(fixture.delivered).isEmpty();
        assertThat(fixture.listener.notices).containsExactly("stopped it");
        assertThat(fixture.counters()).isEqualTo(new DispatchCounters(3, 0, 0, 3, 0, 0, 1, 0, 0));
    }

    @Test
    void closeWaitsForTheHandlerUnderWay() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        dispatcher.handlers().register(Channel.TRADES, "*", event -> {
            entered.countDown();
            OverflowTest.await(release);
        });
        Thread connection = new Thread(() -> fixture.offerTrades("A", 1, 3));
        connection.start();
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(dispatcher.close(Duration.ofMillis(1))).isFalse();
        release.countDown();
        assertThat(dispatcher.close(PATIENCE)).isTrue();
        connection.join();
        assertThat(fixture.counters()).isEqualTo(new DispatchCounters(3, 1, 0, 2, 0, 0, 0, 0, 0));
    }

    @Test
    void aHandlerMayClose() {
        dispatcher
                .handlers()
                .register(
                        Channel.TRADES,
                        "*",
                        event -> assertThat(dispatcher.close(PATIENCE)).isTrue());
        fixture.offerTrades("A", 1, 3);
        assertThat(fixture.counters()).isEqualTo(new DispatchCounters(3, 1, 0, 2, 0, 0, 0, 0, 0));
        assertThat(fixture.listener.notices).isEmpty();
    }

    @Test
    void unwantedMessagesAreFiltered() {
        dispatcher.deliverOnly(event -> false);
        fixture.recording().offerTrades("A", 1, 3);
        assertThat(fixture.delivered).isEmpty();
        assertThat(fixture.counters()).isEqualTo(new DispatchCounters(3, 0, 0, 0, 3, 0, 0, 0, 0));
    }
}
