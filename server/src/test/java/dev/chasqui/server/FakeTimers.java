package dev.chasqui.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Time that passes when a test says so. */
final class FakeTimers implements Timers {

    private record Scheduled(long dueNanos, long order, Runnable task) {}

    private final List<Scheduled> scheduled = new ArrayList<>();
    private long nowNanos;
    private long entered;

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        Scheduled entry = new Scheduled(nowNanos + delay.toNanos(), entered++, task);
        scheduled.add(entry);
        return () -> scheduled.remove(entry);
    }

    void advance(Duration time) {
        long end = nowNanos + time.toNanos();
        Scheduled next = earliest();
        while (next != null && next.dueNanos() <= end) {
            scheduled.remove(next);
            nowNanos = next.dueNanos();
            next.task().run();
            next = earliest();
        }
        nowNanos = end;
    }

    @Nullable
    Scheduled earliest() {
        return scheduled.stream()
                .min(Comparator.comparingLong(Scheduled::dueNanos).thenComparingLong(Scheduled::order))
                .orElse(null);
    }

    int pending() {
        return scheduled.size();
    }
}
