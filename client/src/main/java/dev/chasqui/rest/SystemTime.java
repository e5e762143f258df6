package dev.chasqui.rest;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The clocks of the machine, and a timer that hands its tasks to a pool, since they may block. */
final class SystemTime implements RestTime {

    private final ScheduledThreadPoolExecutor timer;
    private final Executor pool;

    SystemTime(Workers workers) {
        timer = workers.timer();
        pool = workers.pool();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Instant wallClock() {
        return Instant.now();
    }

    @Override
    public Runnable schedule(Duration delay, Runnable task) {
        try {
            Future<?> scheduled = timer.schedule(() -> handOver(task), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        } catch (RejectedExecutionException closed) {
            return () -> {};
        }
    }

    private void handOver(Runnable task) {
        try {
            pool.execute(task);
        } catch (RejectedExecutionException closed) {
            // Whoever waits for the task was told when the client was closed.
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
