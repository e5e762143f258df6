package dev.chasqui.stream;

import dev.chasqui.internal.dispatch.HandlerRegistry;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import dev.chasqui.model.Subscription;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** The registration of handlers by their messages' type, on a registry that knows channels only. Safe for use by many threads. */
abstract class TypedHandlers implements MarketDataHandlers {

    private final HandlerRegistry handlers;

    TypedHandlers(HandlerRegistry handlers) {
        this.handlers = handlers;
    }

    @Override
    public <E extends MarketEvent> Registration on(Channel channel, Class<E> type, Consumer<? super E> handler) {
        return on(channel, Subscription.ALL_SYMBOLS, type, handler);
    }

    @Override
    public <E extends MarketEvent> Registration on(
            Channel channel, String symbol, Class<E> type, Consumer<? super E> handler) {
        MessageTypes.check(channel, type);
        return handlers.register(channel, symbol, plain(handler))::run;
    }

    @Override
    public <E extends MarketEvent> Registration onAsync(
            Channel channel, Class<E> type, Function<? super E, ? extends CompletionStage<?>> handler) {
        return onAsync(channel, Subscription.ALL_SYMBOLS, type, handler);
    }

    @Override
    public <E extends MarketEvent> Registration onAsync(
            Channel channel, String symbol, Class<E> type, Function<? super E, ? extends CompletionStage<?>> handler) {
        MessageTypes.check(channel, type);
        return handlers.registerAsync(channel, symbol, asynchronous(handler))::run;
    }

    // The channel delivers the handler's type, which was checked. The function itself is passed on, not one around it,
    // so that one registered for several symbols is known as one when an article lists them all.
    @SuppressWarnings("unchecked")
    private static Consumer<? super MarketEvent> plain(Consumer<?> handler) {
        return (Consumer<? super MarketEvent>) handler;
    }

    @SuppressWarnings("unchecked")
    private static Function<? super MarketEvent, ? extends CompletionStage<?>> asynchronous(
            Function<?, ? extends CompletionStage<?>> handler) {
        return (Function<? super MarketEvent, ? extends CompletionStage<?>>) handler;
    }

    @Override
    public <E extends MarketEvent> Registration onDelivery(
            Channel channel, Class<E> type, BiConsumer<? super E, ? super Provenance> handler) {
        return onDelivery(channel, Subscription.ALL_SYMBOLS, type, handler);
    }

    @Override
    public <E extends MarketEvent> Registration onDelivery(
            Channel channel, String symbol, Class<E> type, BiConsumer<? super E, ? super Provenance> handler) {
        MessageTypes.check(channel, type);
        return handlers.registerWithProvenance(channel, symbol, told(handler))::run;
    }

    @SuppressWarnings("unchecked")
    private static BiConsumer<? super MarketEvent, ? super Provenance> told(BiConsumer<?, ? super Provenance> handler) {
        return (BiConsumer<? super MarketEvent, ? super Provenance>) handler;
    }

    @Override
    public Registration onRecovered(BiConsumer<? super MarketEvent, ? super Provenance> handler) {
        return handlers.registerRecovered(handler)::run;
    }

    @Override
    public Registration onAny(Consumer<? super MarketEvent> handler) {
        return handlers.register(null, Subscription.ALL_SYMBOLS, handler)::run;
    }

    @Override
    public void removeHandlers(String symbol) {
        handlers.removeAll(symbol);
    }
}
