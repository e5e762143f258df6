package dev.chasqui.internal.gap;

import dev.chasqui.internal.gap.DedupWindow.Verdict;
import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Channel;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.event.Gap;
import dev.chasqui.stream.event.GapCause;
import dev.chasqui.stream.event.GapReason;
import dev.chasqui.stream.event.StreamEvent.RepairSummary;
import dev.chasqui.stream.options.RepairOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a stream without a silent hole: it is told what the connection goes through and shown every live message; it says which intervals
 * may have a hole, has them repaired, and sees to it that nothing is delivered twice. Confined to the loop's thread.
 */
@SuppressWarnings("EnumOrdinal") // Arrays by channel: looked up for every message, and never stored.
public final class GapKeeper {

    private static final int CHANNELS = Channel.values().length;

    private final EventLoop loop;
    private final RepairOptions options;
    private final History history;
    private final GapListener listener;
    private final DedupWindow delivered;
    private final GapBook book;
    private final RepairWorker worker;
    private final boolean[] remembered = new boolean[CHANNELS];
    private final Map<Channel, Hold> holds = new EnumMap<>(Channel.class);
    private Duration serverAhead = Duration.ZERO;
    private long duplicates;

    /** What becomes of a live message. */
    public enum Admission {
        /** It is to be delivered. */
        DELIVER,
        /** It was delivered before, by a repair. */
        DUPLICATE,
        /** It waits for the repair of a gap, and comes back by {@link GapListener#released}. */
        HELD
    }

    /**
     * A keeper of one stream.
     *
     * @param seenSymbols which symbols a channel has brought so far, for subscriptions to all
     */
    public GapKeeper(
            EventLoop loop,
            FeedKind kind,
            RepairOptions options,
            History history,
            RandomGenerator random,
            GapListener listener,
            Function<Channel, Set<String>> seenSymbols) {
        this.loop = loop;
        this.options = options;
        this.history = history;
        this.listener = listener;
        delivered = new DedupWindow(options.dedupKeys(), options.dedupTime().toNanos(), loop.nanoTime());
        GapListener told = new Told();
        book = new GapBook(loop, kind, told, this::ended);
        worker = new RepairWorker(loop, options, history, delivered, told, random, seenSymbols);
        options.channels().stream().filter(this::isRepaired).forEach(this::remember);
        options.ordered().forEach(channel -> holds.put(channel, new Hold(loop, options, listener, channel)));
    }

    private boolean isRepaired(Channel channel) {
        return options.channels().contains(channel) && history.obstacle(channel).isEmpty();
    }

    private void remember(Channel channel) {
        remembered[channel.ordinal()] = true;
        if (channel == Channel.BARS || channel == Channel.UPDATED_BARS) {
            remembered[Channel.BARS.ordinal()] = true;
            remembered[Channel.UPDATED_BARS.ordinal()] = true;
        }
    }

    /** Judges a live message; called for each, before it is delivered. */
    public Admission admit(MarketEvent event, int encodedBytes, long now) {
        if (!remembered[event.channel().ordinal()]) {
            return Admission.DELIVER;
        }
        if (delivered.live(event, now) == Verdict.DUPLICATE) {
            duplicates++;
            return Admission.DUPLICATE;
        }
        if (worker.isBusy()) {
            worker.noteLive(event);
        }
        return hold(event, encodedBytes) ? Admission.HELD : Admission.DELIVER;
    }

    private boolean hold(MarketEvent event, int encodedBytes) {
        Hold hold = holds.isEmpty() ? null : holds.get(event.channel());
        if (hold == null || !hold.holds(isOpen(event.channel(), event.symbol()))) {
            return false;
        }
        hold.live(event, encodedBytes);
        return true;
    }

    private boolean isOpen(Channel channel, String symbol) {
        return book.isOngoing(channel, symbol) || worker.concerns(channel, symbol);
    }

    /** Live messages that were not delivered because they had been. */
    public long duplicates() {
        return duplicates;
    }

    /** Messages with the key of another and a content of their own, delivered both. */
    public long conflicts() {
        return delivered.conflicts();
    }

    /** A message that was to be delivered was dropped by a full queue. */
    public void lost(MarketEvent event) {
        if (remembered[event.channel().ordinal()]) {
            delivered.forget(event);
        }
        book.lost(event.channel(), event.symbol(), event.timestampNanos());
    }

    /** The queue is not full any more. */
    public void overflowEnded() {
        book.overflowEnded();
    }

