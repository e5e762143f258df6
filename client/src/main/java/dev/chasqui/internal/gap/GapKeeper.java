package dev.chasqui.internal.gap;

import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Bar;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.event.GapCause;
import dev.chasqui.stream.event.GapReason;
import dev.chasqui.stream.options.RepairOptions;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a stream without a silent hole: told what happens to the connection and to messages, it opens gaps, repairs them from history, and
 * says what came of each. Moments are those of {@link EventLoop#nanoTime()}.
 *
 * <p>Confined to the event loop, but for the counters, which any thread may read.
 */
public final class GapKeeper {

    /** What is to be done with a live message. */
    public enum Admission {
        /** Deliver it. */
        DELIVER,
        /** It was delivered before, live or from history. */
        DUPLICATE,
        /** It waits, and is released later. */
        HELD
    }

    private static final Duration BETWEEN_SAMPLES = Duration.ofSeconds(10);

    private final EventLoop loop;
    private final RepairOptions options;
    private final History history;
    private final GapListener listener;
    private final Set<Channel> repaired = EnumSet.noneOf(Channel.class);
    private final WallTimes times;
    private final Skew skew;
    private final DedupWindow window;
    private final Hold hold;
    private final GapBook book;
    private final SessionGaps session;
    private final LocalGaps local;
    private final RepairWorker worker;
    private final GapWaits waits = new GapWaits();

    private final LongAdder duplicates = new LongAdder();
    private final LongAdder conflicts = new LongAdder();
    private final LongAdder recovered = new LongAdder();

    private long lastFrame;
    private EventLoop.@Nullable Timer sampling;
    private boolean ended;

    /**
     * A keeper of a stream that has not begun.
     *
     * @param seen the symbols that were seen on a channel, to ask for when all were subscribed
     */
    public GapKeeper(
            EventLoop loop,
            RepairOptions options,
            FeedFacts facts,
            History history,
            RandomGenerator random,
            Function<Channel, ? extends Collection<String>> seen,
            GapListener listener) {
        this.loop = loop;
        this.options = options;
        this.history = history;
        this.listener = listener;
        for (Channel channel : options.channels()) {
            if (obstacle(channel) == null) {
                repaired.add(channel);
            }
        }
        times = new WallTimes(loop);
        skew = new Skew(facts.delay());
        long now = loop.nanoTime();
        lastFrame = now;
        Duration longer = max(options.dedupTime(), options.overlapBack());
        window = new DedupWindow(options.dedupKeys(), longer.toNanos(), now);
        hold = new Hold(loop, options, listener);
        book = new GapBook(loop, times, listener, this::obstacle, new Follower());
        session = new SessionGaps(loop, facts, book);
        local = new LocalGaps(loop, times, book, session);
        worker = new RepairWorker(new RepairContext(
                loop,
                options,
                facts,
                history,
                random,
                listener,
                book,
                window,
                times,
                skew,
                new RequestBudget(options.requestsPerMinute()),
                channel -> SymbolChunks.askable(seen.apply(channel)),
                session::desired,
                new Sink()));
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private @Nullable GapReason obstacle(Channel channel) {
        return history.obstacle(channel).orElse(options.channels().contains(channel) ? null : GapReason.DISABLED);
    }

    // --- messages ---

    /** A frame begins. Once per frame, so that no message needs to read a clock. */
    public void frame(long nanos) {
        skew.cameAt(times.latest(lastFrame));
        lastFrame = nanos;
        window.tick(nanos);
    }

    /**
     * What to do with a live message.
     *
     * @param symbol a small number that stands for the message's symbol, always the same one, and for no other; negative if symbols have none
     */
    public Admission admit(MarketEvent live, int symbol, int bytes) {
        if (!repaired.contains(live.channel())) {
            return Admission.DELIVER;
        }
        if (!(live instanceof Bar)) {
            // A bar has the time at which its minute began.
            skew.message(live.timestampNanos());
        }
        switch (window.live(live, symbol)) {
            case DUPLICATE -> {
                duplicates.increment();
                return Admission.DUPLICATE;
            }
            case CONFLICT -> conflicts.increment();
            case NEW, CHANGED -> {}
        }
        return hold.holds(live, bytes) ? Admission.HELD : Admission.DELIVER;
    }

    /** A message, live or recovered, was dropped because handlers are too slow. May be called inside of a listener's delivery. */
    public void lost(MarketEvent dropped) {
        if (ended) {
            return;
        }
        if (repaired.contains(dropped.channel())) {
            window.forget(dropped);
        }
        local.lost(dropped);
    }

    /** Handlers keep up again: what was dropped until now can be repaired. */
    public void overflowEnded() {
        if (!ended) {
            local.overflowEnded();
        }
    }

    /**
     * A frame, or a message in one, could not be read.
     *
     * @param sinceNanos when the last frame before it came
     * @param symbol of the message; null if it is not known, or for a whole frame
     */
    public void undecodable(long sinceNanos, @Nullable String symbol, Subscription active, String text) {
        if (!ended) {
            local.undecodable(sinceNanos, symbol, active, text);
        }
    }

    // --- the connection ---

    /** A request about subscriptions is sent. */
    public void asked() {
        session.asked();
    }

    /** The server has sent its complete list of subscriptions. */
    public void acknowledged(Subscription active) {
        if (ended) {
            return;
        }
        if (sampling == null) {
            sample();
        }
        session.acknowledged(active);
    }

    /** Everything is said about subscriptions. */
    public void settled(Subscription desired, Subscription active) {
        if (!ended) {
            session.settled(desired, active);
        }
    }

    /**
     * The connection ended, or the server forgot the session.
     *
     * @param active its last list of subscriptions
     * @param lastFrameNanos when the last whole message came, or the last ping was sent that was answered
     * @param cause of the gap
     */
    public void connectionLost(Subscription active, long lastFrameNanos, GapCause cause, String text) {
        if (!ended) {
            session.connectionLost(active, lastFrameNanos, cause, text);
        }
    }

    /** These channels carried nothing since then although there was something. The gap ends with the next connection. */
    public void mute(Set<Channel> channels, long sinceNanos, Subscription active, String text) {
        if (!ended) {
            session.mute(channels, sinceNanos, active, text);
        }
    }

    /** The process stood still, and the connection goes on. */
    public void stall(long fromNanos, long toNanos, Subscription active, String text) {
        if (!ended) {
            local.stall(fromNanos, toNanos, active, text);
        }
    }

    /** Runs a task once every gap of now has had its last event. */
    public void whenEnded(Runnable done) {
        // In a turn of its own, since the last of them is told of its end first and speaks of it after.
        waits.add(book.unfinished(), () -> loop.execute(done));
    }

    /** The stream ends: what waits is released, every gap gets its last event, and nothing is told after this returns. */
    public void streamEnded() {
        if (ended) {
            return;
        }
        ended = true;
        if (sampling != null) {
            sampling.cancel();
        }
        worker.close();
        local.close();
        hold.close();
        book.endAll();
    }

    // --- counters ---

    /** Live messages that were not delivered because they had been. */
    public long duplicates() {
        return duplicates.sum();
    }

    /** Messages that were delivered although another one had the same id. */
    public long conflicts() {
        return conflicts.sum();
    }

    /** Messages of history that were delivered. */
    public long recovered() {
        return recovered.sum();
    }

    private void sample() {
        times.sample();
        // A clock that was set has made the gaps wider.
        book.unfinished().forEach(gap -> gap.widen(times));
        keep();
        sampling = loop.schedule(BETWEEN_SAMPLES, this::sample);
    }

    private void keep() {
        long now = loop.nanoTime();
        long oldest = 0;
        for (OpenGap gap : book.unfinished()) {
            oldest = Math.max(oldest, now - GapWindow.neededSince(gap, options, times, skew));
        }
        if (book.unfinished().isEmpty()) {
            window.keepNoLonger();
        } else {
            window.keepSince(now - oldest);
        }
    }

    private final class Follower implements GapBook.Follower {

        @Override
        public void opened(OpenGap gap) {
            gap.setLag(gap.isExact() ? 0 : skew.lagNanos(gap.from()));
            keep();
            if (repaired.contains(gap.channel())) {
                hold.begin(gap);
            }
        }

        @Override
        public void split(OpenGap from, OpenGap part) {
            waits.split(from, part);
        }

        @Override
        public void repairable(OpenGap gap) {
            worker.add(gap);
        }

        @Override
        public void over(OpenGap gap) {
            hold.end(gap);
            keep();
            waits.over(gap);
        }
    }

    private final class Sink implements RepairContext.Sink {

        @Override
        public void deliver(MarketEvent row, OpenGap gap) {
            recovered.increment();
            hold.releaseBefore(row);
            listener.deliver(row, gap.id());
        }

        @Override
        public void conflict() {
            conflicts.increment();
        }

        @Override
        public void caughtUp(OpenGap gap) {
            hold.end(gap);
        }
    }
}
