package dev.chasqui.internal.gap;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.stream.event.Gap;
import dev.chasqui.stream.event.GapReason;
import dev.chasqui.stream.event.StreamEvent.RepairSummary;
import java.time.Instant;

/** What comes of gaps: events, and messages to deliver. Called on the event loop only; must return at once and not throw. */
public interface GapListener {

    /** Messages may have been missed. One of {@link #closed}, {@link #partial} and {@link #unrecoverable} follows, once. */
    void opened(Gap gap);

    /** All that history has was delivered. */
    void closed(Gap gap, RepairSummary repair);

    /** A part was delivered. */
    void partial(Gap gap, RepairSummary repair, GapReason reason, String text);

    /** Nothing could be delivered. */
    void unrecoverable(Gap gap, GapReason reason, String text);

    /** Repair is put off. */
    void deferred(Gap gap, Instant until, GapReason reason);

    /** Messages of this gap may be delivered twice. */
    void dedupTruncated(long gapId, Channel channel, long keys);

    /** Live messages that waited for order were too many or waited too long, and are released. */
    void holdOverflow(Channel channel, long messages, long bytes);

    /** A message of history is to be delivered. */
    void deliver(MarketEvent recovered, long gapId);

    /** A live message that was held is to be delivered now. */
    void release(MarketEvent live, int bytes);

    /** No more {@link #deliver} and {@link #release} in this turn. */
    void endOfBatch();

    /** How many messages may be delivered now without crowding out live ones. */
    int room();
}
