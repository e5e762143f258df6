package dev.chasqui.internal.gap;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Subscription;
import dev.chasqui.model.Timestamps;
import dev.chasqui.stream.event.GapReason;
import dev.chasqui.stream.options.RepairOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The repair of one gap: its whole interval is read once, then its end again until nothing new appears. Between two readings it rests, so
 * that others may read; one {@linkplain RepairRound round} may read for several. Confined to the event loop.
 */
final class RepairJob {

    /** Plans without recent data show it after a quarter of an hour; a little more, to be sure. */
    private static final Duration RECENT = Duration.ofMinutes(15).plusSeconds(30);

    private static final int QUIET_READINGS = 2;

    /** So often at least the end is read again, however long the reading of other gaps has taken. */
    private static final int FEWEST_READINGS = QUIET_READINGS + 1;

    private static final long NONE = Long.MIN_VALUE;

    private final RepairContext context;
    private final OpenGap gap;
    private long readyAt;
    private boolean over;
    private boolean deferred;
    private boolean alone;

    private @Nullable GapWindow window;
    private long readFrom;
    private long readTo;
    private boolean readOnce;
    private int readingsAgain;
    private int quietReadings;
    private long verifyUntil;

    /** The greatest time of a row, in the readings before this one and in this one. */
    private long newestBefore = NONE;

    private long newest = NONE;
    private boolean added;

    /**
     * A repair that waits for its time.
     *
     * @param readyAt when, by the clock that never jumps
     */
    RepairJob(RepairContext context, OpenGap gap, long readyAt) {
        this.context = context;
        this.gap = gap;
        this.readyAt = readyAt;
    }

    /** When it wants to read next, by the clock that never jumps. */
    long readyAt() {
        return readyAt;
    }

    /** Whether its gap has had its last event. */
    boolean isOver() {
        return over;
    }

    /** What it reads; known once it {@linkplain #prepare() is prepared}. */
    GapWindow window() {
        if (window == null) {
            throw new IllegalStateException("not prepared");
        }
        return window;
    }

    /** Whether one reading can serve both. Both are prepared. */
    boolean meets(RepairJob other) {
        return !alone
                && !other.alone
                && RepairScope.family(gap.channel()) == RepairScope.family(other.gap.channel())
                && window().meets(other.window());
    }

    // --- before a reading ---

    /** Decides what to read; returns false if there is nothing to be had, and the gap has ended. */
    boolean prepare() {
        if (!readOnce) {
            GapWindow wanted = GapWindow.of(gap, context);
            window = wanted;
            readFrom = gap.from();
            readTo = gap.to();
            if (!isWorthwhile(wanted)) {
                over = true;
                return false;
            }
            if (wanted.isBarren()) {
                complete();
                return false;
            }
            tellTruncation();
        }
        newestBefore = newest;
        added = false;
        return true;
    }

    /** Ends the gap if not. */
    private boolean isWorthwhile(GapWindow wanted) {
        Subscription desired = context.desired().get();
        if (desired != null && gap.symbols().stream().noneMatch(symbol -> desired.covers(gap.channel(), symbol))) {
            context.book().unsubscribed(gap);
            return false;
        }
        if (wanted.isOutOfReach()) {
            Duration reach = context.options().maxBackfill();
            context.book().unrecoverable(gap, GapReason.TOO_LONG, GapTexts.tooLong(gap, reach));
            return false;
        }
        if (isUnbounded() && context.seen().apply(gap.channel()).isEmpty()) {
            context.book().unrecoverable(gap, GapReason.UNBOUNDED_SET, GapTexts.unbounded(gap, 0));
            return false;
        }
        return true;
    }

    private boolean isUnbounded() {
        return gap.isOfAllSymbols() && gap.channel() != Channel.NEWS;
    }

    private void tellTruncation() {
        DedupWindow memory = context.window();
        if (!memory.remembers(window().neededSince(context), window().start()) && gap.tellTruncation()) {
            context.listener().dedupTruncated(gap.id(), gap.channel(), memory.keys());
        }
    }

    /** The earliest time that it wants to read, in nanoseconds since 1970. */
    long startOfReading() {
        if (!readOnce || newestBefore == NONE) {
            return window().start();
        }
        // History may lag: then what is missing is later than the newest that it has shown, and earlier than the tail.
        // That the server's clock may be ahead makes the window longer; if it is not now, the gap ends earlier by that.
        long tail = window().tail() - context.skew().aheadNanos();
        return Math.max(window().start(), Math.min(tail, newestBefore));
    }

    // --- during a reading ---

    void requested() {
        gap.countRequest();
    }

