package dev.chasqui.internal.gap;

import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.stream.options.RepairOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The messages of one channel that wait, by symbol. Confined to the event loop. */
final class HeldChannel {

    private static final Duration NO_ROOM = Duration.ofMillis(10);

    private record Held(MarketEvent event, int bytes, long order) implements Comparable<Held> {
        @Override
        public int compareTo(Held other) {
            int byTime = Long.compare(event.timestampNanos(), other.event.timestampNanos());
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final Channel channel;
    private final EventLoop loop;
    private final RepairOptions options;
    private final GapListener listener;
    private final LongSupplier bytesOfAll;
    private final List<OpenGap> gaps = new ArrayList<>();
    private final Map<String, PriorityQueue<Held>> waiting = new HashMap<>();
    private long order;
    private long messages;
    private long bytes;
    private EventLoop.@Nullable Timer limit;
    private EventLoop.@Nullable Timer drain;

    /**
     * An empty channel.
     *
     * @param bytesOfAll what waits on all channels, which share the bound
     */
    HeldChannel(Channel channel, EventLoop loop, RepairOptions options, GapListener listener, LongSupplier bytesOfAll) {
        this.channel = channel;
        this.loop = loop;
        this.options = options;
        this.listener = listener;
        this.bytesOfAll = bytesOfAll;
    }

    long messages() {
        return messages;
    }

    long bytes() {
        return bytes;
    }

    void begin(OpenGap gap) {
        gaps.add(gap);
    }

    void end(OpenGap gap) {
        if (gaps.remove(gap)) {
            drain();
        }
    }

    boolean holds(MarketEvent event, int eventBytes) {
        if (!isHeld(event.symbol()) && !waiting.containsKey(event.symbol())) {
            return false;
        }
        if (bytesOfAll.getAsLong() + eventBytes > options.holdBytes()) {
            overflow(messages + 1, bytes + eventBytes);
            return false;
        }
        waiting.computeIfAbsent(event.symbol(), ignored -> new PriorityQueue<>())
                .add(new Held(event, eventBytes, order++));
        messages++;
        bytes += eventBytes;
        if (limit == null) {
            limit = loop.schedule(options.maxHold(), () -> overflow(messages, bytes));
        }
        return true;
    }

    // An article is about several symbols; any gap of the channel may miss an earlier one.
    private boolean isHeld(String symbol) {
        for (OpenGap gap : gaps) {
            if (channel == Channel.NEWS || gap.covers(symbol)) {
                return true;
            }
        }
        return false;
    }

    void releaseBefore(MarketEvent recovered) {
        PriorityQueue<Held> queue = waiting.get(recovered.symbol());
        if (queue == null) {
            return;
        }
        Held first = queue.peek();
        while (first != null && first.event.timestampNanos() < recovered.timestampNanos()) {
            release(queue);
            first = queue.peek();
        }
        forgetIfEmpty(recovered.symbol(), queue);
    }

    /** Releases what no gap holds, while there is room; what comes meanwhile waits behind it. */
    private void drain() {
        cancelDrain();
        int room = listener.room();
        for (String symbol : List.copyOf(waiting.keySet())) {
            PriorityQueue<Held> queue = waiting.get(symbol);
            while (queue != null && !queue.isEmpty() && room > 0 && !isHeld(symbol)) {
                release(queue);
                room--;
            }
            forgetIfEmpty(symbol, queue);
        }
        listener.endOfBatch();
        if (waiting.keySet().stream().anyMatch(symbol -> !isHeld(symbol))) {
            drain = loop.schedule(NO_ROOM, this::drain);
        }
    }

    private void overflow(long toldMessages, long toldBytes) {
        gaps.clear();
        listener.holdOverflow(channel, toldMessages, toldBytes);
        releaseAll();
    }

    private void releaseAll() {
        cancelDrain();
        for (Iterator<PriorityQueue<Held>> queues = waiting.values().iterator(); queues.hasNext(); ) {
            PriorityQueue<Held> queue = queues.next();
            while (!queue.isEmpty()) {
                release(queue);
            }
            queues.remove();
        }
        cancelLimitIfEmpty();
        listener.endOfBatch();
    }

    void close() {
        gaps.clear();
        releaseAll();
    }

    private void release(PriorityQueue<Held> queue) {
        Held held = queue.remove();
        messages--;
        bytes -= held.bytes;
        listener.release(held.event, held.bytes);
    }

    private void forgetIfEmpty(String symbol, @Nullable PriorityQueue<Held> queue) {
        if (queue != null && queue.isEmpty()) {
            waiting.remove(symbol);
            cancelLimitIfEmpty();
        }
    }

    private void cancelLimitIfEmpty() {
        if (waiting.isEmpty() && limit != null) {
            limit.cancel();
            limit = null;
        }
    }

    private void cancelDrain() {
        if (drain != null) {
            drain.cancel();
            drain = null;
        }
    }
}
