package dev.chasqui.cli;

import dev.chasqui.model.MarketEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The newest values of every symbol that was heard of. Safe for use by many threads. */
final class Board {

    private final Map<String, BoardRow> rows = new ConcurrentHashMap<>();
    private final LongAdder messages = new LongAdder();

    void accept(MarketEvent message, long nowNanos) {
        messages.increment();
        row(message.symbol()).accept(message, nowNanos);
    }

    /** Messages so far. */
    long messages() {
        return messages.sum();
    }

    /** How many symbols were heard of. */
    int symbols() {
        return rows.size();
    }

    /** Rows of these symbols, in this order, silent ones included. */
    List<BoardRow.View> views(List<String> symbols) {
        return symbols.stream().map(symbol -> row(symbol).view()).toList();
    }

    /** Rows of every symbol that was heard of, in no order. */
    List<BoardRow.View> views() {
        return rows.values().stream().map(BoardRow::view).toList();
    }

    private BoardRow row(String symbol) {
        return rows.computeIfAbsent(symbol, BoardRow::new);
    }
}
