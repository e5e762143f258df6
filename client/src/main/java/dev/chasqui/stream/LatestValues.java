package dev.chasqui.stream;

import dev.chasqui.model.Bar;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The newest quote, trade and minute bar of each symbol: what the stream has delivered, and what REST was asked for. A value never goes
 * backwards in exchange time, and is here before handlers see it. Safe for use by many threads.
 *
 * <p>A value is fresh if it came, or REST last confirmed it, within the time to live, 60 s unless the builder says otherwise, and it is not
 * {@linkplain LatestValue#stale() stale}. A value marked stale is fresh again when something newer comes, or REST, asked after the mark, says
 * that there is nothing newer.
 *
 * <p>The plain methods answer at once, take no lock and ask nobody: {@code quote}, {@code trade} and {@code bar} while a value is fresh,
 * {@code lastQuote} and so on at any age.
 *
 * <p>The methods {@code find…} answer with the fresh value, at no cost, or ask REST: with one request for all symbols that are missing (more
 * only if there are more than one request may hold, 500, or 100 options), while those already asked for are waited for. The symbols need not
 * be subscribed. What REST has is kept for the time to live as well; it is not given to handlers. If REST is off, does not carry the feed,
 * fails, or knows only something older, the answer is the last value marked stale. If there is none, a symbol that REST does not know, or
 * may not be asked for, is empty or absent from the map; after a failure of REST the future fails with a
 * {@link dev.chasqui.rest.RestException}, that of a map if this concerns any of its symbols. It fails with
 * {@link StreamException.Closed} if the stream is closed first. Futures complete on the stream's event thread, or at once. A symbol that
 * cannot be one, {@code *} included, is refused with an {@link IllegalArgumentException}.
 */
public interface LatestValues {

    /** The newest quote, if it is fresh. */
    Optional<Quote> quote(String symbol);

    /** The newest trade, if it is fresh. */
    Optional<Trade> trade(String symbol);

    /** The newest minute bar, updated ones included, if it is fresh. */
    Optional<Bar> bar(String symbol);

    /** The newest quote of any age. */
    Optional<LatestValue<Quote>> lastQuote(String symbol);

    /** The newest trade of any age. */
    Optional<LatestValue<Trade>> lastTrade(String symbol);

    /** The newest minute bar of any age, updated ones included. */
    Optional<LatestValue<Bar>> lastBar(String symbol);

    /** The newest quote: fresh, asked for by REST, or marked stale. */
    CompletableFuture<Optional<LatestValue<Quote>>> findQuote(String symbol);

    /**
     * The newest trade: fresh, asked for by REST, or marked stale. REST passes over trades that do not count for the price, such as odd
     * lots: if the stream brought one of those last, REST cannot confirm it.
     */
    CompletableFuture<Optional<LatestValue<Trade>>> findTrade(String symbol);

    /** The newest minute bar: fresh, asked for by REST, or marked stale. */
    CompletableFuture<Optional<LatestValue<Bar>>> findBar(String symbol);

    /** As {@link #findQuote} for many symbols, each once. */
    CompletableFuture<Map<String, LatestValue<Quote>>> findQuotes(Collection<String> symbols);

    /** As {@link #findTrade} for many symbols, each once. */
    CompletableFuture<Map<String, LatestValue<Trade>>> findTrades(Collection<String> symbols);

    /** As {@link #findBar} for many symbols, each once. */
    CompletableFuture<Map<String, LatestValue<Bar>>> findBars(Collection<String> symbols);
}
