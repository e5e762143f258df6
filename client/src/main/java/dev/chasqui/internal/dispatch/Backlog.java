package dev.chasqui.internal.dispatch;

import dev.chasqui.model.Channel;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages in order, with the oldest of each channel at hand. Guarded by the lock of its lane.
 *
 * <p>The newest message per symbol is indexed from the first time somebody asks for it, so that a queue that never fills up pays nothing.
 */
@SuppressWarnings("EnumOrdinal") // Arrays by channel: looked up for every message, and never stored.
final class Backlog {

    private final MessageDeque[] deques = new MessageDeque[Channel.values().length];
    private final Map<Channel, Map<String, Message>> newest = new EnumMap<>(Channel.class);
    private int nonEmpty;
    private int size;

    Backlog() {
        for (int i = 0; i < deques.length; i++) {
            deques[i] = new MessageDeque();
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size(Channel channel) {
        return deques[channel.ordinal()].size();
    }

    int size() {
        return size;
    }

    /** Appends a message with a higher sequence number than those before it. */
    void add(Message message) {
        int ordinal = message.channel.ordinal();
        deques[ordinal].addLast(message);
        nonEmpty |= 1 << ordinal;
        size++;
        if (!newest.isEmpty()) {
            index(message);
        }
    }

    void remove(Message message) {
        int ordinal = message.channel.ordinal();
        deques[ordinal].remove(message);
        if (deques[ordinal].first() == null) {
            nonEmpty &= ~(1 << ordinal);
        }
        size--;
        if (!newest.isEmpty()) {
            unindex(message);
        }
    }

    @Nullable
    Message oldest() {
        Message oldest = null;
        for (int rest = nonEmpty; rest != 0; rest &= rest - 1) {
            Message first = deques[Integer.numberOfTrailingZeros(rest)].first();
            if (oldest == null || (first != null && first.sequence < oldest.sequence)) {
                oldest = first;
            }
        }
        return oldest;
    }

    @Nullable
    Message oldest(Channel channel) {
        return deques[channel.ordinal()].first();
    }

    @Nullable
    Message newest(Channel channel, String symbol) {
        Map<String, Message> bySymbol = newest.get(channel);
        if (bySymbol == null) {
            bySymbol = new HashMap<>();
            newest.put(channel, bySymbol);
            for (Message each = oldest(channel); each != null; each = each.next) {
                bySymbol.put(each.symbol(), each);
            }
        }
        return bySymbol.get(symbol);
    }

    /** Gives the memory of the index back. */
    void forgetNewest() {
        newest.clear();
    }

    private void index(Message message) {
        Map<String, Message> bySymbol = newest.get(message.channel);
        if (bySymbol != null) {
            bySymbol.put(message.symbol(), message);
        }
    }

    private void unindex(Message message) {
        Map<String, Message> bySymbol = newest.get(message.channel);
        if (bySymbol != null) {
            bySymbol.remove(message.symbol(), message);
        }
    }
}
