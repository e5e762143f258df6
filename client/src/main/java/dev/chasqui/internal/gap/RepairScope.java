package dev.chasqui.internal.gap;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one reading asks history for, and whose the rows are.
 *
 * @param windows of the gaps that it is for; at least one
 * @param channel whose history is asked
 * @param chunks the symbols of each request; one empty set for all of them
 * @param start earliest time of a row, in nanoseconds since 1970
 * @param end latest time of a row
 */
record RepairScope(List<GapWindow> windows, Channel channel, List<Set<String>> chunks, long start, long end) {

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

    static boolean isOfBars(Channel channel) {
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
}
