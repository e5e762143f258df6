package dev.chasqui.internal.gap;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Subscription;
import dev.chasqui.model.Timestamps;
import dev.chasqui.stream.event.GapReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The repair of one gap, or of several of the same history that lie close together. It reads the whole interval once, then its end again
 * until nothing new appears. Between two readings it rests, so that others may read. Confined to the event loop.
 */
final class RepairJob implements Pass.Owner {

    /** Plans without recent data show it after a quarter of an hour; a little more, to be sure. */
    private static final Duration RECENT = Duration.ofMinutes(15).plusSeconds(30);

    private static final int QUIET_READINGS = 2;
    private static final long NONE = Long.MIN_VALUE;

    private final RepairContext context;
    private final Runnable whenPaused;
    private final List<OpenGap> gaps = new ArrayList<>();
    private long readyAt;
    private boolean begun;
    private boolean deferred;

    private @Nullable RepairScope scope;
    private @Nullable Pass pass;
    private @Nullable Reading reading;
    private boolean readOnce;
    private int quietReadings;
    private long verifyUntil;
    private long newestRow = NONE;

    /**
     * A repair that waits for its time.
     *
     * @param readyAt when, by the clock that never jumps
     * @param whenPaused called when it rests until another {@link #readyAt()}, or is over
     */
    RepairJob(RepairContext context, OpenGap gap, long readyAt, Runnable whenPaused) {
        this.context = context;
        this.readyAt = readyAt;
        this.whenPaused = whenPaused;
        gaps.add(gap);
    }

    long readyAt() {
        return readyAt;
    }

    boolean isOver() {
        return gaps.isEmpty();
    }

    /** Takes over the gaps of another job if both have not begun and would read about the same. Returns whether it did. */
    boolean absorb(RepairJob other) {
        boolean close = !begun && !other.begun && family() == other.family() && meets(other);
        if (close) {
            gaps.addAll(other.gaps);
        }
        return close;
    }

    private boolean meets(RepairJob other) {
        List<GapWindow> theirs =
                other.gaps.stream().map(gap -> GapWindow.of(gap, context)).toList();
        return gaps.stream()
                .map(gap -> GapWindow.of(gap, context))
                .anyMatch(mine -> theirs.stream().anyMatch(mine::meets));
    }

    private Channel family() {
        return RepairScope.family(gaps.get(0).channel());
    }

    void cancel() {
        if (pass != null) {
            pass.cancel();
        }
    }

    // --- reading ---

    /** Reads what is due. */
    void run() {
        begun = true;
        context.times().sample();
        RepairScope known = readOnce ? scope : prepare();
        scope = known;
        if (known == null) {
            whenPaused.run();
            return;
        }
        reading = new Reading(context, known, newestRow);
        pass = new Pass(context, known.channel(), known.chunks(), startOfReading(known), known.end(), this);
        pass.begin();
    }

    private long startOfReading(RepairScope known) {
        if (!readOnce || newestRow == NONE) {
            return known.start();
        }
        // History may lag: then what is missing is later than the newest that it has shown, and earlier than the tail.
        return Math.max(known.start(), Math.min(known.tail(), newestRow));
    }

    /** Decides what to ask for; null if there is nothing to be had. */
    private @Nullable RepairScope prepare() {
        List<GapWindow> windows = new ArrayList<>();
        for (OpenGap gap : List.copyOf(gaps)) {
            GapWindow window = GapWindow.of(gap, context);
            if (isWorthwhile(window)) {
                windows.add(window);
                tellTruncation(window);
            } else {
                gaps.remove(gap);
            }
        }
        return windows.isEmpty() ? null : RepairScope.of(windows, context);
    }

    /** Ends the gap if not. */
    private boolean isWorthwhile(GapWindow window) {
        OpenGap gap = window.gap();
        Subscription desired = context.desired().get();
        if (desired != null && gap.symbols().stream().noneMatch(symbol -> desired.covers(gap.channel(), symbol))) {
            context.book().unsubscribed(gap);
            return false;
        }
        if (window.isOutOfReach()) {
            Duration reach = context.options().maxBackfill();
            context.book().unrecoverable(gap, GapReason.TOO_LONG, GapTexts.tooLong(gap, reach));
            return false;
        }
        if (isUnbounded(gap) && context.seen().apply(gap.channel()).isEmpty()) {
            context.book().unrecoverable(gap, GapReason.UNBOUNDED_SET, GapTexts.unbounded(gap, 0));
            return false;
        }
        return true;
    }

