package dev.chasqui.simulator;

import dev.chasqui.model.MarketEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects the messages of one page: symbol by symbol, and by time within a symbol. */
final class RestPage {

    private final int limit;
    private final boolean descending;
    private final Map<String, List<MarketEvent>> messages = new LinkedHashMap<>();
    private int size;
    private @Nullable PageToken last;
    private boolean more;

    RestPage(int limit, boolean descending) {
        this.limit = limit;
        this.descending = descending;
    }

    /** Adds what comes after a token, until the page is full. */
    void fill(NavigableSet<String> symbols, Optional<PageToken> after, Function<String, List<RestRow>> history) {
        NavigableSet<String> left =
                after.isPresent() ? symbols.tailSet(after.get().symbol(), true) : symbols;
        for (String symbol : left) {
            if (!more) {
                add(
                        symbol,
                        history.apply(symbol),
                        after.filter(token -> token.symbol().equals(symbol)));
            }
        }
    }

    private void add(String symbol, List<RestRow> rows, Optional<PageToken> after) {
        List<RestRow> ordered = rows;
        if (descending) {
            ordered = new ArrayList<>(rows);
            Collections.reverse(ordered);
        }
        for (RestRow row : ordered) {
            if (after.isEmpty() || after.get().precedes(row, descending)) {
                if (size == limit) {
                    more = true;
                    return;
                }
                add(symbol, row);
            }
        }
    }

    private void add(String symbol, RestRow row) {
        messages.computeIfAbsent(symbol, key -> new ArrayList<>()).add(row.event());
        last = new PageToken(symbol, row.timeNanos(), row.number());
        size++;
    }

    /** The messages by symbol; a symbol without any is missing. */
    Map<String, List<MarketEvent>> messages() {
        return messages;
    }

    /** The messages of the only symbol. */
    List<MarketEvent> messages(String symbol) {
        return messages.getOrDefault(symbol, List.of());
    }

    /** Where the next page begins; empty if there is none. */
    Optional<String> nextToken() {
        return more ? end() : Optional.empty();
    }

    /** Where this page ends; empty if it has no messages. */
    Optional<String> end() {
        return Optional.ofNullable(last).map(PageToken::text);
    }
}
