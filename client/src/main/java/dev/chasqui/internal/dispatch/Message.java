package dev.chasqui.internal.dispatch;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.OrderBook;
import org.jspecify.annotations.Nullable;

/**
 * A message that is more than a slot of {@link Waiting}: one that stands before asynchronous handlers, or whose fate a policy decides. Guarded by
 * the lock of its lane once the lane knows it.
 */
final class Message {

    /** A generous estimate of a level on the wire, to keep the size of merged books honest. */
    private static final long BYTES_PER_LEVEL = 64;

    final Lane lane;
    final Channel channel;
    final Origin origin;
    final MarketEvent event;
    final long bytes;

    @Nullable
    Message previous;

    @Nullable
    Message next;

    /** The asynchronous handlers that have yet to take it. */
    @Nullable
    Parked parked;

    /** Whether it is in the backlog of parked messages. */
    boolean inParkedBacklog;

    /** Threads that are calling handlers with it. */
    int deliveries;

    Outcome outcome = Outcome.DELIVERED;

    Message(Lane lane, MarketEvent event, long bytes, Origin origin) {
        this.lane = lane;
        this.event = event;
        this.channel = event.channel();
        this.bytes = bytes;
        this.origin = origin;
    }

    String symbol() {
        return event.symbol();
    }

    /** Whether it came over the stream as it happened. Others are as old as they are, so that they say nothing about now. */
    boolean isLive() {
        return origin.isLive();
    }

    /** One message with the effect of both: the later one, unless it is a change of an order book. */
    static MarketEvent merged(MarketEvent earlier, MarketEvent later) {
        return earlier instanceof OrderBook book && later instanceof OrderBook change ? book.followedBy(change) : later;
    }

    /**
     * The bytes of what {@link #merged} returned. The sum would grow with every merge, although changes of the same levels take no more
     * room.
     */
    static long mergedBytes(MarketEvent merged, long earlierBytes, Message later) {
        if (merged == later.event || !(merged instanceof OrderBook book)) {
            return later.bytes;
        }
        long levels = (long) book.bids().size() + book.asks().size();
        return Math.min(
                earlierBytes + later.bytes, Math.max(Math.max(earlierBytes, later.bytes), levels * BYTES_PER_LEVEL));
    }
}
