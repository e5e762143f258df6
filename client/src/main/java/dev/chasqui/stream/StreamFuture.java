package dev.chasqui.stream;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A future that only its stream completes. It may be shared by several callers, so none of them can complete or cancel it for the others;
 * time-outs and results of others apply to a copy.
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
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        return copy().completeAsync(supplier, executor);
    }

    @Override
    public void obtrudeValue(T value) {
        throw onlyTheStream();
    }

    @Override
    public void obtrudeException(Throwable failure) {
        throw onlyTheStream();
    }

    private static UnsupportedOperationException onlyTheStream() {
        return new UnsupportedOperationException("only its stream completes this future; use a copy()");
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
