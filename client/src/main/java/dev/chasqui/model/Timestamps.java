package dev.chasqui.model;

import java.time.Instant;

/** Nanoseconds since 1970 in a {@code long}, and back to an {@link Instant}. Pure functions. */
public final class Timestamps {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private Timestamps() {}

    /** The instant of a count of nanoseconds since 1970; exact for every {@code long}. */
    public static Instant toInstant(long epochNanos) {
        return Instant.ofEpochSecond(
                Math.floorDiv(epochNanos, NANOS_PER_SECOND), Math.floorMod(epochNanos, NANOS_PER_SECOND));
    }

    /**
     * Nanoseconds since 1970 of an instant.
     *
     * @throws ArithmeticException if the instant lies outside of what a {@code long} of nanoseconds can express (1677 to 2262)
     */
    public static long toEpochNanos(Instant instant) {
        return ofEpochSecond(instant.getEpochSecond(), instant.getNano());
    }

    /**
     * Nanoseconds since 1970 of seconds since 1970 and nanoseconds within the second (0 to 999,999,999).
     *
     * @throws ArithmeticException if the time lies outside of what a {@code long} of nanoseconds can express (1677 to 2262)
     */
    public static long ofEpochSecond(long seconds, int nanos) {
        if (seconds < 0 && nanos > 0) {
            // One second up, so that the product does not overflow where the sum would still fit.
            return Math.addExact(Math.multiplyExact(seconds + 1, NANOS_PER_SECOND), nanos - NANOS_PER_SECOND);
        }
        return Math.addExact(Math.multiplyExact(seconds, NANOS_PER_SECOND), nanos);
    }
}
