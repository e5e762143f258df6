package dev.chasqui.internal.gap;

import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.stream.options.RepairOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages of an ordered channel that wait until the gap of their symbol is repaired: live ones, and recovered ones, which are delivered
 * together in order of time. Within bounds: beyond them everything that waits goes out and order is given up until the gap has ended.
 * Confined to the loop's thread.
 */
final class Hold {

    /** A message that waits; a recovered one knows its gap. */
    private record Held(MarketEvent event, int bytes, long gapId) {
        private static final long LIVE = 0;

        boolean isLive() {
            return gapId == LIVE;
        }
    }

    private static final int RECOVERED_BYTES = 150;
    private static final Duration NO_ROOM = Duration.ofMillis(10);

    private final EventLoop loop;
    private final RepairOptions options;
    private final GapListener listener;
    private final Channel channel;
    private final Map<String, List<Held>> waiting = new HashMap<>();
    private final Deque<Held> leaving = new ArrayDeque<>();
    private long bytes;
    private boolean givenUp;
    private EventLoop.@Nullable Timer limit;

    Hold(EventLoop loop, RepairOptions options, GapListener listener, Channel channel) {
        this.loop = loop;
        this.options = options;
        this.listener = listener;
        this.channel = channel;
    }

    /** Whether anything waits. */
    boolean isEmpty() {
        return waiting.isEmpty() && leaving.isEmpty();
    }

    /** Whether a message of this symbol must wait: its gap is not repaired, or others of it are still on their way out. */
    boolean holds(boolean gapOpen) {
        return (gapOpen && !givenUp) || !leaving.isEmpty();
    }

    /** A live message waits. */
    void live(MarketEvent event, int encodedBytes) {
        add(new Held(event, encodedBytes, Held.LIVE));
    }

    /** A recovered message waits; false if order is given up, and it is to be delivered at once. */
    boolean recovered(MarketEvent event, long gapId) {
        if (givenUp) {
            return false;
        }
        add(new Held(event, RECOVERED_BYTES, gapId));
        return true;
    }

    private void add(Held held) {
        waiting.computeIfAbsent(held.event.symbol(), symbol -> new ArrayList<>())
                .add(held);
        bytes += held.bytes;
        if (limit == null) {
            limit = loop.schedule(options.maxHold(), this::giveUp);
        }
        if (bytes > options.holdBytes()) {
            giveUp();
        }
    }

    private void giveUp() {
        cancelLimit();
        givenUp = true;
        long messages = waiting.values().stream().mapToLong(List::size).sum();
        if (messages > 0) {
            listener.holdOverflow(channel, messages, bytes);
            release();
        }
    }

    /** The gaps of this channel are repaired: everything goes out, in order of time for each symbol. */
    void release() {
        cancelLimit();
        for (List<Held> ofSymbol : waiting.values()) {
            ofSymbol.sort(Comparator.comparingLong(held -> held.event.timestampNanos()));
            leaving.addAll(ofSymbol);
        }
        waiting.clear();
        bytes = 0;
        letGo();
    }

    /** No gap of this channel is left: from now on order is kept again. */
    void begin() {
        givenUp = false;
    }

    /** Everything goes out at once, room or not: the stream ends. */
    void close() {
        release();
        while (!leaving.isEmpty()) {
            letGo(leaving.remove());
        }
    }

    private void letGo() {
        while (!leaving.isEmpty()) {
            if (listener.room() <= 0) {
                loop.schedule(NO_ROOM, this::letGo);
                return;
            }
            letGo(leaving.remove());
        }
        if (!waiting.isEmpty()) {
            release();
        }
    }

    private void letGo(Held held) {
        if (held.isLive()) {
            listener.released(held.event, held.bytes);
        } else {
            listener.recovered(held.event, held.gapId);
        }
    }

    private void cancelLimit() {
        if (limit != null) {
            limit.cancel();
            limit = null;
        }
    }
}
