package dev.chasqui.internal.gap;

import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Channel;
import dev.chasqui.stream.event.GapCause;
import dev.chasqui.stream.event.GapReason;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The gaps that have no terminal event yet. Every gap is opened and ended here, so that each has exactly one event of either kind. Confined
 * to the event loop.
 */
final class GapBook {

    /** Who must know of gaps beside the user. */
    interface Follower {
        void opened(OpenGap gap);

        /** Some symbols of a gap have been opened as another one, and are about to leave it. */
        void split(OpenGap from, OpenGap part);

        /** Its end is known and history may have it. */
        void repairable(OpenGap gap);

        /** It has had its terminal event. */
        void over(OpenGap gap);
    }

    private final EventLoop loop;
    private final WallTimes times;
    private final GapListener listener;
    private final Function<Channel, @Nullable GapReason> obstacles;
    private final Follower follower;
    private final Set<OpenGap> unfinished = new LinkedHashSet<>();
    private long lastId;

    /**
     * An empty book.
     *
     * @param obstacles why a channel cannot be repaired; null if it can
     */
    GapBook(
            EventLoop loop,
            WallTimes times,
            GapListener listener,
            Function<Channel, @Nullable GapReason> obstacles,
            Follower follower) {
        this.loop = loop;
        this.times = times;
        this.listener = listener;
        this.obstacles = obstacles;
        this.follower = follower;
    }

    /** The gaps without a terminal event, oldest first. */
    Set<OpenGap> unfinished() {
        return unfinished;
    }

    /** Opens a gap that has no end yet. */
    OpenGap open(Channel channel, Set<String> symbols, long fromNanos, GapCause cause, String text) {
        times.sample();
        return enter(new OpenGap(++lastId, channel, symbols, cause, text, fromNanos, times.earliest(fromNanos)));
    }

    /** Opens a gap that begins with this time of a message, in nanoseconds since 1970. */
    OpenGap openAt(Channel channel, Set<String> symbols, long time, String text) {
        return enter(new OpenGap(++lastId, channel, symbols, GapCause.OVERFLOW, text, loop.nanoTime(), time));
    }

    /** Opens a gap and ends it. */
    void openEnded(Channel channel, Set<String> symbols, long fromNanos, long toNanos, GapCause cause, String text) {
        times.sample();
        OpenGap gap = new OpenGap(++lastId, channel, symbols, cause, text, fromNanos, times.earliest(fromNanos));
        gap.end(toNanos, times.latest(toNanos));
        enter(gap);
        handOn(gap);
    }

    /** Makes some of the symbols of a gap a gap of their own, with the same begin. */
    OpenGap split(OpenGap gap, Set<String> part, GapCause cause, String text) {
        OpenGap other = enter(new OpenGap(++lastId, gap.channel(), part, cause, text, gap.fromNanos(), gap.from()));
        follower.split(gap, other);
        TreeSet<String> rest = new TreeSet<>(gap.symbols());
        rest.removeAll(part);
        gap.narrowTo(rest);
        return other;
    }

    private OpenGap enter(OpenGap gap) {
        unfinished.add(gap);
        follower.opened(gap);
        listener.opened(gap.toGap());
        return gap;
    }

    /** From this moment nothing of the gap is missing any more. */
    void end(OpenGap gap, long toNanos) {
        times.sample();
        gap.end(toNanos, gap.isExact() ? gap.to() : times.latest(toNanos));
        gap.widen(times);
        handOn(gap);
    }

    private void handOn(OpenGap gap) {
        GapReason obstacle = obstacles.apply(gap.channel());
        if (obstacle == null) {
            follower.repairable(gap);
        } else {
            unrecoverable(gap, obstacle, GapTexts.notTried(gap, obstacle));
        }
    }

    // --- terminal events ---

    void closed(OpenGap gap) {
        if (finish(gap)) {
            listener.closed(gap.toGap(), gap.summary());
        }
    }

    void partial(OpenGap gap, GapReason reason, String text) {
        if (finish(gap)) {
            listener.partial(gap.toGap(), gap.summary(), reason, text);
        }
    }

    void unrecoverable(OpenGap gap, GapReason reason, String text) {
        if (finish(gap)) {
            listener.unrecoverable(gap.toGap(), reason, text);
        }
    }

    /** What was missed is not wanted any more. */
    void unsubscribed(OpenGap gap) {
        endNow(gap);
        unrecoverable(gap, GapReason.UNSUBSCRIBED, GapTexts.unsubscribed(gap));
    }

    /** Nothing more will be repaired. */
    void endAll() {
        List<OpenGap> left = new ArrayList<>(unfinished);
        for (OpenGap gap : left) {
            endNow(gap);
            String text = GapTexts.closed(gap);
            if (gap.hasRecovered()) {
                partial(gap, GapReason.CLOSED, text);
            } else {
                unrecoverable(gap, GapReason.CLOSED, text);
            }
        }
    }

    private void endNow(OpenGap gap) {
        times.sample();
        if (!gap.hasEnd()) {
            long now = loop.nanoTime();
            gap.end(now, gap.isExact() ? gap.to() : times.latest(now));
        }
        gap.widen(times);
    }

    private boolean finish(OpenGap gap) {
        if (!unfinished.remove(gap)) {
            return false;
        }
        follower.over(gap);
        return true;
    }
}
