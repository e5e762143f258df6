package dev.chasqui.acceptance.proxy;

import java.time.Duration;

/** Something that happens to the bytes of a connection, for as long as it is not removed. Several act together. */
public sealed interface Toxic {

    /** Bytes arrive in order, but so much later. */
    static Toxic latency(Duration delay) {
        return new Latency(delay, Duration.ZERO, 0);
    }

    /** Bytes arrive in order, but later by {@code delay}, more or less by up to {@code jitter}. */
    static Toxic latency(Duration delay, Duration jitter, long seed) {
        return new Latency(delay, jitter, seed);
    }

    /** So many bytes a second on each connection. */
    static Toxic bandwidth(long bytesPerSecond) {
        return new Bandwidth(bytesPerSecond);
    }

    /** Bytes are written so many at a time. */
    static Toxic slices(int bytes) {
        return new Slices(bytes, Duration.ZERO);
    }

    /** Bytes are written so many at a time, with a pause after each piece. */
    static Toxic slices(int bytes, Duration pause) {
        return new Slices(bytes, pause);
    }

    /** A connection ends after so many bytes, counted from its beginning. */
    static Toxic limit(long bytes, Ending ending) {
        return new Limit(bytes, ending);
    }

    /** Bytes vanish; the ends of streams pass. A way that has lost a byte stays mute, even after removal: there is no stream with a hole. */
    static Toxic blackhole() {
        return new Blackhole(false);
    }

    /** Bytes and ends of streams vanish: one side is gone, and the other does not learn it until this is removed. */
    static Toxic partition() {
        return new Blackhole(true);
    }

    /** Bytes vanish, and the connection ends after a time. */
    static Toxic timeout(Duration time, Ending ending) {
        return new Timeout(time, ending);
    }

    /** Nothing moves; bytes wait and come when this is removed. Beyond what the proxy holds, the sender's window closes. */
    static Toxic stall() {
        return new Stall();
    }

    /** See {@link #latency(Duration, Duration, long)}. */
    record Latency(Duration delay, Duration jitter, long seed) implements Toxic {}

    /** See {@link #bandwidth}. */
    record Bandwidth(long bytesPerSecond) implements Toxic {
        /** Checks the range. */
        public Bandwidth {
            requirePositive(bytesPerSecond);
        }
    }

    /** See {@link #slices(int, Duration)}. */
    record Slices(int bytes, Duration pause) implements Toxic {
        /** Checks the range. */
        public Slices {
            requirePositive(bytes);
        }
    }

    /** See {@link #limit}. */
    record Limit(long bytes, Ending ending) implements Toxic {}

    /** See {@link #blackhole()} and {@link #partition()}. */
    record Blackhole(boolean endsToo) implements Toxic {}

    /** See {@link #timeout}. */
    record Timeout(Duration time, Ending ending) implements Toxic {}

    /** See {@link #stall}. */
    record Stall() implements Toxic {}

    private static void requirePositive(long value) {
        if (value < 1) {
            throw new IllegalArgumentException("must be at least 1, not " + value);
        }
    }
}
