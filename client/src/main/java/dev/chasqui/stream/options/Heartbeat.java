package dev.chasqui.stream.options;

import java.time.Duration;

/**
 * How a dead connection is noticed: after {@code interval} without any byte from the server a ping is sent, and after {@code timeout}
 * without any byte in answer the connection is dead. Pings of the server are answered at once regardless.
 *
 * <p>A process that did not run for more than two intervals, and two seconds at least, gives its connection up at once. After a jump of the
 * time of day a ping is sent at once.
 *
 * @param interval 10 ms to 1 hour; 30 s by default
 * @param timeout 10 ms to 1 hour; 5 s by default
 */
public record Heartbeat(Duration interval, Duration timeout) {

    /** Interval by default. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(30);
    /** Timeout by default. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration MIN = Duration.ofMillis(10);
    private static final Duration MAX = Duration.ofHours(1);

    /** Checks the ranges. */
    public Heartbeat {
        Durations.requireBetween("heartbeat interval", interval, MIN, MAX);
        Durations.requireBetween("heartbeat timeout", timeout, MIN, MAX);
    }

    /** A ping after 30 s of silence, dead 5 s later. */
    public static Heartbeat defaults() {
        return new Heartbeat(DEFAULT_INTERVAL, DEFAULT_TIMEOUT);
    }
}
