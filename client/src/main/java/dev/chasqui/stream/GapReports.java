package dev.chasqui.stream;

import dev.chasqui.internal.dispatch.Dispatcher;
import dev.chasqui.internal.gap.GapListener;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import dev.chasqui.stream.event.Gap;
import dev.chasqui.stream.event.GapCause;
import dev.chasqui.stream.event.GapReason;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamEvent.RepairSummary;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what becomes of gaps into events, and hands over what was recovered. Confined to the loop's thread. */
final class GapReports implements GapListener {

    private static final Logger LOG = LoggerFactory.getLogger(GapReports.class);

    /** Of messages that did not come over the stream the size is not known; this is that of a long trade. */
    private static final int ENCODED_BYTES = 150;

    private final EventPublisher events;
    private final LatestTable latest;
    private final Dispatcher dispatcher;
    private final SnapshotStart snapshots;
    private int spare;

    GapReports(EventPublisher events, LatestTable latest, Dispatcher dispatcher, SnapshotStart snapshots) {
        this.events = events;
        this.latest = latest;
        this.dispatcher = dispatcher;
        this.snapshots = snapshots;
    }

    @Override
    public void opened(Gap gap) {
        LOG.info("gap {} of {} opened: {}", gap.id(), gap.channel().wireName(), gap.text());
        latest.markStale(gap.channel(), gap.symbols());
        if (gap.cause() == GapCause.OVERFLOW) {
            // Told with a lane's lock held, which must not be asked to take anything meanwhile.
            snapshots.liveFirstSoon(gap.channel());
        } else {
            snapshots.liveFirst(gap.channel());
        }
        events.publish(origin -> new StreamEvent.GapOpened(origin, gap));
    }

    @Override
    public void closed(Gap gap, RepairSummary repair) {
        LOG.info("gap {} of {} closed: {} recovered", gap.id(), gap.channel().wireName(), repair.recovered());
        events.publish(origin -> new StreamEvent.GapClosed(origin, gap, repair));
    }

    @Override
    public void partial(Gap gap, RepairSummary repair, GapReason reason, String text) {
        LOG.warn(
                "gap {} of {} repaired in part ({}): {}",
                gap.id(),
                gap.channel().wireName(),
                reason,
                text);
        events.publish(origin -> new StreamEvent.GapPartial(origin, gap, repair, reason, text));
    }

    @Override
    public void unrecoverable(Gap gap, GapReason reason, String text) {
        LOG.info("gap {} of {} not repaired ({}): {}", gap.id(), gap.channel().wireName(), reason, text);
        events.publish(origin -> new StreamEvent.GapUnrecoverable(origin, gap, reason, text));
    }

    @Override
    public void deferred(Gap gap, Instant until, GapReason reason) {
        LOG.info("gap {} of {} put off until {}", gap.id(), gap.channel().wireName(), until);
        events.publish(origin -> new StreamEvent.GapDeferred(origin, gap, until, reason));
    }

    @Override
    public void dedupTruncated(long gapId, Channel channel, long keys) {
        LOG.warn("messages of gap {} may come twice: only the last {} are remembered", gapId, keys);
        events.publish(origin -> new StreamEvent.DedupWindowTruncated(origin, gapId, channel, keys));
    }

    @Override
    public void holdOverflow(Channel channel, long messages, long bytes) {
        LOG.warn("{} held messages of {} are delivered before their gap is repaired", messages, channel.wireName());
        events.publish(origin -> new StreamEvent.HoldOverflow(origin, channel, messages, bytes));
    }

    @Override
    public void deliver(MarketEvent event, long gapId) {
        latest.recovered(event);
        snapshots.passed(event);
        dispatcher.offer(event, ENCODED_BYTES, Provenance.recovered(gapId));
        spare--;
    }

    @Override
    public void release(MarketEvent event, int encodedBytes) {
        snapshots.passed(event);
        dispatcher.offer(event, encodedBytes);
        spare--;
    }

    @Override
    public void endOfBatch() {
        spare = 0;
        dispatcher.endOfFrame();
    }

    /** Counted down between batches, since the dispatcher takes a lock to answer and this is asked for every message. */
    @Override
    public int room() {
        if (spare <= 0) {
            endOfBatch();
            spare = dispatcher.room();
        }
        return spare;
    }
}
