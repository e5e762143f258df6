package dev.chasqui.acceptance.figures;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures how late this machine is at waking a thread that has nothing to do: what no program can be blamed for. Safe for use by many
 * threads.
 */
final class Hiccups implements AutoCloseable {

    private static final long STEP_NANOS = Duration.ofMillis(1).toNanos();

    private final Thread sampler = new Thread(this::sample, "chasqui-hiccups");
    private volatile boolean closed;
    private volatile long worst;

    private Hiccups() {
        sampler.setDaemon(true);
    }

    static Hiccups begin() {
        Hiccups hiccups = new Hiccups();
        hiccups.sampler.start();
        return hiccups;
    }

    /** The latest so far, in milliseconds. */
    double worstMillis() {
        return worst / 1e6;
    }

    private void sample() {
        long last = System.nanoTime();
        while (!closed) {
            LockSupport.parkNanos(STEP_NANOS);
            long now = System.nanoTime();
            worst = Math.max(worst, now - last - STEP_NANOS);
            last = now;
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(sampler);
        try {
            sampler.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
