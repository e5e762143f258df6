package dev.chasqui.stream;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A future that only its stream completes. It may be shared by several callers, so none of them can complete or cancel it for the others;
 * time-outs apply to a copy.
 */
final class StreamFuture<T> extends GuardedFuture<T> {

    StreamFuture(BooleanSupplier wouldDeadlock) {
        super(wouldDeadlock);
    }

    void settle(T value) {
        super.complete(value);
    }

    void settleExceptionally(Throwable failure) {
        super.completeExceptionally(failure);
    }

    @Override
    public boolean complete(T value) {
        return false;
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return false;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return false;
    }

    @Override
    public CompletableFuture<T> orTimeout(long timeout, TimeUnit unit) {
        return copy().orTimeout(timeout, unit);
    }

    @Override
    public CompletableFuture<T> completeOnTimeout(T value, long timeout, TimeUnit unit) {
        return copy().completeOnTimeout(value, timeout, unit);
    }
}
