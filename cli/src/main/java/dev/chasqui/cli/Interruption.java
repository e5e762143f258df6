package dev.chasqui.cli;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The way from a signal to a running command and back: the signal's thread requests the end and waits until the command has put
 * everything in order. Safe for use by many threads.
 */
final class Interruption {

    private final CompletableFuture<Void> requested = new CompletableFuture<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);

    /** Asks the command to end. */
    void request() {
        asked.countDown();
        requested.complete(null);
    }

    /** Completes when the end is asked for. */
    CompletableFuture<Void> requested() {
        return requested.copy();
    }

    /** Waits for {@link #request()}; false if it has not come within the limit. */
    boolean await(Duration limit) throws InterruptedException {
        return asked.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The command has ended. */
    void finish() {
        finished.countDown();
    }

    /** Waits for {@link #finish()}; false if it has not come within the limit. */
    boolean awaitFinish(Duration limit) throws InterruptedException {
        return finished.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
