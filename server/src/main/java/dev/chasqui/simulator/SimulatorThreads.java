package dev.chasqui.simulator;

import java.util.concurrent.ThreadFactory;

/** Threads with names that say whose they are. None keeps the program alive. */
final class SimulatorThreads {

    private SimulatorThreads() {}

    static ThreadFactory named(String role) {
        return task -> {
            Thread thread = new Thread(task, "chasqui-simulator-" + role);
            thread.setDaemon(true);
            return thread;
        };
    }
}
