package dev.chasqui.stream;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * A future that refuses to be waited for where waiting could never end: on the very thread whose work completes it. Futures derived from it
 * refuse as well.
 */
class GuardedFuture<T> extends CompletableFuture<T> {

    private final BooleanSupplier wouldDeadlock;

    GuardedFuture(BooleanSupplier wouldDeadlock) {
        this.wouldDeadlock = wouldDeadlock;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new GuardedFuture<>(wouldDeadlock);
    }

    @Override
    public T join() {
        check();
        return super.join();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        check();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        check();
        return super.get(timeout, unit);
    }

    private void check() {
        if (!isDone() && wouldDeadlock.getAsBoolean()) {
            throw new IllegalStateException(
                    "re-entrant blocking call: a handler or listener of this stream must not wait for the stream; use thenAccept or whenComplete");
        }
    }
}
