package dev.chasqui.internal.dispatch;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait in a lane, in order: a ring of slots that are used again and again, so that waiting costs no memory of its own.
 * Guarded by the lock of the lane.
 *
 * <p>A message has the number of its slot, counted without end. One that leaves before its turn leaves a hole; when the ring is full, holes are
 * closed or the ring grows, and numbers change. A slot keeps no message beyond its stay. What only a full lane asks for, the oldest message
 * of a channel and the newest of a symbol, is looked up by an {@linkplain WaitingIndex index} that exists from the first question until
 * {@link #forgetIndex()}, so that a lane that never fills up pays nothing.
 */
final class Waiting {

    static final long NONE = -1;
    private static final int SMALLEST = 256;

    private @Nullable MarketEvent[] events = new MarketEvent[SMALLEST];
    private Origin[] origins = live(SMALLEST);
    private long[] sizes = new long[SMALLEST];
    private long head;
    private long tail;
    private int size;
    private @Nullable WaitingIndex index;

    private static Origin[] live(int capacity) {
        Origin[] all = new Origin[capacity];
        Arrays.fill(all, Origin.LIVE);
        return all;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    // --- coming ---

    void add(MarketEvent event, long bytes, Origin origin) {
        reserve(1);
        long number = tail++;
        int slot = slot(number);
        events[slot] = event;
        origins[slot] = origin;
        sizes[slot] = bytes;
        size++;
        if (index != null) {
            // Last, since the index may ask whether it waits.
            index.added(event, number);
        }
    }

    /** Adds all that is left of a frame. */
    void addAll(Frame frame) {
        int count = frame.end() - frame.next();
        if (index != null) {
            for (int i = frame.next(); i < frame.end(); i++) {
                add(present(frame.events[i]), frame.sizes[i], frame.origins[i]);
            }
            return;
        }
        reserve(count);
        int first = Math.min(count, events.length - slot(tail));
        copy(frame, frame.next(), first);
        copy(frame, frame.next() + first, count - first);
    }

    // Arrays are copied as a whole, since a collector that marks cards does so for each reference that is stored alone.
    private void copy(Frame frame, int from, int count) {
        int slot = slot(tail);
        System.arraycopy(frame.events, from, events, slot, count);
        System.arraycopy(frame.origins, from, origins, slot, count);
        System.arraycopy(frame.sizes, from, sizes, slot, count);
        tail += count;
        size += count;
    }

    private void reserve(int more) {
        if (tail - head + more > events.length) {
            rebuild(size + more > events.length / 4 * 3 ? 2 * events.length : events.length);
        }
    }

    private void rebuild(int capacity) {
        @Nullable MarketEvent[] newEvents = new MarketEvent[capacity];
        Origin[] newOrigins = live(capacity);
        long[] newSizes = new long[capacity];
        int count = 0;
        for (long number = head; number < tail; number++) {
            int slot = slot(number);
            if (events[slot] != null) {
                newEvents[count] = events[slot];
                newOrigins[count] = origins[slot];
                newSizes[count++] = sizes[slot];
            }
        }
        events = newEvents;
        origins = newOrigins;
        sizes = newSizes;
        head = 0;
        tail = count;
        index = null;
    }

    // --- leaving ---

    /** Moves the oldest messages to an empty batch: at least one if there is any, and no more once they have so many bytes. */
    void moveTo(Batch batch, long mostBytes) {
        skipHoles();
        int from = slot(head);
        int most = (int) Math.min(Math.min(batch.capacity(), events.length - from), tail - head);
        int count = 0;
        for (long bytes = 0; count < most && bytes < mostBytes && events[from + count] != null; count++) {
            bytes += sizes[from + count];
        }
        batch.fill(events, origins, sizes, from, count);
        if (index != null) {
            index.removed(events, from, count);
        }
        Arrays.fill(events, from, from + count, null);
        head += count;
        size -= count;
    }

    private void skipHoles() {
        while (head < tail && events[slot(head)] == null) {
            head++;
        }
    }

    void remove(long number) {
        if (index != null) {
            index.removed(event(number));
        }
        events[slot(number)] = null;
        size--;
        if (number == head) {
            // Else a consumer that stands still while the oldest are dropped would have the ring fill with holes.
            skipHoles();
        }
    }

    /** Sends all away, and says how many there were. */
    int clear() {
        int count = size;
        Arrays.fill(events, null);
        head = tail;
        size = 0;
        index = null;
        return count;
    }

    // --- looking ---

    MarketEvent event(long number) {
        return present(events[slot(number)]);
    }

    Origin origin(long number) {
        return origins[slot(number)];
    }

    long bytes(long number) {
        return sizes[slot(number)];
    }

    /** Has a message say something else, in its place. */
    void replace(long number, MarketEvent event, long bytes) {
        events[slot(number)] = event;
        sizes[slot(number)] = bytes;
    }

    /** How many messages of a channel wait. */
    int size(Channel channel) {
        return index().size(channel);
    }

    /** The oldest message of a channel, or {@link #NONE}. */
    long oldest(Channel channel) {
        WaitingIndex known = index();
        if (known.size(channel) == 0) {
            return NONE;
        }
        long number = Math.max(head, known.noneBefore(channel));
        while (!isOf(number, channel)) {
            number++;
        }
        known.noneBefore(channel, number);
        return number;
    }

    private boolean isOf(long number, Channel channel) {
        MarketEvent event = events[slot(number)];
        return event != null && event.channel() == channel;
    }

    /** The newest message of a channel and symbol, or {@link #NONE}. */
    long newest(Channel channel, String symbol) {
        long number = index().newest(channel, symbol);
        return isWaiting(number) ? number : NONE;
    }

    private boolean isWaiting(long number) {
        return number >= head && events[slot(number)] != null;
    }

    private WaitingIndex index() {
        WaitingIndex known = index;
        if (known == null) {
            known = new WaitingIndex(this::isWaiting);
            for (long number = head; number < tail; number++) {
                MarketEvent event = events[slot(number)];
                if (event != null) {
                    known.added(event, number);
                }
            }
            index = known;
        }
        return known;
    }

    /** Gives the memory of the index back. */
    void forgetIndex() {
        index = null;
    }

    private int slot(long number) {
        return (int) number & events.length - 1;
    }

    private static MarketEvent present(@Nullable MarketEvent event) {
        if (event == null) {
            throw new IllegalStateException("no message is here");
        }
        return event;
    }
}
