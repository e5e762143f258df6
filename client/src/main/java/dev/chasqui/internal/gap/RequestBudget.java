package dev.chasqui.internal.gap;

import java.time.Duration;
import java.util.ArrayDeque;

/** Allows so many requests in any minute. Confined to the event loop. */
final class RequestBudget {

    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final int perMinute;
    private final ArrayDeque<Long> lastMinute = new ArrayDeque<>();

    RequestBudget(int perMinute) {
        this.perMinute = perMinute;
    }

    /** Takes a request and returns 0, or returns how many nanoseconds to wait before asking again. */
    long take(long now) {
        while (!lastMinute.isEmpty() && now - lastMinute.getFirst() >= MINUTE_NANOS) {
            lastMinute.removeFirst();
        }
        if (lastMinute.size() >= perMinute) {
            return MINUTE_NANOS - (now - lastMinute.getFirst());
        }
        lastMinute.add(now);
        return 0;
    }
}
