package dev.chasqui.internal.transport;

import java.time.Duration;
import java.time.Instant;

/** The one thread that owns a connection and its logic, with its clocks. Submitting is safe from any thread. */
public interface EventLoop {

    /** Runs the task on the thread, soon and in order of submission. Returns false, and drops it, if the loop has been shut down. */
    boolean execute(Runnable task);

    /** Runs the task on the thread after a delay, unless cancelled before. Call it on the thread. */
    Timer schedule(Duration delay, Runnable task);

    /** Whether the caller is on the thread. */
    boolean inLoop();

    /** A clock that never jumps, in nanoseconds, for differences only. */
    long nanoTime();

    /** The time of day. */
    Instant wallClock();

    /** Ends the thread once its tasks of now have run. Returns at once. */
    void shutdown();

    /** A task that waits for its time. */
    interface Timer {
        /** Prevents the task from running if it has not begun. Call it on the loop's thread. */
        void cancel();
    }
}
