package dev.chasqui.stream;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Subscription;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Changes that share their messages, in parts that fit into one message each, one part on the wire at a time. Confined to the loop's
 * thread.
 */
final class Exchange {

    /** Enough to find a few bad symbols among thousands; beyond that the rest is refused as a whole. */
    private static final int MAX_SPLITS = 64;

    private static final int BYTES_AROUND_REQUEST = 32;
    private static final int BYTES_AROUND_SYMBOL = 3;
    private static final int BYTES_AROUND_CHANNEL = 24;

    private final boolean add;
    private final List<Change> changes;
    private final Deque<Subscription> parts = new ArrayDeque<>();
    private @Nullable Subscription outstanding;
    private int sent;
    private int splits;

    Exchange(boolean add, List<Change> changes, Subscription pairs, int maxRequestBytes) {
        this.add = add;
        this.changes = changes;
        parts.addAll(chunks(pairs, maxRequestBytes));
    }

    boolean isAdd() {
        return add;
    }

    List<Change> changes() {
        return changes;
    }

    @Nullable
    Subscription outstanding() {
        return outstanding;
    }

    boolean isFinished() {
        return outstanding == null && parts.isEmpty();
    }

    /** The next part, now outstanding. */
    Subscription sendNext() {
        outstanding = parts.remove();
        sent = 1;
        return outstanding;
    }

    /** The outstanding part once more; null if that was done before. */
    @Nullable
    Subscription sendAgain() {
        return sent++ == 1 ? outstanding : null;
    }

    void answered() {
        outstanding = null;
    }

    /** Breaks the refused part into smaller ones, to find out which pair is to blame; false if it cannot be broken further. */
    boolean split() {
        Subscription part = outstanding;
        outstanding = null;
        if (part == null || part.size() < 2 || ++splits > MAX_SPLITS) {
            return false;
        }
        if (part.channels().size() > 1) {
            part.asMap().forEach((channel, symbols) -> parts.addFirst(Subscription.of(Map.of(channel, symbols))));
            return true;
        }
        Channel channel = part.channels().iterator().next();
        List<String> symbols = new ArrayList<>(part.symbols(channel));
        int half = symbols.size() / 2;
        parts.addFirst(Subscription.of(Map.of(channel, symbols.subList(half, symbols.size()))));
        parts.addFirst(Subscription.of(Map.of(channel, symbols.subList(0, half))));
        return true;
    }

    private static Collection<Subscription> chunks(Subscription pairs, int maxBytes) {
        List<Subscription> chunks = new ArrayList<>();
        Map<Channel, Set<String>> chunk = new EnumMap<>(Channel.class);
        int bytes = BYTES_AROUND_REQUEST;
        for (Map.Entry<Channel, Set<String>> entry : pairs.asMap().entrySet()) {
            for (String symbol : entry.getValue()) {
                boolean first = !chunk.containsKey(entry.getKey());
                if (!chunk.isEmpty() && bytes + bytesOf(symbol, first) > maxBytes) {
                    chunks.add(Subscription.of(chunk));
                    chunk = new EnumMap<>(Channel.class);
                    bytes = BYTES_AROUND_REQUEST;
                    first = true;
                }
                bytes += bytesOf(symbol, first);
                chunk.computeIfAbsent(entry.getKey(), ignored -> new TreeSet<>())
                        .add(symbol);
            }
        }
        if (!chunk.isEmpty()) {
            chunks.add(Subscription.of(chunk));
        }
        return chunks;
    }

    private static int bytesOf(String symbol, boolean firstOfChannel) {
        return symbol.length() + BYTES_AROUND_SYMBOL + (firstOfChannel ? BYTES_AROUND_CHANNEL : 0);
    }
}
