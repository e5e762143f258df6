package dev.chasqui.internal.gap;

import dev.chasqui.model.MarketEvent;
import java.time.Duration;

/**
 * How far the times of live messages are from our time of day: the sender's clock may be ahead of ours, and messages may come late. What
 * history is asked for is widened by that. Confined to the event loop; costs a comparison per message.
 */
final class Skew {

    /** A message further ahead than this has a wrong time and says nothing of clocks. */
    private static final long MOST_NANOS = Duration.ofSeconds(60).toNanos();

    private final long delayNanos;
    private long newest = MarketEvent.NO_TIMESTAMP;
    private long ahead;

    Skew(Duration delay) {
        delayNanos = delay.toNanos();
    }

    void message(long time) {
        if (time > newest) {
            newest = time;
        }
    }

    /** What was read until now came at this time of day, in nanoseconds since 1970. */
    void cameAt(long wall) {
        long difference = newest - (wall - delayNanos);
        if (newest == MarketEvent.NO_TIMESTAMP || difference < 0) {
            return;
        }
        if (difference > MOST_NANOS) {
            newest = MarketEvent.NO_TIMESTAMP;
        } else {
            ahead = Math.max(ahead, difference);
        }
    }

    /** By how much the sender's clock was ahead at most. */
    long aheadNanos() {
        return ahead;
    }

    /** By how much the newest message was behind this time of day; nothing if none has come. */
    long lagNanos(long wall) {
        if (newest == MarketEvent.NO_TIMESTAMP) {
            return 0;
        }
        return Math.max(0, Math.min(MOST_NANOS, wall - delayNanos - newest));
    }
}