    /** A row was read, by this or another job of the round. */
    void saw(MarketEvent row, boolean delivered) {
        if (window().owns(row)) {
            newest = Math.max(newest, row.timestampNanos());
            added |= delivered;
        }
    }

    // --- after a reading ---

    void finished() {
        if (!readOnce) {
            readOnce = true;
            context.sink().caughtUp(gap);
            beginToVerify();
            return;
        }
        readingsAgain++;
        boolean unsettled = isUnsettled();
        quietReadings = unsettled ? 0 : quietReadings + 1;
        if (quietReadings == QUIET_READINGS) {
            complete();
        } else if (unsettled && isTimeToGiveUp()) {
            unstable();
        } else {
            rest(context.options().settleDelay().toNanos());
        }
    }

    /** Whether this reading showed more than those before: a new row, or known ones of a history that has not reached the gap's end. */
    private boolean isUnsettled() {
        long endOfGap = window().end() - context.options().overlapForward().toNanos();
        return added || (newest > newestBefore && newest < endOfGap);
    }

    private boolean isTimeToGiveUp() {
        return readingsAgain >= FEWEST_READINGS && context.loop().nanoTime() - verifyUntil >= 0;
    }

    private void beginToVerify() {
        readingsAgain = 0;
        if (context.options().verifyFor().isZero()) {
            complete();
            return;
        }
        long settle = context.options().settleDelay().toNanos();
        long wait = settle;
        if (RepairScope.isOfBars(gap.channel())) {
            long settled = window().barsSettled() + context.facts().delay().toNanos();
            wait = Math.max(settle, settled + settle - context.wallNanos());
        }
        verifyUntil =
                context.loop().nanoTime() + wait + context.options().verifyFor().toNanos();
        rest(wait);
    }

    private void rest(long nanos) {
        readyAt = context.loop().nanoTime() + nanos;
    }

    private void complete() {
        if (hasOutgrownReading()) {
            // A clock was set since, and the gap is wider than what was read.
            readOnce = false;
            quietReadings = 0;
            rest(0);
            return;
        }
        over = true;
        tellTruncation();
        if (window().cut()) {
            Duration reach = context.options().maxBackfill();
            context.book().partial(gap, GapReason.TOO_LONG, GapTexts.tooLong(gap, reach));
        } else if (isUnbounded()) {
            int seen = context.seen().apply(gap.channel()).size();
            context.book().partial(gap, GapReason.UNBOUNDED_SET, GapTexts.unbounded(gap, seen));
        } else {
            context.book().closed(gap);
        }
    }

    private boolean hasOutgrownReading() {
        RepairOptions options = context.options();
        return gap.from() < readFrom - drift(options.overlapBack())
                || gap.to() > readTo + drift(options.overlapForward());
    }

    /** Clocks that are kept right always move a little against each other: that much of what was read around the gap may go to it. */
    private long drift(Duration overlap) {
        return gap.isExact() ? 0 : Math.min(WallTimes.SAME_NANOS, overlap.toNanos());
    }

    private void unstable() {
        String what = "REST was still adding rows after "
                + context.options().verifyFor().toSeconds() + " s";
        failed(GapReason.TAIL_NOT_STABLE, true, what, "Raise verifyFor, or ask REST history for it later");
    }

    /** The reading cannot go on; {@code someRead} if that is a part of the interval although nothing in it may have been new. */
    void failed(GapReason reason, boolean someRead, String what, String advice) {
        over = true;
        tellTruncation();
        String text = GapTexts.of(gap, what, advice);
        if (someRead || readOnce || gap.hasRecovered()) {
            context.book().partial(gap, reason, text);
        } else {
            context.book().unrecoverable(gap, reason, text);
        }
    }

    /** What it shared with others went wrong, perhaps for the sake of one of them: it goes on alone, from the begin if it has not been read. */
    void goOnAlone() {
        alone = true;
        rest(0);
    }

    /** History of this time is not shown yet. */
    void tooRecent(String text) {
        long until = gap.to() - context.facts().delay().toNanos() + RECENT.toNanos();
        long wait = until - context.wallNanos();
        if (!context.options().deferRecent() || deferred || wait <= 0) {
            failed(
                    GapReason.PLAN,
                    false,
                    "the plan does not show data as recent as this: " + text,
                    "Set deferRecent to have it fetched a quarter of an hour later, or take another plan");
            return;
        }
        deferred = true;
        readOnce = false;
        context.listener().deferred(gap.toGap(), Timestamps.toInstant(until), GapReason.PLAN);
        rest(wait);
    }
}
