package dev.chasqui.internal.dispatch;

import dev.chasqui.model.MarketEvent;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Messages that the drain took at once. It claims them one by one, so that the end of the dispatcher can still take the rest away. */
final class Batch {

    static final int NONE = -1;
    private static final int SEALED = -1;

    private final @Nullable MarketEvent[] events;
    private final Origin[] origins;
    private final long[] sizes;
    private final AtomicInteger claimed = new AtomicInteger();
    private int size;

    Batch(int capacity) {
        events = new MarketEvent[capacity];
        origins = new Origin[capacity];
        sizes = new long[capacity];
    }

    int capacity() {
        return events.length;
    }

    /** Takes messages over from arrays, when all before them have been claimed. Under the lane's lock. */
    void fill(@Nullable MarketEvent[] fromEvents, Origin[] fromOrigins, long[] fromSizes, int from, int count) {
        System.arraycopy(fromEvents, from, events, 0, count);
        System.arraycopy(fromOrigins, from, origins, 0, count);
        System.arraycopy(fromSizes, from, sizes, 0, count);
        size = count;
        claimed.set(0);
    }

    /** The place of the next message, for the drain alone, which must {@link #take} it; {@link #NONE} at the end. */
    int claim() {
        int next = claimed.get();
        return next == SEALED || next == size || !claimed.compareAndSet(next, next + 1) ? NONE : next;
    }

    /** The claimed message, which is here no longer. */
    MarketEvent take(int place) {
        MarketEvent event = events[place];
        events[place] = null;
        if (event == null) {
            throw new IllegalStateException("taken twice");
        }
        return event;
    }

    Origin origin(int place) {
        return origins[place];
    }

    long bytes(int place) {
        return sizes[place];
    }

    /** Takes away what has not been claimed, and says how many that were. Under the lane's lock. */
    int seal() {
        int next = claimed.getAndSet(SEALED);
        if (next == SEALED) {
            return 0;
        }
        Arrays.fill(events, next, size, null);
        return size - next;
    }
}
