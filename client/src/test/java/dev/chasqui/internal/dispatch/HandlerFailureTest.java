package dev.chasqui.internal.dispatch;

import static dev.chasqui.internal.dispatch.Events.trade;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Channel;
import dev.chasqui.stream.options.DispatchOptions;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HandlerFailureTest {

    private final DispatchFixture fixture = DispatchFixture.withDefaults();

    static Throwable[] survivable() {
        return new Throwable[] {
            new IllegalStateException("it"),
            new IOException("it"),
            new StackOverflowError("it"),
            new AssertionError("it"),
            new NoClassDefFoundError("it")
        };
    }

    static Throwable[] fatal() {
        return new Throwable[] {new OutOfMemoryError("it"), new InternalError("it")};
    }

    private void fail(Channel channel, Throwable failure) {
        fixture.handlers().register(channel, "*", event -> HandlerFailureTest.<RuntimeException>sneak(failure));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    @ParameterizedTest
    @MethodSource("survivable")
    void theNextHandlerAndTheNextMessageAreServed(Throwable failure) {
        fail(Channel.TRADES, failure);
        fixture.recording().offer(trade("A", 1), trade("A", 2));
        fixture.executor.runAll();
        assertThat(fixture.delivered).containsExactly("A1", "A2");
        assertThat(fixture.counters()).isEqualTo(new DispatchCounters(2, 2, 0, 0, 0, 0, 2, 0, 0));
        assertThat(fixture.listener.notices).containsExactly("failed TRADES A it 0");
        assertThat(fixture.listener.failures).containsExactly(failure);
    }

    @ParameterizedTest
    @MethodSource("fatal")
    void aFailureOfTheVirtualMachineStopsEverything(Throwable failure) {
        fail(Channel.TRADES, failure);
        fixture.recording().offer(trade("A", 1), trade("A", 2));
        fixture.executor.runAll();
        fixture.offer(trade("A", 3));
        fixture.executor.runAll();
        assertThat(fixture.delivered).isEmpty();
        assertThat(fixture.listener.notices).containsExactly("stopped it");
        assertThat(fixture.counters()).isEqualTo(new DispatchCounters(3, 0, 0, 3, 0, 0, 1, 0, 0));
    }

    @Test
    void aFailingHandlerIsReportedOnceASecondWithTheFailuresInBetween() {
        fail(Channel.TRADES, new IllegalStateException("it"));
        fixture.offerTrades("A", 1, 3);
        fixture.executor.runAll();
        fixture.now += 999_999_999;
        fixture.offerTrades("A", 4, 4);
        fixture.executor.runAll();
        assertThat(fixture.listener.notices).containsExactly("failed TRADES A it 0");
        fixture.now += 1;
        fixture.offerTrades("A", 5, 5);
        fixture.executor.runAll();
        assertThat(fixture.listener.notices).containsExactly("failed TRADES A it 0", "failed TRADES A it 3");
        assertThat(fixture.counters().handlerFailures()).isEqualTo(5);
    }

    @Test
    void eachHandlerIsReportedByItself() {
        fail(Channel.TRADES, new IllegalStateException("one"));
        fail(Channel.TRADES, new IllegalStateException("two"));
        fixture.offerTrades("A", 1, 2);
        fixture.executor.runAll();
        assertThat(fixture.listener.notices).containsExactly("failed TRADES A one 0", "failed TRADES A two 0");
    }

    @Test
    void aFailedStageCountsAsAFailure() {
        IllegalStateException failure = new IllegalStateException("it");
        fixture.handlers()
                .registerAsync(
                        Channel.TRADES,
                        "*",
                        event -> CompletableFuture.<Object>failedFuture(failure).thenApply(result -> result));
        fixture.offerTrades("A", 1, 2);
        fixture.executor.runAll();
        assertThat(fixture.listener.failures).containsExactly(failure);
        assertThat(fixture.counters().handlerFailures()).isEqualTo(2);
        assertThat(fixture.counters().delivered()).isEqualTo(2);
    }

    @Test
    void anAsynchronousHandlerThatThrowsIsCalledAgain() {
        fixture.handlers().registerAsync(Channel.TRADES, "*", event -> {
            throw new IllegalStateException("it");
        });
        fixture.offerTrades("A", 1, 2);
        fixture.executor.runAll();
        assertThat(fixture.counters().handlerFailures()).isEqualTo(2);
    }

    @Test
    void theInterruptFlagIsClearedAfterACall() {
        boolean[] interrupted = new boolean[1];
        fixture.handlers()
                .register(Channel.TRADES, "*", event -> Thread.currentThread().interrupt());
        fixture.handlers()
                .register(
                        Channel.TRADES,
                        "*",
                        event -> interrupted[0] |= Thread.currentThread().isInterrupted());
        fixture.offerTrades("A", 1, 2);
        fixture.executor.runAll();
        assertThat(interrupted[0]).isFalse();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void anExecutorThatRejectsStopsEverythingOnce() {
        RecordingListener listener = new RecordingListener();
        DispatchOptions options = DispatchOptions.defaults().on(task -> {
            throw new RejectedExecutionException("full");
        });
        Dispatcher dispatcher = DispatchFixture.dispatcher(options, listener, () -> 0, "rejected");
        for (int i = 1; i <= 3; i++) {
            dispatcher.offer(trade("A", i), 1);
            dispatcher.endOfFrame();
        }
        assertThat(listener.notices).containsExactly("stopped full");
        assertThat(dispatcher.counters()).isEqualTo(new DispatchCounters(3, 0, 0, 3, 0, 0, 0, 0, 0));
    }

    @Test
    void aPredicateThatThrowsStopsEverything() {
        fixture.recording();
        fixture.dispatcher.deliverOnly(event -> {
            throw new IllegalStateException("predicate");
        });
        fixture.offerTrades("A", 1, 2);
        fixture.executor.runAll();
        assertThat(fixture.listener.notices).containsExactly("stopped predicate");
        assertThat(fixture.counters().queued()).isZero();
        assertThat(fixture.delivered).isEmpty();
    }

    @Test
    void onlyWantedMessagesAreDelivered() {
        fixture.recording().offer(trade("A", 1), trade("B", 2));
        fixture.dispatcher.deliverOnly(event -> event.symbol().equals("B"));
        fixture.executor.runAll();
        assertThat(fixture.delivered).containsExactly("B2");
        assertThat(fixture.counters()).isEqualTo(new DispatchCounters(2, 1, 0, 0, 1, 0, 0, 0, 0));
    }
}
