package dev.chasqui.internal.gap;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one repair asks history for, and whose the rows are.
 *
 * @param windows of the gaps that it repairs; at least one
 * @param channel whose history is asked
 * @param chunks the symbols of each request; one empty set for all of them
 * @param start earliest time of a row, in nanoseconds since 1970
 * @param end latest time of a row
 */
record RepairScope(List<GapWindow> windows, Channel channel, List<Set<String>> chunks, long start, long end) {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /**
     * How much of the end is read again. A trade may legally be ten seconds old when it is reported, and a history that lags by six seconds does
     * not show what was reported in the last four of the gap when it is read for the first time.
     */
    private static final long TAIL_NANOS = 16 * NANOS_PER_SECOND;

    private static final long MINUTE_NANOS = 60 * NANOS_PER_SECOND;

    static RepairScope of(List<GapWindow> windows, RepairContext context) {
        return new RepairScope(
                List.copyOf(windows),
                channelOf(windows),
                chunksOf(windows, context),
                windows.stream().mapToLong(GapWindow::start).min().orElseThrow(),
                windows.stream().mapToLong(GapWindow::end).max().orElseThrow());
    }

    /** Both kinds of minute bars have the same history. */
    static Channel family(Channel channel) {
        return channel == Channel.UPDATED_BARS ? Channel.BARS : channel;
    }

    private static Channel channelOf(List<GapWindow> windows) {
        Channel first = windows.get(0).gap().channel();
        boolean hasFamily = windows.stream().anyMatch(window -> window.gap().channel() == family(first));
        return hasFamily ? family(first) : first;
    }

    private static List<Set<String>> chunksOf(List<GapWindow> windows, RepairContext context) {
        Set<String> symbols = new TreeSet<>();
        for (GapWindow window : windows) {
            OpenGap gap = window.gap();
            if (gap.isOfAllSymbols() && gap.channel() == Channel.NEWS) {
                return List.of(Set.of());
            }
            symbols.addAll(gap.isOfAllSymbols() ? context.seen().apply(gap.channel()) : gap.symbols());
        }
        return SymbolChunks.of(symbols, context.facts().symbolsPerRequest());
    }

    boolean isOfBars() {
        return family(channel) == Channel.BARS;
    }

    /** The gap of this channel that may miss this row; null if none does. */
    @Nullable
    OpenGap owner(Channel ofChannel, MarketEvent row) {
        for (GapWindow window : windows) {
            if (window.gap().channel() == ofChannel && window.owns(row)) {
                return window.gap();
            }
        }
        return null;
    }

    /** From where the end is read again. A bar has the time of its minute's begin. */
    long tail() {
        long ends = windows.stream().mapToLong(GapWindow::end).min().orElseThrow();
        return Math.max(start, ends - TAIL_NANOS - (isOfBars() ? MINUTE_NANOS : 0));
    }

    /** When the last bar of it has its final content: after the half minute that follows its own. */
    long barsSettled() {
        long sent = end + MINUTE_NANOS;
        return Math.floorDiv(sent, MINUTE_NANOS) * MINUTE_NANOS + MINUTE_NANOS / 2;
    }
}
