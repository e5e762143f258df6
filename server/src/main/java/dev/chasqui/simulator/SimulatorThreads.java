package dev.chasqui.simulator;

import java.util.concurrent.ThreadFactory;

/** Threads with names that say whose they are. None keeps the program alive. */
final class SimulatorThreads {

    private static final long JOIN_MILLIS = 5_000;

    private SimulatorThreads() {}

    static ThreadFactory named(String role) {
        return task -> {
            Thread thread = new Thread(task, "chasqui-simulator-" + role);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Waits for a thread to end, a bounded time. */
    static void join(Thread thread) {
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
