package dev.chasqui.internal.gap;

import java.time.Duration;

/** Requests that may be made: so many a minute, a quarter of them at once. Confined to the loop's thread. */
final class RequestBucket {

    private static final double NANOS_PER_MINUTE = 60e9;

    private final double perNano;
    private final double capacity;
    private double tokens;
    private long filledAt;

    RequestBucket(int perMinute, long now) {
        perNano = perMinute / NANOS_PER_MINUTE;
        capacity = Math.max(1, perMinute / 4.0);
        tokens = capacity;
        filledAt = now;
    }

    /** Takes a token; returns how long to wait for it, zero if it was there. A wait takes nothing: ask again after it. */
    Duration take(long now) {
        tokens = Math.min(capacity, tokens + (now - filledAt) * perNano);
        filledAt = now;
        if (tokens >= 1) {
            tokens--;
            return Duration.ZERO;
        }
        return Duration.ofNanos((long) Math.ceil((1 - tokens) / perNano) + 1);
    }
}
