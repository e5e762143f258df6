package dev.chasqui.stream;

import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * An event loop on virtual time. Tasks run on the thread that calls {@link #run} or {@link #advance}; time moves only there. What other
 * threads submit waits until then.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // Volatile for its readers; the thread that runs it writes.
public final class VirtualLoop implements EventLoop {

    /** The time of day when its other clock shows 0. */
    public static final Instant START = Instant.parse("2026-01-05T14:30:00Z");

    private record Task(long time, long order, Runnable action) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            return time != other.time ? Long.compare(time, other.time) : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private long order;
    private volatile long now;
    private volatile Duration wallOffset = Duration.ZERO;
    private boolean running;
    private boolean shutDown;
    private volatile @Nullable Thread runner;

    @Override
    public synchronized boolean execute(Runnable task) {
        if (shutDown) {
            return false;
        }
        tasks.add(new Task(now, order++, task));
        return true;
    }

    @Override
    public synchronized Timer schedule(Duration delay, Runnable task) {
        Task scheduled = new Task(now + Math.max(0, delay.toNanos()), order++, task);
        tasks.add(scheduled);
        return () -> {
            synchronized (this) {
                tasks.remove(scheduled);
            }
        };
    }

    @Override
    public boolean inLoop() {
        return running && Thread.currentThread() == runner;
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public Instant wallClock() {
        return START.plusNanos(now).plus(wallOffset);
    }

    @Override
    public synchronized void shutdown() {
        shutDown = true;
    }

    /** The time of day in nanoseconds since 1970. */
    long wallNanos() {
        return Timestamps.toEpochNanos(wallClock());
    }

    /** Sets the time of day to a moment; for before a stream begins. */
    void begin(Instant moment) {
        wallOffset = Duration.between(START.plusNanos(now), moment);
    }

    /** Sets the time of day; the other clock does not notice. */
    public void jumpWall(Duration jump) {
        wallOffset = wallOffset.plus(jump);
    }

    /** Nothing runs for a time, as in a stopped process; what was due meanwhile runs at its end. */
    public void stall(Duration time) {
        hold(time);
        run();
    }

    /** The running task takes a time. */
    public void hold(Duration time) {
        now += time.toNanos();
    }

    /** How many tasks wait for their time. */
    public synchronized int waiting() {
        return tasks.size();
    }

    /** Runs what is due now. */
    public void run() {
        advance(Duration.ZERO);
    }

    /** Lets time pass, running each task at its time. */
    public void advance(Duration time) {
        long end = now + time.toNanos();
        runner = Thread.currentThread();
        running = true;
        try {
            for (Task task = nextUntil(end); task != null; task = nextUntil(end)) {
                now = Math.max(now, task.time);
                task.action.run();
            }
            now = Math.max(now, end);
        } finally {
            running = false;
        }
    }

    private synchronized @Nullable Task nextUntil(long end) {
        Task next = tasks.peek();
        return next != null && next.time <= end ? tasks.remove() : null;
    }
}
