package dev.chasqui.stream;

import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.stream.Timers.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Watches the clocks themselves: each second it compares how far the time of day and the clock that never jumps have moved, and how late
 * its own timer is. The first tells of a clock that was set, or of a sleep in which the other clock stood still too; the second of a
 * process that did not run. Confined to the loop's thread.
 */
final class ClockWatch {

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration LARGEST_DRIFT = Duration.ofSeconds(2);
    /** Below this no process counts as having stood still, however short its heartbeat. */
    private static final Duration SHORTEST_STALL = Duration.ofSeconds(2);

    /** The two clocks are read one after the other; further apart than this, the process was interrupted in between. */
    private static final long TOGETHER_NANOS = Duration.ofMillis(50).toNanos();

    private static final int READINGS = 5;

    /** What the watch tells, on the loop's thread. */
    interface Listener {
        /** The time of day jumped by more than two seconds; negative if it was set back. */
        void jumped(Duration jump);

        /** The process did not run between two moments of the clock that never jumps. */
        void stalled(Duration jump, long fromNanos, long toNanos);
    }

    private final EventLoop loop;
    private final Timers timers;
    private final LongSupplier heldUpNanos;
    private final long stallNanos;
    private final Listener listener;

    private long lastNanos;
    private Instant lastWall = Instant.EPOCH;
    private long lastHeldUp;

    /**
     * A watch, not yet begun.
     *
     * @param heldUpNanos how long user code has held up the loop so far, which is no standstill of the process
     * @param stall a timer that is later than this shows that the process stood still
     */
    ClockWatch(EventLoop loop, Timers timers, LongSupplier heldUpNanos, Duration stall, Listener listener) {
        this.loop = loop;
        this.timers = timers;
        this.heldUpNanos = heldUpNanos;
        this.stallNanos = Math.max(stall.toNanos(), SHORTEST_STALL.toNanos());
        this.listener = listener;
    }

    void begin() {
        read();
        timers.start(Purpose.CLOCK, TICK, this::look);
    }

    private void look() {
        long beforeNanos = lastNanos;
        Instant beforeWall = lastWall;
        long beforeHeldUp = lastHeldUp;
        begin();
        long moved = lastNanos - beforeNanos;
        Duration jump = Duration.between(beforeWall, lastWall).minusNanos(moved);
        long stood = moved - TICK.toNanos() - (lastHeldUp - beforeHeldUp);
        if (stood > stallNanos) {
            listener.stalled(jump, lastNanos - stood, lastNanos);
        } else if (jump.abs().compareTo(LARGEST_DRIFT) > 0) {
            listener.jumped(jump);
        }
    }

    private void read() {
        for (int i = 0; i < READINGS; i++) {
            lastNanos = loop.nanoTime();
            lastWall = loop.wallClock();
            if (loop.nanoTime() - lastNanos < TOGETHER_NANOS) {
                break;
            }
        }
        lastHeldUp = heldUpNanos.getAsLong();
    }
}
