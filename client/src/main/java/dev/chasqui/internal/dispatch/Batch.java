package dev.chasqui.internal.dispatch;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Messages that the drain took at once. It claims them one by one, so that the end of the dispatcher can still take the rest away. */
final class Batch {

    private static final int SEALED = -1;

    private final @Nullable Message[] messages;
    private final AtomicInteger claimed = new AtomicInteger();
    private int size;

    Batch(int capacity) {
        messages = new Message[capacity];
    }

    boolean isFull() {
        return size == messages.length;
    }

    /** Starts anew; under the lane's lock, when all has been claimed. */
    void clear() {
        size = 0;
        claimed.set(0);
    }

    /** Under the lane's lock. */
    void add(Message message) {
        messages[size++] = message;
    }

    /** The next message, for the drain alone; null at the end. */
    @Nullable
    Message claim() {
        int next = claimed.get();
        if (next == SEALED || next == size || !claimed.compareAndSet(next, next + 1)) {
            return null;
        }
        Message message = messages[next];
        messages[next] = null;
        return message;
    }

    /** Takes away what has not been claimed, and says how many that were. Under the lane's lock. */
    int seal() {
        int next = claimed.getAndSet(SEALED);
        if (next == SEALED) {
            return 0;
        }
        Arrays.fill(messages, next, size, null);
        return size - next;
    }
}
