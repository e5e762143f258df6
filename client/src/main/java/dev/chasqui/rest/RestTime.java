package dev.chasqui.rest;

import java.time.Duration;
import java.time.Instant;

/** The clocks and the timer of a client, apart so that a test can run on virtual time. Called from any thread. */
public interface RestTime extends AutoCloseable {

    /** A clock that never jumps, in nanoseconds, for differences only. */
    long nanoTime();

    /** The time of day, to understand dates that a server names. */
    Instant wallClock();

    /**
     * Runs the task after a delay, which may be zero, on a thread that the task may block; never within this call.
     *
     * @return prevents the task from running if it has not begun
     */
    Runnable schedule(Duration delay, Runnable task);

    /** Drops what is scheduled and ends the timer's thread; returns at once. Nothing is scheduled afterwards. */
    @Override
    void close();
}