    private static boolean isUnbounded(OpenGap gap) {
        return gap.isOfAllSymbols() && gap.channel() != Channel.NEWS;
    }

    private void tellTruncation(GapWindow window) {
        OpenGap gap = window.gap();
        DedupWindow memory = context.window();
        if (!memory.remembers(window.neededSince(context), window.start()) && gap.tellTruncation()) {
            context.listener().dedupTruncated(gap.id(), gap.channel(), memory.keys());
        }
    }

    @Override
    public void requested() {
        gaps.forEach(OpenGap::countRequest);
    }

    @Override
    public boolean row(MarketEvent row) {
        return reading != null && reading.row(row);
    }

    // --- after a reading ---

    @Override
    public void finished() {
        boolean unsettled = isUnsettled();
        newestRow = reading == null ? newestRow : reading.newest();
        if (!readOnce) {
            readOnce = true;
            gaps.forEach(context.sink()::caughtUp);
            beginToVerify();
            return;
        }
        quietReadings = unsettled ? 0 : quietReadings + 1;
        if (quietReadings == QUIET_READINGS) {
            complete();
        } else if (unsettled && context.loop().nanoTime() - verifyUntil >= 0) {
            unstable();
        } else {
            rest(context.options().settleDelay().toNanos());
        }
    }

    /** Whether this reading showed more than the one before: a new row, or known ones of a history that has not reached the gap's end. */
    private boolean isUnsettled() {
        Reading done = reading;
        if (done == null || scope == null) {
            return false;
        }
        long endOfGaps = scope.end() - context.options().overlapForward().toNanos();
        return done.hasAdded() || (done.newest() > newestRow && done.newest() < endOfGaps);
    }

    private void beginToVerify() {
        if (context.options().verifyFor().isZero()) {
            complete();
            return;
        }
        long settle = context.options().settleDelay().toNanos();
        long wait = settle;
        RepairScope known = scope;
        if (known != null && known.isOfBars()) {
            long settled = known.barsSettled() + context.facts().delay().toNanos();
            wait = Math.max(settle, settled + settle - context.wallNanos());
        }
        verifyUntil =
                context.loop().nanoTime() + wait + context.options().verifyFor().toNanos();
        rest(wait);
    }

    private void rest(long nanos) {
        readyAt = context.loop().nanoTime() + nanos;
        whenPaused.run();
    }

    private void complete() {
        List<GapWindow> repaired = scope == null ? List.of() : scope.windows();
        gaps.clear();
        for (GapWindow window : repaired) {
            tellTruncation(window);
            complete(window);
        }
        whenPaused.run();
    }

    private void complete(GapWindow window) {
        OpenGap gap = window.gap();
        if (window.cut()) {
            Duration reach = context.options().maxBackfill();
            context.book().partial(gap, GapReason.TOO_LONG, GapTexts.tooLong(gap, reach));
        } else if (isUnbounded(gap)) {
            int seen = context.seen().apply(gap.channel()).size();
            context.book().partial(gap, GapReason.UNBOUNDED_SET, GapTexts.unbounded(gap, seen));
        } else {
            context.book().closed(gap);
        }
    }

    private void unstable() {
        String what = "REST was still adding rows after "
                + context.options().verifyFor().toSeconds() + " s";
        failed(GapReason.TAIL_NOT_STABLE, true, what, "Raise verifyFor, or ask REST history for it later");
    }

    @Override
    public void failed(GapReason reason, boolean someRead, String what, String advice) {
        List<OpenGap> failed = List.copyOf(gaps);
        gaps.clear();
        if (scope != null) {
            scope.windows().forEach(this::tellTruncation);
        }
        for (OpenGap gap : failed) {
            String text = GapTexts.of(gap, what, advice);
            if (someRead || readOnce || gap.hasRecovered()) {
                context.book().partial(gap, reason, text);
            } else {
                context.book().unrecoverable(gap, reason, text);
            }
        }
        whenPaused.run();
    }

    @Override
    public void tooRecent(String text) {
        long latest = gaps.stream().mapToLong(OpenGap::to).max().orElseThrow();
        long until = latest - context.facts().delay().toNanos() + RECENT.toNanos();
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
        for (OpenGap gap : gaps) {
            context.listener().deferred(gap.toGap(), Timestamps.toInstant(until), GapReason.PLAN);
        }
        rest(wait);
    }
}
