package dev.chasqui.rest;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of one client, all of them daemons of one group: as many as there is work, since callbacks of users may block, and none
 * while there is none.
 */
final class Workers implements AutoCloseable {

    private static final String NAME = "chasqui-rest";
    private static final long IDLE_SECONDS = 5;

    private final ThreadGroup group = new ThreadGroup(NAME);
    private final AtomicInteger count = new AtomicInteger();
    private final ExecutorService pool = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory());

    private ThreadFactory factory() {
        return this::thread;
    }

    /** A daemon thread of the group, not yet started. Threads that it makes belong to the group as well. */
    Thread thread(Runnable task) {
        Thread thread = new Thread(group, task, NAME + "-" + count.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    ExecutorService pool() {
        return pool;
    }

    /** A timer of one thread, which ends when nothing is scheduled for a while. */
    ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, factory());
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /** Interrupts every thread of the group but the caller's, and starts no more. */
    @Override
    public void close() {
        pool.shutdown();
        Thread[] threads = new Thread[2 * group.activeCount() + 8];
        int alive = group.enumerate(threads);
        for (int i = 0; i < alive; i++) {
            if (threads[i] != Thread.currentThread()) {
                threads[i].interrupt();
            }
        }
    }
}
