package dev.chasqui.stream;

import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Bar;
import dev.chasqui.model.Channel;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** The latest values that users see: those of the table, and beyond them what REST knows. Safe for use by many threads. */
final class LatestFinder implements LatestValues {

    private final LatestTable table;
    private final LatestSearch<Quote> quotes;
    private final LatestSearch<Trade> trades;
    private final LatestSearch<Bar> bars;

    LatestFinder(
            LatestTable table,
            LatestSource source,
            EventLoop loop,
            EventPublisher events,
            BooleanSupplier wouldDeadlock) {
        this.table = table;
        quotes = new LatestSearch<>(Channel.QUOTES, table, table.quotes, source, loop, events, wouldDeadlock);
        trades = new LatestSearch<>(Channel.TRADES, table, table.trades, source, loop, events, wouldDeadlock);
        bars = new LatestSearch<>(Channel.BARS, table, table.bars, source, loop, events, wouldDeadlock);
    }

    /** The stream ends. On the loop's thread. */
    void close() {
        quotes.close();
        trades.close();
        bars.close();
    }

    @Override
    public Optional<Quote> quote(String symbol) {
        return table.quotes.fresh(symbol);
    }

    @Override
    public Optional<Trade> trade(String symbol) {
        return table.trades.fresh(symbol);
    }

    @Override
    public Optional<Bar> bar(String symbol) {
        return table.bars.fresh(symbol);
    }

    @Override
    public Optional<LatestValue<Quote>> lastQuote(String symbol) {
        return table.quotes.last(symbol);
    }

    @Override
    public Optional<LatestValue<Trade>> lastTrade(String symbol) {
        return table.trades.last(symbol);
    }

    @Override
    public Optional<LatestValue<Bar>> lastBar(String symbol) {
        return table.bars.last(symbol);
    }

    @Override
    public CompletableFuture<Optional<LatestValue<Quote>>> findQuote(String symbol) {
        return quotes.find(symbol);
    }

    @Override
    public CompletableFuture<Optional<LatestValue<Trade>>> findTrade(String symbol) {
        return trades.find(symbol);
    }

    @Override
    public CompletableFuture<Optional<LatestValue<Bar>>> findBar(String symbol) {
        return bars.find(symbol);
    }

    @Override
    public CompletableFuture<Map<String, LatestValue<Quote>>> findQuotes(Collection<String> symbols) {
        return quotes.findAll(symbols);
    }

    @Override
    public CompletableFuture<Map<String, LatestValue<Trade>>> findTrades(Collection<String> symbols) {
        return trades.findAll(symbols);
    }

    @Override
    public CompletableFuture<Map<String, LatestValue<Bar>>> findBars(Collection<String> symbols) {
        return bars.findAll(symbols);
    }
}
