package dev.chasqui.server;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Keeps the steps of a session in order while one of them takes its time. Confined to the thread that drives the sessions. */
final class AnswerQueue {

    private final Timers timers;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean paused;

    AnswerQueue(Timers timers) {
        this.timers = timers;
    }

    /** How many steps wait. */
    int size() {
        return waiting.size();
    }

    /** Runs a step after those before it. */
    void then(Runnable step) {
        waiting.add(step);
        runWaiting();
    }

    /** Within a step: runs the rest of it after a time, and no other step before that. */
    void pause(Duration delay, Runnable rest) {
        paused = true;
        timers.schedule(delay, () -> {
            paused = false;
            rest.run();
            runWaiting();
        });
    }

    private void runWaiting() {
        while (!paused && !waiting.isEmpty()) {
            waiting.poll().run();
        }
    }
}
