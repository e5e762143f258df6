package dev.chasqui.internal.dispatch;

import dev.chasqui.model.Channel;
import org.jspecify.annotations.Nullable;

/** Messages that stand before asynchronous handlers, by channel, the oldest of each at hand. Guarded by the lock of its lane. */
@SuppressWarnings("EnumOrdinal") // An array by channel, never stored.
final class Backlog {

    private final MessageDeque[] deques = new MessageDeque[Channel.values().length];
    private int size;

    Backlog() {
        for (int i = 0; i < deques.length; i++) {
            deques[i] = new MessageDeque();
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(Message message) {
        deques[message.channel.ordinal()].addLast(message);
        size++;
    }

    void remove(Message message) {
        deques[message.channel.ordinal()].remove(message);
        size--;
    }

    @Nullable
    Message oldest(Channel channel) {
        return deques[channel.ordinal()].first();
    }

    /** Any of them; null if there is none. */
    @Nullable
    Message any() {
        for (MessageDeque deque : deques) {
            if (deque.first() != null) {
                return deque.first();
            }
        }
        return null;
    }
}
