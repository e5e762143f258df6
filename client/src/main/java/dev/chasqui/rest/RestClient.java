package dev.chasqui.rest;

import dev.chasqui.model.Auction;
import dev.chasqui.model.Bar;
import dev.chasqui.model.Feed;
import dev.chasqui.model.MarketClock;
import dev.chasqui.model.News;
import dev.chasqui.model.OrderBook;
import dev.chasqui.model.PerpetualPricing;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Snapshot;
import dev.chasqui.model.Trade;
import dev.chasqui.model.TradingDay;
import dev.chasqui.rest.Endpoints.Data;
import dev.chasqui.rest.Endpoints.Endpoint;
import dev.chasqui.wire.Page;
import dev.chasqui.wire.RestDecoder;
import java.net.URI;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks Alpaca's REST interface for market data: history, latest values, snapshots, news, and the calendar. Safe from any thread.
 *
 * <p>Every method that asks returns at once. Its future fails with a {@link RestException}; cancelling it ends the request. Futures are
 * completed on threads of the client, which callbacks may block. A request waits for the {@link RateBudget}, and is sent again as the
 * {@link RetryPolicy} says. What the server cannot be asked for, such as quotes of options in history, is refused on the spot with an
 * {@link IllegalArgumentException}.
 *
 * <p>What a symbol has no data for is absent from the answer; so is a symbol that does not exist.
 */
public final class RestClient implements AutoCloseable {

    private final RestCore core;
    private final URI data;
    private final URI trading;
    private final RetryPolicy retries;
    private final RestDecoder decoder;

    RestClient(RestCore core, URI data, URI trading, RetryPolicy retries) {
        this.core = core;
        this.data = data;
        this.trading = trading;
        this.retries = retries;
        decoder = core.decoder;
    }

    /** Sets up a client; Alpaca's production hosts by default. */
    public static RestClientBuilder builder() {
        return new RestClientBuilder();
    }

    /** This client with other retries. It shares all else, and closing one closes both. */
    public RestClient withRetries(RetryPolicy policy) {
        return new RestClient(core, data, trading, policy);
    }

    /** One page of trades: of stocks, crypto or options. Trades that were canceled or corrected later say so in {@link Trade#update()}. */
    public CompletableFuture<Page<Trade>> trades(HistoryQuery query) {
        return ask(Endpoints.history(query, Data.TRADES), decoder::trades);
    }

    /** All trades, page by page. */
    public Paging<Trade> allTrades(HistoryQuery query) {
        return all(query, Data.TRADES, decoder::trades);
    }

    /** One page of quotes: of stocks or crypto. */
    public CompletableFuture<Page<Quote>> quotes(HistoryQuery query) {
        return ask(Endpoints.history(query, Data.QUOTES), decoder::quotes);
    }

    /** All quotes, page by page. */
    public Paging<Quote> allQuotes(HistoryQuery query) {
        return all(query, Data.QUOTES, decoder::quotes);
    }

    /**
     * One page of bars: of stocks, crypto or options. They are of kind {@link Bar.Kind#DAY} if the timeframe is a day or longer, else of
     * kind {@link Bar.Kind#MINUTE}; how long they are is what was asked for.
     */
    public CompletableFuture<Page<Bar>> bars(HistoryQuery query, Timeframe timeframe) {
        return ask(withTimeframe(query, timeframe), bars(timeframe));
    }

    /** All bars, page by page; otherwise as {@link #bars}. */
    public Paging<Bar> allBars(HistoryQuery query, Timeframe timeframe) {
        return all(withTimeframe(query, timeframe), query.pageToken(), bars(timeframe));
    }

    private static Endpoint withTimeframe(HistoryQuery query, Timeframe timeframe) {
        Endpoint endpoint = Endpoints.history(query, Data.BARS);
        return new Endpoint(endpoint.path(), endpoint.parameters().with("timeframe", timeframe));
    }

    private Function<byte[], Page<Bar>> bars(Timeframe timeframe) {
        Bar.Kind kind = timeframe.isDayOrLonger() ? Bar.Kind.DAY : Bar.Kind.MINUTE;
        return body -> decoder.bars(body, kind);
    }

    /** One page of opening and closing auctions of stocks. */
    public CompletableFuture<Page<Auction>> auctions(HistoryQuery query) {
        return ask(Endpoints.history(query, Data.AUCTIONS), decoder::auctions);
    }

    /** All auctions, page by page. */
    public Paging<Auction> allAuctions(HistoryQuery query) {
        return all(query, Data.AUCTIONS, decoder::auctions);
    }

    /** One page of news. */
    public CompletableFuture<Page<News>> news(NewsQuery query) {
        return ask(new Endpoint(Endpoints.NEWS, query.parameters()), decoder::news);
    }

    /** All news, page by page. */
    public Paging<News> allNews(NewsQuery query) {
        return all(new Endpoint(Endpoints.NEWS, query.parameters()), query.pageToken(), decoder::news);
    }

    /** One page of the options of an underlying. */
    public CompletableFuture<Page<Snapshot>> optionChain(OptionChainQuery query) {
        return ask(Endpoints.chain(query), decoder::snapshots);
    }

    /** The whole chain, page by page. */
    public Paging<Snapshot> wholeOptionChain(OptionChainQuery query) {
        return all(Endpoints.chain(query), query.pageToken(), decoder::snapshots);
    }

    /** Latest trades by symbol. Those that do not count for the price, such as odd lots of stocks, are passed over by the server. */
    public CompletableFuture<Map<String, Trade>> latestTrades(Feed feed, Collection<String> symbols) {
        return latest(feed, symbols, Data.TRADES, decoder::trades, Trade::symbol);
    }

