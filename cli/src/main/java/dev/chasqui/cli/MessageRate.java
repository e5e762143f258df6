package dev.chasqui.cli;

/** Messages per second over the last second or two. Confined to one thread. */
final class MessageRate {

    private static final long WINDOW_NANOS = 1_000_000_000L;

    private long windowStartNanos;
    private long windowStartCount;
    private double perSecond;

    MessageRate(long count, long nowNanos) {
        windowStartCount = count;
        windowStartNanos = nowNanos;
    }

    /** The rate, given how many messages there were until now in all. */
    double update(long count, long nowNanos) {
        long elapsed = nowNanos - windowStartNanos;
        if (elapsed >= WINDOW_NANOS) {
            perSecond = (double) (count - windowStartCount) * WINDOW_NANOS / elapsed;
            windowStartNanos = nowNanos;
            windowStartCount = count;
        }
        return perSecond;
    }
}
