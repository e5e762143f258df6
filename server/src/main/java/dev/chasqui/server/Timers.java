package dev.chasqui.server;

import java.time.Duration;

/** Runs tasks later, on the thread that drives the sessions. */
public interface Timers {

    /** A task that was scheduled. */
    interface Timer {
        /** Makes sure that the task will not run, unless it has. */
        void cancel();
    }

    /** Runs a task once, not before {@code delay} has passed. */
    Timer schedule(Duration delay, Runnable task);
}
