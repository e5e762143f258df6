package dev.chasqui.internal.dispatch;

import org.jspecify.annotations.Nullable;

/** Messages of one channel, linked through themselves so that waiting costs no further memory. Guarded by the lock of its lane. */
final class MessageDeque {

    private @Nullable Message first;
    private @Nullable Message last;

    @Nullable
    Message first() {
        return first;
    }

    void addLast(Message message) {
        Message before = last;
        message.previous = before;
        message.next = null;
        last = message;
        if (before == null) {
            first = message;
        } else {
            before.next = message;
        }
    }

    void remove(Message message) {
        Message before = message.previous;
        Message after = message.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        message.previous = null;
        message.next = null;
    }
}
