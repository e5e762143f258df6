package dev.chasqui.cli;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which symbols a table shows. Symbols that were asked for by name stand in the order given; of all symbols, those that were active most
 * recently, by name. A row stays for a while after its last message, so that the table can be read. Confined to one thread.
 */
final class RowSelection {

    private static final long STAY_NANOS = 5_000_000_000L;

    private final List<String> named;
    private final boolean all;
    private Set<String> shown = Set.of();

    RowSelection(List<String> named, boolean all) {
        this.named = List.copyOf(named);
        this.all = all;
    }

    /** How many symbols there are to choose from. */
    int size(Board board) {
        return all ? board.symbols() : named.size();
    }

    /** At most so many rows. */
    List<BoardRow.View> choose(Board board, int most, long nowNanos) {
        return all
                ? mostRecent(board.views(), most, nowNanos)
                : board.views(named.subList(0, Math.min(most, named.size())));
    }

    private List<BoardRow.View> mostRecent(List<BoardRow.View> views, int most, long nowNanos) {
        List<BoardRow.View> chosen = views.stream()
                .sorted(Comparator.<BoardRow.View>comparingInt(view -> stays(view, nowNanos) ? 0 : 1)
                        .thenComparing(Comparator.comparingLong(BoardRow.View::receivedNanos)
                                .reversed()))
                .limit(most)
                .sorted(Comparator.comparing(BoardRow.View::symbol))
                .toList();
        shown = chosen.stream().map(BoardRow.View::symbol).collect(Collectors.toCollection(HashSet::new));
        return chosen;
    }

    private boolean stays(BoardRow.View view, long nowNanos) {
        return shown.contains(view.symbol()) && nowNanos - view.receivedNanos() < STAY_NANOS;
    }
}
