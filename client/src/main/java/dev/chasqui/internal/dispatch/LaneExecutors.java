package dev.chasqui.internal.dispatch;

import dev.chasqui.stream.options.DispatchOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Where the drains run: on the user's executor, which is never shut down here, or on a daemon thread per lane that begins when needed. */
final class LaneExecutors {

    private final List<ExecutorService> own = new ArrayList<>();
    private final List<Executor> byLane = new ArrayList<>();

    LaneExecutors(DispatchOptions options, int lanes, String threadName) {
        for (int i = 0; i < lanes; i++) {
            Executor users = options.executor();
            byLane.add(users != null ? users : newThread(lanes == 1 ? threadName : threadName + "-" + (i + 1)));
        }
    }

    Executor get(int lane) {
        return byLane.get(lane);
    }

    /** Threads end as soon as they have nothing under way. */
    void close() {
        own.forEach(ExecutorService::shutdown);
    }

    /** Whether the threads ended in time. */
    boolean awaitEnd(long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + Math.max(0, nanos);
        for (ExecutorService each : own) {
            if (!each.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return false;
            }
        }
        return true;
    }

    private Executor newThread(String name) {
        ExecutorService thread =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread created = new Thread(task, name);
                    created.setDaemon(true);
                    return created;
                });
        own.add(thread);
        return thread;
    }
}
