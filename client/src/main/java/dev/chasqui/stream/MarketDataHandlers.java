package dev.chasqui.stream;

import dev.chasqui.model.Bar;
import dev.chasqui.model.Channel;
import dev.chasqui.model.LuldBand;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.OrderBook;
import dev.chasqui.model.OrderImbalance;
import dev.chasqui.model.PerpetualPricing;
import dev.chasqui.model.Provenance;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import dev.chasqui.model.TradeCancel;
import dev.chasqui.model.TradeCorrection;
import dev.chasqui.model.TradeUpdate;
import dev.chasqui.model.TradingStatus;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The registration of handlers. Every method is safe from any thread and from inside a handler.
 *
 * <p>A handler gets the messages of its channel, for one symbol or for every symbol, in wire order per symbol, one at a time, on the
 * dispatch thread unless {@link dev.chasqui.stream.options.DispatchOptions} says otherwise. It may block within the bounds of the queue
 * in front of it. What it throws is reported as {@link dev.chasqui.stream.event.StreamEvent.HandlerFailed} and hurts no other handler.
 * Registering does not subscribe, and removing does not unsubscribe. A news article reaches a handler of one symbol if it lists that
 * symbol, and each handler once.
 *
 * <p>Messages recovered after a gap come later than live ones of the same time, and reach every handler unless
 * {@link dev.chasqui.stream.options.RepairOptions#delivery()} is {@code SEPARATE}. A handler that must tell them apart is registered with
 * {@link #onDelivery(Channel, Class, BiConsumer) onDelivery}.
 */
public interface MarketDataHandlers {

    /**
     * Registers a handler for every symbol of a channel.
     *
     * @param type the type of the channel's messages
     * @throws IllegalArgumentException if the channel has messages of another type
     */
    <E extends MarketEvent> Registration on(Channel channel, Class<E> type, Consumer<? super E> handler);

    /** As {@link #on(Channel, Class, Consumer)}, for one symbol. */
    <E extends MarketEvent> Registration on(Channel channel, String symbol, Class<E> type, Consumer<? super E> handler);

    /**
     * Registers an asynchronous handler for every symbol of a channel: its next message waits until the stage it returned has completed.
     * Other handlers do not wait.
     */
    <E extends MarketEvent> Registration onAsync(
            Channel channel, Class<E> type, Function<? super E, ? extends CompletionStage<?>> handler);

    /** As {@link #onAsync(Channel, Class, Function)}, for one symbol. */
    <E extends MarketEvent> Registration onAsync(
            Channel channel, String symbol, Class<E> type, Function<? super E, ? extends CompletionStage<?>> handler);

    /**
     * Registers a handler for every symbol of a channel that is told how each message came. It gets recovered messages in any case.
     *
     * @param type the type of the channel's messages
     * @throws IllegalArgumentException if the channel has messages of another type
     */
    <E extends MarketEvent> Registration onDelivery(
            Channel channel, Class<E> type, BiConsumer<? super E, ? super Provenance> handler);

    /** As {@link #onDelivery(Channel, Class, BiConsumer)}, for one symbol. */
    <E extends MarketEvent> Registration onDelivery(
            Channel channel, String symbol, Class<E> type, BiConsumer<? super E, ? super Provenance> handler);

    /** Registers a handler for the recovered messages of every channel and symbol, and for nothing else. It is called after all others. */
    Registration onRecovered(BiConsumer<? super MarketEvent, ? super Provenance> handler);

    /** Registers a handler for every message of every channel. */
    Registration onAny(Consumer<? super MarketEvent> handler);

    /** Removes every handler that was registered for this symbol, on every channel. Handlers for every symbol stay. */
    void removeHandlers(String symbol);

    /** Called with each trade of every symbol. */
    default Registration onTrade(Consumer<? super Trade> handler) {
        return on(Channel.TRADES, Trade.class, handler);
    }

    /** Called with each trade of one symbol. */
    default Registration onTrade(String symbol, Consumer<? super Trade> handler) {
        return on(Channel.TRADES, symbol, Trade.class, handler);
    }

    /** Called with each trade of one symbol; the next one waits for the stage returned. */
    default Registration onTradeAsync(String symbol, Function<? super Trade, ? extends CompletionStage<?>> handler) {
        return onAsync(Channel.TRADES, symbol, Trade.class, handler);
    }

    /** Called with each quote of every symbol. */
    default Registration onQuote(Consumer<? super Quote> handler) {
        return on(Channel.QUOTES, Quote.class, handler);
    }

    /** Called with each quote of one symbol. */
    default Registration onQuote(String symbol, Consumer<? super Quote> handler) {
        return on(Channel.QUOTES, symbol, Quote.class, handler);
    }

    /** Called with each quote of one symbol; the next one waits for the stage returned. */
    default Registration onQuoteAsync(String symbol, Function<? super Quote, ? extends CompletionStage<?>> handler) {
        return onAsync(Channel.QUOTES, symbol, Quote.class, handler);
    }

    /** Called with each minute bar of every symbol. */
    default Registration onBar(Consumer<? super Bar> handler) {
        return on(Channel.BARS, Bar.class, handler);
    }

    /** Called with each minute bar of one symbol. */
    default Registration onBar(String symbol, Consumer<? super Bar> handler) {
        return on(Channel.BARS, symbol, Bar.class, handler);
    }

    /** Called with each minute bar of one symbol; the next one waits for the stage returned. */
    default Registration onBarAsync(String symbol, Function<? super Bar, ? extends CompletionStage<?>> handler) {
        return onAsync(Channel.BARS, symbol, Bar.class, handler);
    }

    /** Called with each corrected minute bar of every symbol. */
    default Registration onUpdatedBar(Consumer<? super Bar> handler) {
        return on(Channel.UPDATED_BARS, Bar.class, handler);
    }

    /** Called with each corrected minute bar of one symbol. */
    default Registration onUpdatedBar(String symbol, Consumer<? super Bar> handler) {
        return on(Channel.UPDATED_BARS, symbol, Bar.class, handler);
    }

    /** Called with each running daily bar of every symbol. */
    default Registration onDailyBar(Consumer<? super Bar> handler) {
        return on(Channel.DAILY_BARS, Bar.class, handler);
    }

    /** Called with each running daily bar of one symbol. */
    default Registration onDailyBar(String symbol, Consumer<? super Bar> handler) {
        return on(Channel.DAILY_BARS, symbol, Bar.class, handler);
    }

    /** Called with each trading status of every symbol. */
    default Registration onStatus(Consumer<? super TradingStatus> handler) {
        return on(Channel.STATUSES, TradingStatus.class, handler);
    }

    /** Called with each trading status of one symbol. */
    default Registration onStatus(String symbol, Consumer<? super TradingStatus> handler) {
        return on(Channel.STATUSES, symbol, TradingStatus.class, handler);
    }

    /** Called with each price band of every symbol. */
    default Registration onLuld(Consumer<? super LuldBand> handler) {
        return on(Channel.LULDS, LuldBand.class, handler);
    }

    /** Called with each price band of one symbol. */
    default Registration onLuld(String symbol, Consumer<? super LuldBand> handler) {
        return on(Channel.LULDS, symbol, LuldBand.class, handler);
    }

    /** Called with each order imbalance of every symbol. */
    default Registration onImbalance(Consumer<? super OrderImbalance> handler) {
        return on(Channel.IMBALANCES, OrderImbalance.class, handler);
    }

    /** Called with each order imbalance of one symbol. */
    default Registration onImbalance(String symbol, Consumer<? super OrderImbalance> handler) {
        return on(Channel.IMBALANCES, symbol, OrderImbalance.class, handler);
    }

    /** Called with each trade correction of every symbol. */
    default Registration onCorrection(Consumer<? super TradeCorrection> handler) {
        return on(Channel.CORRECTIONS, TradeCorrection.class, handler);
    }

    /** Called with each trade correction of one symbol. */
    default Registration onCorrection(String symbol, Consumer<? super TradeCorrection> handler) {
        return on(Channel.CORRECTIONS, symbol, TradeCorrection.class, handler);
    }

    /** Called with each trade cancellation of every symbol. */
    default Registration onCancelError(Consumer<? super TradeCancel> handler) {
        return on(Channel.CANCEL_ERRORS, TradeCancel.class, handler);
    }

    /** Called with each trade cancellation of one symbol. */
    default Registration onCancelError(String symbol, Consumer<? super TradeCancel> handler) {
        return on(Channel.CANCEL_ERRORS, symbol, TradeCancel.class, handler);
    }

    /** Called with each order book message of every symbol. */
    default Registration onOrderBook(Consumer<? super OrderBook> handler) {
        return on(Channel.ORDER_BOOKS, OrderBook.class, handler);
    }

    /** Called with each order book message of one symbol. */
    default Registration onOrderBook(String symbol, Consumer<? super OrderBook> handler) {
        return on(Channel.ORDER_BOOKS, symbol, OrderBook.class, handler);
    }

    /** Called with each news article of every symbol. */
    default Registration onNews(Consumer<? super News> handler) {
        return on(Channel.NEWS, News.class, handler);
    }

    /** Called with each news article of one symbol. */
    default Registration onNews(String symbol, Consumer<? super News> handler) {
        return on(Channel.NEWS, symbol, News.class, handler);
    }

    /** Called with each perpetual pricing of every symbol. */
    default Registration onPricing(Consumer<? super PerpetualPricing> handler) {
        return on(Channel.PRICING, PerpetualPricing.class, handler);
    }

    /** Called with each perpetual pricing of one symbol. */
    default Registration onPricing(String symbol, Consumer<? super PerpetualPricing> handler) {
        return on(Channel.PRICING, symbol, PerpetualPricing.class, handler);
    }

    /** Called with each update of an order of every symbol. */
    default Registration onTradeUpdate(Consumer<? super TradeUpdate> handler) {
        return on(Channel.TRADE_UPDATES, TradeUpdate.class, handler);
    }
}
