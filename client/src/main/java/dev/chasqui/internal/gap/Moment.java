package dev.chasqui.internal.gap;

import dev.chasqui.internal.transport.EventLoop;
import java.time.Instant;

/**
 * A moment by both clocks: the time of day, which may be set while a gap is open, and the clock that never jumps, which may stand still
 * while the machine sleeps.
 *
 * @param wall the time of day when it was captured
 * @param nanos the loop's clock
 */
public record Moment(Instant wall, long nanos) {

    /** This moment. */
    public static Moment now(EventLoop loop) {
        return new Moment(loop.wallClock(), loop.nanoTime());
    }

    /** A moment of the past, known by the clock that never jumps. */
    public static Moment at(EventLoop loop, long nanos) {
        return new Moment(wallOf(loop, nanos), nanos);
    }

    /** The earlier of what the time of day was then and what it must have been by the clocks of now. */
    Instant earliest(EventLoop loop) {
        Instant anchored = wallOf(loop, nanos);
        return anchored.isBefore(wall) ? anchored : wall;
    }

    /** The later of what the time of day was then and what it must have been by the clocks of now. */
    Instant latest(EventLoop loop) {
        Instant anchored = wallOf(loop, nanos);
        return anchored.isAfter(wall) ? anchored : wall;
    }

    private static Instant wallOf(EventLoop loop, long nanos) {
        return loop.wallClock().minusNanos(loop.nanoTime() - nanos);
    }
}
