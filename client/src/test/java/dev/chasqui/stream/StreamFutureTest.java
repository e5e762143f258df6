package dev.chasqui.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Also of {@link GuardedFuture}, from which it descends. */
class StreamFutureTest {

    private final AtomicBoolean onStreamThread = new AtomicBoolean();
    private final StreamFuture<String> future = new StreamFuture<>(onStreamThread::get);

    @Test
    void itsStreamCompletesIt() {
        future.settle("done");
        assertThat(future).isCompletedWithValue("done");
        future.settleExceptionally(new IllegalArgumentException());
        assertThat(future).isCompletedWithValue("done");
    }

    @Test
    void itsStreamFailsIt() {
        IllegalArgumentException failure = new IllegalArgumentException();
        future.settleExceptionally(failure);
        assertThat(future)
                .failsWithin(Duration.ofSeconds(1))
                .withThrowableThat()
                .withCause(failure);
    }

    @Test
    void nobodyElseCompletesIt() {
        assertThat(future.complete("forged")).isFalse();
        assertThat(future.completeExceptionally(new IllegalStateException())).isFalse();
        assertThat(future.cancel(true)).isFalse();
        assertThat(future.completeAsync(() -> "forged", Runnable::run)).isNotSameAs(future);
        future.completeAsync(() -> "forged", Runnable::run);
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> future.obtrudeValue("forged"));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> future.obtrudeException(new IllegalStateException()));
        assertThat(future).isNotDone();
    }

    @Test
    void aTimeoutOfOneCallerIsNotThatOfAnother() {
        CompletableFuture<String> impatient = future.orTimeout(1, TimeUnit.MILLISECONDS);
        assertThat(impatient)
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .withCauseInstanceOf(TimeoutException.class);
        assertThat(future.completeOnTimeout("instead", 1, TimeUnit.MILLISECONDS))
                .succeedsWithin(Duration.ofSeconds(5))
                .isEqualTo("instead");
        assertThat(future).isNotDone();
        future.settle("done");
        assertThat(future.orTimeout(1, TimeUnit.MINUTES)).isCompletedWithValue("done");
    }

    @Test
    void aDerivedFutureMayBeCancelledAlone() {
        CompletableFuture<String> copy = future.copy();
        assertThat(copy.cancel(true)).isTrue();
        assertThat(future).isNotDone();
    }

    @Test
    void waitingOnTheThreadThatWouldCompleteItIsRefused() {
        onStreamThread.set(true);
        assertRefused(future);
    }

    @Test
    void waitingThereForADerivedFutureIsRefusedAsWell() {
        CompletableFuture<Integer> derived =
                future.thenApply(String::length).thenCompose(CompletableFuture::completedFuture);
        onStreamThread.set(true);
        assertRefused(derived);
        assertRefused(future.copy());
        assertRefused(future.orTimeout(1, TimeUnit.MINUTES));
    }

    private static void assertRefused(CompletableFuture<?> future) {
        assertThatIllegalStateException().isThrownBy(future::join).withMessageContaining("re-entrant");
        assertThatIllegalStateException().isThrownBy(future::get).withMessageContaining("thenAccept");
        assertThatIllegalStateException().isThrownBy(() -> future.get(1, TimeUnit.MILLISECONDS));
    }

    @Test
    void askingThereForAResultThatIsKnownIsAllowed() throws Exception {
        future.settle("done");
        onStreamThread.set(true);
        assertThat(future.join()).isEqualTo("done");
        assertThat(future.get()).isEqualTo("done");
        assertThat(future.get(1, TimeUnit.SECONDS)).isEqualTo("done");
        assertThat(future.getNow("not yet")).isEqualTo("done");
    }

    @Test
    void waitingElsewhereWaits() throws Exception {
        CompletableFuture<String> waiter = CompletableFuture.supplyAsync(future::join);
        future.settle("done");
        assertThat(waiter.get(5, TimeUnit.SECONDS)).isEqualTo("done");
    }
}
