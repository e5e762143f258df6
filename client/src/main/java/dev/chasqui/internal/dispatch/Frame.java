package dev.chasqui.internal.dispatch;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The messages of the current frame that their lane does not know of yet. Only the connection's thread adds, but whoever ends the
 * dispatcher takes as well, so that nothing is left behind here.
 */
final class Frame {

    private final AtomicReference<@Nullable Message> newest = new AtomicReference<>();

    void add(Message message) {
        Message before;
        do {
            before = newest.get();
            message.next = before;
            message.depth = before == null ? 1 : before.depth + 1;
        } while (!newest.compareAndSet(before, message));
    }

    int size() {
        Message last = newest.get();
        return last == null ? 0 : last.depth;
    }

    /** Everything that was added, as newest to oldest linked by {@link Message#next}; null if there is nothing. */
    @Nullable
    Message takeNewestFirst() {
        return newest.get() == null ? null : newest.getAndSet(null);
    }

    /** Turns around what {@link #takeNewestFirst()} returned. */
    static Message oldestFirst(Message newestFirst) {
        Message reversed = newestFirst;
        Message rest = newestFirst.next;
        newestFirst.next = null;
        while (rest != null) {
            Message following = rest.next;
            rest.next = reversed;
            reversed = rest;
            rest = following;
        }
        return reversed;
    }
}
