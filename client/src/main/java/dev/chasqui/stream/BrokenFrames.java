package dev.chasqui.stream;

import java.time.Duration;

/** Counts frames that could not be decoded: a few may happen, many at once mean that the connection is of no use. Confined to the loop's thread. */
final class BrokenFrames {

    /** So many within the window are too many. */
    static final int MOST = 5;

    private static final long WINDOW_NANOS = Duration.ofSeconds(10).toNanos();

    private int count;
    private long first;

    /** One more, now. Returns whether that is too many. */
    boolean count(long now) {
        if (count == 0 || now - first > WINDOW_NANOS) {
            count = 0;
            first = now;
        }
        return ++count >= MOST;
    }
}
