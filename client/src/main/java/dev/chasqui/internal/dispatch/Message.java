package dev.chasqui.internal.dispatch;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.OrderBook;
import dev.chasqui.model.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way: the slot of the queue, linked into one deque at a time. Whoever has it owns it: the connection until the frame is
 * handed over, then the lock of its lane, and while it is being delivered the lane's drain.
 */
final class Message {

    /** A generous estimate of a level on the wire, to keep the size of merged books honest. */
    private static final long BYTES_PER_LEVEL = 64;

    final Lane lane;
    final Channel channel;
    final Provenance provenance;
    MarketEvent event;
    long bytes;
    long sequence;

    /** Messages of the same frame up to this one. */
    int depth;

    @Nullable
    Message previous;

    @Nullable
    Message next;

    /** The asynchronous handlers that have yet to take it; guarded by the lane's lock. */
    @Nullable
    Parked parked;

    /** Whether it is in the backlog of parked messages; guarded by the lane's lock. */
    boolean inParkedBacklog;

    /** Threads that are calling handlers with it; guarded by the lane's lock. */
    int deliveries;

    /** Guarded by the lane's lock. */
    Outcome outcome = Outcome.DELIVERED;

    Message(Lane lane, MarketEvent event, int encodedBytes, Provenance provenance) {
        this.lane = lane;
        this.event = event;
        this.channel = event.channel();
        this.bytes = encodedBytes;
        this.provenance = provenance;
    }

    String symbol() {
        return event.symbol();
    }

    /** Whether it came over the stream as it happened. Others are as old as they are, so that they say nothing about now. */
    boolean isLive() {
        return provenance.kind() == Provenance.Kind.LIVE;
    }

    /** Takes over what a later message of the same symbol says, keeping the place in the queue. */
    void supersede(Message later) {
        MarketEvent merged = merged(event, later.event);
        bytes = mergedBytes(merged, later);
        event = merged;
    }

    /** One message with the effect of both: the later one, unless it is a change of an order book. */
    static MarketEvent merged(MarketEvent earlier, MarketEvent later) {
        return earlier instanceof OrderBook book && later instanceof OrderBook change ? book.followedBy(change) : later;
    }

    // The sum would grow with every merge, although changes of the same levels take no more room.
    private long mergedBytes(MarketEvent merged, Message later) {
        if (merged == later.event || !(merged instanceof OrderBook book)) {
            return later.bytes;
        }
        long levels = (long) book.bids().size() + book.asks().size();
        return Math.min(bytes + later.bytes, Math.max(Math.max(bytes, later.bytes), levels * BYTES_PER_LEVEL));
    }
}