    /** The latest trade of a symbol; otherwise as {@link #latestTrades}. */
    public CompletableFuture<Optional<Trade>> latestTrade(Feed feed, String symbol) {
        return latest(feed, symbol, Data.TRADES, decoder::trades, Trade::symbol);
    }

    /** Latest quotes by symbol. */
    public CompletableFuture<Map<String, Quote>> latestQuotes(Feed feed, Collection<String> symbols) {
        return latest(feed, symbols, Data.QUOTES, decoder::quotes, Quote::symbol);
    }

    /** The latest quote of a symbol. */
    public CompletableFuture<Optional<Quote>> latestQuote(Feed feed, String symbol) {
        return latest(feed, symbol, Data.QUOTES, decoder::quotes, Quote::symbol);
    }

    /** Latest minute bars by symbol; of stocks, crypto and perpetuals. */
    public CompletableFuture<Map<String, Bar>> latestBars(Feed feed, Collection<String> symbols) {
        return latest(feed, symbols, Data.BARS, bars(Timeframe.MINUTE), Bar::symbol);
    }

    /** The latest minute bar of a symbol. */
    public CompletableFuture<Optional<Bar>> latestBar(Feed feed, String symbol) {
        return latest(feed, symbol, Data.BARS, bars(Timeframe.MINUTE), Bar::symbol);
    }

    /** Whole order books by symbol; of crypto and perpetuals. */
    public CompletableFuture<Map<String, OrderBook>> latestOrderBooks(Feed feed, Collection<String> symbols) {
        return latest(feed, symbols, Data.ORDERBOOKS, decoder::orderBooks, OrderBook::symbol);
    }

    /** The whole order book of a symbol. */
    public CompletableFuture<Optional<OrderBook>> latestOrderBook(Feed feed, String symbol) {
        return latest(feed, symbol, Data.ORDERBOOKS, decoder::orderBooks, OrderBook::symbol);
    }

    /** Reference prices and funding by symbol; of perpetuals. */
    public CompletableFuture<Map<String, PerpetualPricing>> latestPricing(Feed feed, Collection<String> symbols) {
        return latest(feed, symbols, Data.PRICING, decoder::pricing, PerpetualPricing::symbol);
    }

    /** Snapshots by symbol; of stocks, crypto and options. */
    public CompletableFuture<Map<String, Snapshot>> snapshots(Feed feed, Collection<String> symbols) {
        return latest(feed, symbols, Data.SNAPSHOTS, decoder::snapshots, Snapshot::symbol);
    }

    /** The snapshot of a symbol. */
    public CompletableFuture<Optional<Snapshot>> snapshot(Feed feed, String symbol) {
        return latest(feed, symbol, Data.SNAPSHOTS, decoder::snapshots, Snapshot::symbol);
    }

    /** The trading days from one day to another, both inclusive, in their order. */
    public CompletableFuture<List<TradingDay>> calendar(LocalDate first, LocalDate last) {
        Parameters parameters = Parameters.NONE.with("start", first).with("end", last);
        return call(trading, new Endpoint(Endpoints.CALENDAR, parameters), decoder::calendar);
    }

    /** The market clock. */
    public CompletableFuture<MarketClock> clock() {
        return call(trading, new Endpoint(Endpoints.CLOCK, Parameters.NONE), decoder::clock);
    }

    private <E> CompletableFuture<Map<String, E>> latest(
            Feed feed,
            Collection<String> symbols,
            Data kind,
            Function<byte[], Page<E>> reader,
            Function<E, String> symbol) {
        Endpoint endpoint = Endpoints.latest(feed, kind, List.copyOf(symbols));
        return ask(endpoint, body -> bySymbol(complete(endpoint, reader.apply(body)), symbol));
    }

    private <E> CompletableFuture<Optional<E>> latest(
            Feed feed, String wanted, Data kind, Function<byte[], Page<E>> reader, Function<E, String> symbol) {
        Endpoint endpoint = Endpoints.latest(feed, kind, List.of(wanted));
        return ask(
                endpoint,
                body -> Optional.ofNullable(
                        bySymbol(complete(endpoint, reader.apply(body)), symbol).get(wanted)));
    }

    private static <E> Page<E> complete(Endpoint endpoint, Page<E> page) {
        return RecordIterator.complete(endpoint.path(), page);
    }

    private static <E> Map<String, E> bySymbol(Page<E> page, Function<E, String> symbol) {
        Map<String, E> bySymbol = new LinkedHashMap<>();
        page.elements().forEach(element -> bySymbol.put(symbol.apply(element), element));
        return bySymbol;
    }

    private <E> Paging<E> all(HistoryQuery query, Data kind, Function<byte[], Page<E>> reader) {
        return all(Endpoints.history(query, kind), query.pageToken(), reader);
    }

    private <E> Paging<E> all(Endpoint endpoint, @Nullable String token, Function<byte[], Page<E>> reader) {
        return new Paging<>(endpoint.path(), token, next -> ask(next == null ? endpoint : endpoint.page(next), reader));
    }

    private <T> CompletableFuture<T> ask(Endpoint endpoint, Function<byte[], T> reader) {
        return call(data, endpoint, reader);
    }

    private <T> CompletableFuture<T> call(URI host, Endpoint endpoint, Function<byte[], T> reader) {
        return new RestCall<>(core, endpoint.at(host), retries, reader).start();
    }

    /** Ends all requests under way, whose futures fail, and all threads. Returns at once. */
    @Override
    public void close() {
        core.close();
    }
}
