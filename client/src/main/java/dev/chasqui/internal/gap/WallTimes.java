package dev.chasqui.internal.gap;

import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The time of day at moments of the clock that never jumps. The time of day may be set, and the other clock may stand still in a sleep: for a
 * moment before such a jump there are two answers, and an interval takes the one that makes it wider.
 */
final class WallTimes {

    /** So far two clocks may drift apart, and back, without one of them having been set. */
    static final long SAME_NANOS = Duration.ofMillis(10).toNanos();

    private static final int MAX_STRETCHES = 64;

    /** Two clocks read further apart than this were interrupted in between. */
    private static final long TOGETHER_NANOS = Duration.ofMillis(5).toNanos();

    private static final int READINGS = 5;

    /** A time in which the two clocks moved together: by how much the one was ahead of the other, at least and at most. */
    private record Stretch(long since, long least, long most) {
        Stretch with(long offset) {
            return new Stretch(since, Math.min(least, offset), Math.max(most, offset));
        }
    }

    private final EventLoop loop;
    private final List<Stretch> stretches = new ArrayList<>();

    WallTimes(EventLoop loop) {
        this.loop = loop;
        sample();
    }

    /** Compares the clocks. The more often, the less an interval is widened for a jump that lies before it. */
    void sample() {
        long nanos = 0;
        Instant wall = Instant.EPOCH;
        for (int i = 0; i < READINGS; i++) {
            nanos = loop.nanoTime();
            wall = loop.wallClock();
            if (loop.nanoTime() - nanos < TOGETHER_NANOS) {
                break;
            }
        }
        add(nanos, Timestamps.toEpochNanos(wall) - nanos);
    }

    private void add(long nanos, long offset) {
        int last = stretches.size() - 1;
        if (last >= 0) {
            Stretch wider = stretches.get(last).with(offset);
            if (wider.most - wider.least <= SAME_NANOS) {
                stretches.set(last, wider);
                return;
            }
        }
        stretches.add(new Stretch(nanos, offset, offset));
        if (stretches.size() > MAX_STRETCHES) {
            Stretch oldest = stretches.remove(0);
            Stretch second = stretches.get(0);
            stretches.set(
                    0,
                    new Stretch(oldest.since, oldest.least, oldest.most)
                            .with(second.least)
                            .with(second.most));
        }
    }

    /** The earliest that the time of day may have been at this moment, in nanoseconds since 1970. */
    long earliest(long nanos) {
        long least = Long.MAX_VALUE;
        for (int i = inForce(nanos); i < stretches.size(); i++) {
            least = Math.min(least, stretches.get(i).least);
        }
        return nanos + least;
    }

    /** The latest that it may have been. */
    long latest(long nanos) {
        long most = Long.MIN_VALUE;
        for (int i = inForce(nanos); i < stretches.size(); i++) {
            most = Math.max(most, stretches.get(i).most);
        }
        return nanos + most;
    }

    /** The last stretch that was seen before this moment. One seen first at this very moment may have begun after it. */
    private int inForce(long nanos) {
        int i = stretches.size() - 1;
        while (i > 0 && stretches.get(i).since - nanos >= 0) {
            i--;
        }
        return i;
    }
}
