package dev.chasqui.stream;

import dev.chasqui.internal.liveness.LastMessages;
import dev.chasqui.model.Bar;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The newest values by symbol. Written by the connection's thread alone, read by any. */
final class LatestTable implements LastMessages {

    final LatestColumn<Quote> quotes;
    final LatestColumn<Trade> trades;
    final LatestColumn<Bar> bars;

    /** A table without values; the numbers are those of its symbols, and of others. */
    LatestTable(SymbolNumbers symbols, LongSupplier nanoTime, Duration timeToLive) {
        quotes = new LatestColumn<>(symbols, nanoTime, timeToLive);
        trades = new LatestColumn<>(symbols, nanoTime, timeToLive);
        bars = new LatestColumn<>(symbols, nanoTime, timeToLive);
    }

    /**
     * The stream brought this.
     *
     * @param symbol the number of its symbol
     * @param now a moment of the clock that never jumps
     */
    void update(MarketEvent event, int symbol, long now) {
        if (event instanceof Quote quote) {
            quotes.update(quote, symbol, now);
        } else if (event instanceof Trade trade) {
            trades.update(trade, symbol, now);
        } else if (event instanceof Bar bar && bar.kind() != Bar.Kind.DAY) {
            bars.update(bar, symbol, now);
        }
    }

    /** A repair brought this. */
    void recovered(MarketEvent event) {
        if (event instanceof Quote quote) {
            quotes.recovered(quote);
        } else if (event instanceof Trade trade) {
            trades.recovered(trade);
        } else if (event instanceof Bar bar && bar.kind() != Bar.Kind.DAY) {
            bars.recovered(bar);
        }
    }

    /** REST, asked at a moment, says that this is the newest. */
    void confirm(MarketEvent event, long askedNanos) {
        if (event instanceof Quote quote) {
            quotes.confirm(quote, askedNanos);
        } else if (event instanceof Trade trade) {
            trades.confirm(trade, askedNanos);
        } else if (event instanceof Bar bar && bar.kind() != Bar.Kind.DAY) {
            bars.confirm(bar, askedNanos);
        }
    }

    /** There may be something newer that was missed. Call it where values are updated. */
    void markStale(Channel channel, Set<String> symbols) {
        LatestColumn<?> column = column(channel);
        if (column != null) {
            column.markStale(symbols);
        }
    }

    /** The symbols of which the stream has brought anything on a channel. */
    Set<String> symbolsSeen(Channel channel) {
        LatestColumn<?> column = column(channel);
        return column == null ? Set.of() : column.symbolsHeard();
    }

    /** The time of what the stream brought last of a symbol; the least of all times if nothing. */
    long newestHeard(Channel channel, String symbol) {
        LatestColumn<?> column = column(channel);
        return column == null ? Long.MIN_VALUE : column.newestHeard(symbol);
    }

    @Override
    public void forEach(Channel channel, Visitor visitor) {
        LatestColumn<?> column = column(channel);
        if (column != null) {
            column.visit(visitor);
        }
    }

    // Of the other channels nothing is kept.
    private @Nullable LatestColumn<?> column(Channel channel) {
        return switch (channel) {
            case QUOTES -> quotes;
            case TRADES -> trades;
            case BARS, UPDATED_BARS -> bars;
            default -> null;
        };
    }
}
