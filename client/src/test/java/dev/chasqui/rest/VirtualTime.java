package dev.chasqui.rest;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;

/** Time that moves only when told. Tasks run on the thread that moves it. */
final class VirtualTime implements RestTime {

    static final Instant START = Instant.parse("2026-01-05T14:30:00Z");

    private record Task(long time, long order, Runnable action) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            return time != other.time ? Long.compare(time, other.time) : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private long order;
    private long now;

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public Instant wallClock() {
        return START.plusNanos(now);
    }

    @Override
    public Runnable schedule(Duration delay, Runnable task) {
        Task scheduled = new Task(now + delay.toNanos(), order++, task);
        tasks.add(scheduled);
        return () -> tasks.remove(scheduled);
    }

    @Override
    public void close() {
        tasks.clear();
    }

    /** How many tasks wait. */
    int waiting() {
        return tasks.size();
    }

    /** Since the beginning. */
    Duration elapsed() {
        return Duration.ofNanos(now);
    }

    /** Lets time pass, running each task at its time. */
    void advance(Duration time) {
        long end = now + time.toNanos();
        for (Task next = tasks.peek(); next != null && next.time <= end; next = tasks.peek()) {
            tasks.remove();
            now = next.time;
            next.action.run();
        }
        now = end;
    }
}