    /** The connection is gone, or the session forgotten: since a moment nothing comes. */
    public void disconnected(Moment since, GapCause cause, String text) {
        book.disconnected(since, cause, text);
        retain();
    }

    /** Of these channels nothing has come since a moment, although there was something. */
    public void interrupted(Collection<Channel> channels, Moment since, GapCause cause, String text) {
        book.interrupted(channels, since, cause, text);
        retain();
    }

    /**
     * The server has said what is subscribed.
     *
     * @param state all of it
     * @param desired what the user wants
     * @param settled whether nothing more is being asked for
     * @param proven the last moment that is proved to be without a hole
     */
    public void acknowledged(Subscription state, Subscription desired, boolean settled, Moment proven) {
        book.acknowledged(state, desired, settled, proven);
        retain();
    }

    /** A message or a frame could not be read; the symbol is empty if it is not known. */
    public void undecodable(String symbol, Moment since, String text) {
        book.undecodable(symbol, since, text);
    }

    /** The stream ends: every gap is told its end. */
    public void close() {
        worker.close();
        book.close(gap -> listener.unrecoverable(
                gap.toGap(), GapReason.CLOSED, "the stream ended before the connection was there again"));
        holds.values().forEach(Hold::close);
    }

    /** The newest message was of a moment that our clock had not reached; the times of events are ahead of ours by this much. */
    public void serverAhead(Duration ahead) {
        serverAhead = ahead;
    }

    private void ended(OpenGap gap) {
        gap.serverAhead(serverAhead);
        Optional<GapReason> obstacle = history.obstacle(gap.channel);
        if (obstacle.isPresent()) {
            listener.unrecoverable(gap.toGap(), obstacle.get(), Obstacles.text(obstacle.get(), gap.channel));
        } else if (!options.channels().contains(gap.channel)) {
            listener.unrecoverable(gap.toGap(), GapReason.DISABLED, Obstacles.text(GapReason.DISABLED, gap.channel));
        } else {
            worker.repair(gap);
        }
        retain();
    }

    /** What is delivered is remembered for as long as a gap may need it. */
    private void retain() {
        Instant needed = worker.neededSince();
        long ongoing = book.earliestNanos();
        long now = loop.nanoTime();
        long span = needed == null
                ? 0
                : Math.max(0, Duration.between(needed, loop.wallClock()).toNanos());
        if (ongoing != Long.MAX_VALUE) {
            span = Math.max(span, now - ongoing + options.overlapBack().toNanos());
        }
        if (span == 0) {
            delivered.keepNoLonger();
        } else {
            delivered.keepSince(now - span);
        }
    }

    private void mayRelease(Channel channel) {
        Hold hold = holds.get(channel);
        if (hold != null && !book.isOngoing(channel) && !worker.concerns(channel)) {
            hold.release();
            hold.begin();
        }
    }

    /** Between the worker and the stream: recovered messages of ordered channels wait with the live ones. */
    private final class Told implements GapListener {

        @Override
        public void opened(Gap gap) {
            listener.opened(gap);
        }

        @Override
        public void closed(Gap gap, RepairSummary repair) {
            mayRelease(gap.channel());
            listener.closed(gap, repair);
            retain();
        }

        @Override
        public void partial(Gap gap, RepairSummary repair, GapReason reason, String text) {
            mayRelease(gap.channel());
            listener.partial(gap, repair, reason, text);
            retain();
        }

        @Override
        public void unrecoverable(Gap gap, GapReason reason, String text) {
            mayRelease(gap.channel());
            listener.unrecoverable(gap, reason, text);
            retain();
        }

        @Override
        public void deferred(Gap gap, Instant until, GapReason reason) {
            mayRelease(gap.channel());
            listener.deferred(gap, until, reason);
        }

        @Override
        public void dedupTruncated(long gapId, Channel channel, long keys) {
            listener.dedupTruncated(gapId, channel, keys);
        }

        @Override
        public void holdOverflow(Channel channel, long messages, long bytes) {
            listener.holdOverflow(channel, messages, bytes);
        }

        @Override
        public void recovered(MarketEvent event, long gapId) {
            Hold hold = holdOf(event);
            if (hold == null || !hold.recovered(event, gapId)) {
                listener.recovered(event, gapId);
            }
        }

        @Override
        public void released(MarketEvent event, int encodedBytes) {
            listener.released(event, encodedBytes);
        }

        @Override
        public int room() {
            return listener.room();
        }

        private @Nullable Hold holdOf(MarketEvent event) {
            return holds.isEmpty() ? null : holds.get(event.channel());
        }
    }
}
