package dev.chasqui.internal.dispatch;

import dev.chasqui.model.MarketEvent;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way to one lane, taken over together so that its lock is taken once for all of them. Of the connection's thread alone, but
 * for {@link #waiting()}.
 */
final class Frame {

    /** Many enough to spread the cost of a lock, few enough that the first of them does not wait long for the last. */
    private static final int CAPACITY = 64;

    final @Nullable MarketEvent[] events = new MarketEvent[CAPACITY];
    final Origin[] origins = new Origin[CAPACITY];
    final long[] sizes = new long[CAPACITY];
    private int count;
    private int next;
    private long bytes;
    private final AtomicInteger waiting = new AtomicInteger();

    Frame() {
        Arrays.fill(origins, Origin.LIVE);
    }

    void add(MarketEvent event, int encodedBytes, Origin origin) {
        events[count] = event;
        sizes[count] = encodedBytes;
        origins[count] = origin;
        bytes += encodedBytes;
        count++;
        waiting.lazySet(count);
    }

    boolean isEmpty() {
        return next == count;
    }

    boolean isFull() {
        return count == CAPACITY;
    }

    /** The place of the oldest message that the lane has not taken over. */
    int next() {
        return next;
    }

    /** The place behind the newest message. */
    int end() {
        return count;
    }

    /** The oldest message that the lane has not taken over. */
    Message message(Lane lane) {
        MarketEvent event = events[next];
        if (event == null) {
            throw new IllegalStateException("the frame is empty");
        }
        return new Message(lane, event, sizes[next], origins[next]);
    }

    /** Encoded bytes of all that the lane has not taken over. */
    long bytes() {
        return bytes;
    }

    /** The lane has taken over the oldest one. Under its lock. */
    void advance() {
        bytes -= sizes[next];
        next++;
        waiting.lazySet(count - next);
    }

    /** The lane has taken over all of it. Under its lock. */
    void clear() {
        Arrays.fill(events, 0, count, null);
        count = 0;
        next = 0;
        bytes = 0;
        waiting.lazySet(0);
    }

    /** How many messages the lane has not taken over; exact for any thread that holds its lock while nothing is added. */
    int waiting() {
        return waiting.get();
    }
}
