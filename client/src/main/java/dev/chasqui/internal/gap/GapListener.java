package dev.chasqui.internal.gap;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.stream.event.Gap;
import dev.chasqui.stream.event.GapReason;
import dev.chasqui.stream.event.StreamEvent.RepairSummary;
import java.time.Instant;

/** Told what becomes of gaps, and given what was recovered. Called on the loop's thread. */
public interface GapListener {

    /** A gap begins. */
    void opened(Gap gap);

    /** Everything that history has was delivered. */
    void closed(Gap gap, RepairSummary repair);

    /** A part was delivered. */
    void partial(Gap gap, RepairSummary repair, GapReason reason, String text);

    /** Nothing was delivered. */
    void unrecoverable(Gap gap, GapReason reason, String text);

    /** Repair is put off. */
    void deferred(Gap gap, Instant until, GapReason reason);

    /** Messages of the gap may come twice, since the memory does not reach back. */
    void dedupTruncated(long gapId, Channel channel, long keys);

    /** Held messages are too many or too old and are delivered now. */
    void holdOverflow(Channel channel, long messages, long bytes);

    /** A message that was missed. */
    void recovered(MarketEvent event, long gapId);

    /** A live message that had waited. */
    void released(MarketEvent event, int encodedBytes);

    /** How many recovered messages may be delivered now. */
    int room();
}
