package dev.chasqui.rest;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often a request is sent again that failed in a way that may pass: status 429, 500, 502, 503 and 504, a connection that failed or was
 * cut, an answer that did not come in time or cannot be read. Nothing else is ever sent again. Immutable.
 *
 * <p>The delay before retry n lies at random between half of {@code min(initialDelay × 2^(n−1), maxDelay)} and the whole of it. What a
 * server asks to wait comes first.
 *
 * @param maxRetries after the first attempt, 0 to 100; 5 by default
 * @param initialDelay before the first retry, 1 ms to 10 minutes; 500 ms by default, and at least 2 s after status 429
 * @param maxDelay never more than this, {@code initialDelay} to 1 hour; 30 s by default
 */
public record RetryPolicy(int maxRetries, Duration initialDelay, Duration maxDelay) {

    private static final int LARGEST_RETRIES = 100;
    private static final int LARGEST_SHIFT = 40;
    private static final Duration LONGEST_INITIAL = Duration.ofMinutes(10);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration RATE_LIMITED_DELAY = Duration.ofSeconds(2);

    // Behind the limits, which its constructor reads.
    /** No retries: every failure is told at once. */
    public static final RetryPolicy NONE = new RetryPolicy(0, Duration.ofMillis(500), Duration.ofSeconds(30));

    /** Checks the ranges. */
    public RetryPolicy {
        if (maxRetries < 0 || maxRetries > LARGEST_RETRIES) {
            throw new IllegalArgumentException("maxRetries must be 0 to " + LARGEST_RETRIES + ", not " + maxRetries);
        }
        requireBetween("initialDelay", initialDelay, Duration.ofMillis(1), LONGEST_INITIAL);
        requireBetween("maxDelay", maxDelay, initialDelay, LONGEST);
    }

    /** The defaults above. */
    public static RetryPolicy defaults() {
        return new RetryPolicy(5, Duration.ofMillis(500), Duration.ofSeconds(30));
    }

    private static void requireBetween(String name, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + ", not " + value);
        }
    }

    /** The delay before a retry, the first of which is 1. */
    Duration delay(int retry, boolean rateLimited, RandomGenerator random) {
        Duration first =
                rateLimited && initialDelay.compareTo(RATE_LIMITED_DELAY) < 0 ? RATE_LIMITED_DELAY : initialDelay;
        double whole = Math.min(
                first.toNanos() * (double) (1L << Math.min(retry - 1, LARGEST_SHIFT)), (double) maxDelay.toNanos());
        return Duration.ofNanos((long) (whole * (0.5 + 0.5 * random.nextDouble())));
    }
}
