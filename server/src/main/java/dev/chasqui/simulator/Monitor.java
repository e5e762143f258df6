package dev.chasqui.simulator;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Guards the simulator's visible state: the event loop changes it, any thread reads it or waits for it. */
final class Monitor {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    <T> T read(Supplier<T> reading) {
        lock.lock();
        try {
            return reading.get();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the search, which runs under the lock, finds something; otherwise throws with what {@code complaint} says. */
    <T> T await(Supplier<@Nullable T> search, Duration limit, Supplier<String> complaint) {
        lock.lock();
        try {
            long remaining = limit.toNanos();
            T found = search.get();
            while (found == null) {
                if (remaining <= 0) {
                    throw new SimulatorException("after " + limit.toMillis() + " ms: " + complaint.get());
                }
                remaining = changed.awaitNanos(remaining);
                found = search.get();
            }
            return found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SimulatorException(
                    "interrupted while waiting up to " + limit.toMillis() + " ms: " + complaint.get(), e);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the condition, which is evaluated under the lock, holds. */
    void awaitTrue(BooleanSupplier condition, Duration limit, Supplier<String> complaint) {
        await(() -> condition.getAsBoolean() ? Boolean.TRUE : null, limit, complaint);
    }
}
