package dev.chasqui.internal.gap;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.stream.options.RepairOptions;
import java.time.Duration;

/**
 * The times for which history is asked about one gap, by the messages' own clock, in nanoseconds since 1970, both ends inclusive.
 *
 * @param cut whether the gap begins earlier than repair reaches
 */
record GapWindow(OpenGap gap, long start, long end, boolean cut) {

    /** Times of messages are exact, but history may round them. */
    private static final long ROUNDING_NANOS = Duration.ofSeconds(1).toNanos();

    /** A bar has the time at which its minute begins, and is sent when that ends. */
    private static final long MINUTE_NANOS = Duration.ofSeconds(60).toNanos();

    /**
     * How much of the end is read again. A trade may legally be ten seconds old when it is reported, and a history that lags by six seconds does
     * not show what was reported in the last four of the gap when it is read for the first time.
     */
    private static final long TAIL_NANOS = Duration.ofSeconds(16).toNanos();

    /** An updated bar is sent about 30 s after the minute's end; a little less was measured. */
    private static final long UPDATE_MOST_NANOS = Duration.ofSeconds(90).toNanos();

    private static final long UPDATE_LEAST_NANOS = Duration.ofSeconds(85).toNanos();

    static GapWindow of(OpenGap gap, RepairContext context) {
        gap.widen(context.times());
        RepairOptions options = context.options();
        long delay = context.facts().delay().toNanos();
        long reach = context.wallNanos() - delay - options.maxBackfill().toNanos();
        long begin = gap.isExact() ? gap.firstLost() : gap.from() - delay;
        long start;
        long end;
        if (gap.isExact()) {
            start = gap.firstLost() - ROUNDING_NANOS;
            end = gap.lastLost() + ROUNDING_NANOS;
        } else {
            start = begin - options.overlapBack().toNanos() - gap.lagNanos() - latestSending(gap);
            end = gap.to()
                    - delay
                    + options.overlapForward().toNanos()
                    + context.skew().aheadNanos()
                    - earliestSending(gap);
        }
        boolean cut = begin < reach;
        return new GapWindow(gap, cut ? reach : start, end, cut);
    }

    private static long latestSending(OpenGap gap) {
        return switch (gap.channel()) {
            case BARS -> MINUTE_NANOS;
            case UPDATED_BARS -> UPDATE_MOST_NANOS;
            default -> 0;
        };
    }

    private static long earliestSending(OpenGap gap) {
        return switch (gap.channel()) {
            case BARS -> MINUTE_NANOS;
            case UPDATED_BARS -> UPDATE_LEAST_NANOS;
            default -> 0;
        };
    }

    /** Whether nothing of it can be asked for. */
    boolean isOutOfReach() {
        return cut && start > end;
    }

    /** Whether no row can be of this time: bars stand at full minutes only. */
    boolean isBarren() {
        return RepairScope.isOfBars(gap.channel()) && Math.floorDiv(end, MINUTE_NANOS) * MINUTE_NANOS < start;
    }

    boolean meets(GapWindow other) {
        return start <= other.end && other.start <= end;
    }

    /** From where the end is read again. A bar has the time of its minute's begin. */
    long tail() {
        return Math.max(start, end - TAIL_NANOS - (RepairScope.isOfBars(gap.channel()) ? MINUTE_NANOS : 0));
    }

    /** When the last bar of it has its final content: after the half minute that follows its own. */
    long barsSettled() {
        long sent = end + MINUTE_NANOS;
        return Math.floorDiv(sent, MINUTE_NANOS) * MINUTE_NANOS + MINUTE_NANOS / 2;
    }

    /** Whether a row is what the gap may miss. Which articles are about a symbol is for REST to say, which was asked for it. */
    boolean owns(MarketEvent row) {
        if (row instanceof News news) {
            return gap.isOfAllSymbols() || news.symbols().stream().anyMatch(this::isAbout);
        }
        return row.timestampNanos() >= start && row.timestampNanos() <= end && gap.covers(row.symbol());
    }

    // Articles may write crypto pairs without the slash.
    private boolean isAbout(String symbol) {
        return gap.covers(symbol)
                || gap.symbols().stream().anyMatch(own -> own.replace("/", "").equals(symbol));
    }

    /** Since when what came live must be remembered, by the clock that never jumps. */
    long neededSince(RepairContext context) {
        if (!gap.isExact()) {
            return neededSince(gap, context.options(), context.times(), context.skew());
        }
        long age = context.wallNanos() - context.facts().delay().toNanos() - start;
        return Math.min(
                gap.fromNanos(),
                context.loop().nanoTime() - age - context.skew().aheadNanos());
    }

    /** The same for a gap that is not exact, without its window. */
    static long neededSince(OpenGap gap, RepairOptions options, WallTimes times, Skew skew) {
        // The bar that an update replaces came half a minute before it.
        long before = gap.channel() == Channel.UPDATED_BARS ? UPDATE_MOST_NANOS - MINUTE_NANOS : 0;
        // A message came earlier than its time says if the sender's clock is ahead of ours, or ours was set back.
        long clocks = skew.aheadNanos() + times.latest(gap.fromNanos()) - gap.from();
        return gap.fromNanos() - options.overlapBack().toNanos() - gap.lagNanos() - before - Math.max(0, clocks);
    }
}
