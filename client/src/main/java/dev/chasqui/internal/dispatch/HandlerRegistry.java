package dev.chasqui.internal.dispatch;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.Provenance;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Who wants which messages. Safe for use by many threads.
 *
 * <p>A message goes to the handlers of its symbol, then to those of its channel, then to those of everything, and a recovered one then to
 * those of recovered messages, each in the order of registration. A message whose delivery overlaps a registration or removal goes to that handler or does not. Each registration is a handler
 * of its own, even if it shares its function with another; only an article, which may have many symbols, calls a function once at most for them.
 */
@SuppressWarnings("EnumOrdinal") // Arrays by channel: looked up for every message, and never stored.
public final class HandlerRegistry {

    private static final String EVERY_SYMBOL = "*";
    private static final Handler[] NONE = {};
    private static final int EVERY_CHANNEL = Channel.values().length;
    private static final int RECOVERED = EVERY_CHANNEL + 1;
    private static final int LISTS = RECOVERED + 1;

    private final Map<String, Handler[][]> bySymbol = new ConcurrentHashMap<>();

    // Articles write crypto pairs with or without slash, so here both are one.
    private final Map<String, Handler[]> byArticleSymbol = new ConcurrentHashMap<>();

    // By channel, then those of every channel, then those of recovered messages alone.
    private final AtomicReferenceArray<Handler[]> ofEverySymbol = new AtomicReferenceArray<>(LISTS);

    private final AtomicInteger version = new AtomicInteger();
    private volatile boolean asynchronous;

    HandlerRegistry() {
        for (int i = 0; i < LISTS; i++) {
            ofEverySymbol.set(i, NONE);
        }
    }

    /**
     * Registers a handler.
     *
     * @param channel of the messages; null for every channel
     * @param symbol of the messages; {@code *} for every symbol
     * @return removes it: a call under way ends normally, none begins after this returns. Running it twice does nothing
     */
    public Runnable register(@Nullable Channel channel, String symbol, Consumer<? super MarketEvent> handler) {
        return add(Handler.of(channel, symbol, handler));
    }

    /**
     * As {@link #register}, with the next message for this handler waiting until the stage of the last has completed. A null stage has
     * completed. Messages that wait when the handler is removed do not reach it.
     */
    public Runnable registerAsync(
            @Nullable Channel channel,
            String symbol,
            Function<? super MarketEvent, ? extends CompletionStage<?>> handler) {
        return add(Handler.async(channel, symbol, handler));
    }

    /** As {@link #register}, for a handler that is told how each message came and gets recovered ones in any case. */
    public Runnable registerWithProvenance(
            @Nullable Channel channel, String symbol, BiConsumer<? super MarketEvent, ? super Provenance> handler) {
        return add(Handler.withProvenance(channel, symbol, Interest.EVERYTHING, handler));
    }

    /** As {@link #register}, for recovered messages of every channel and symbol, and for nothing else. */
    public Runnable registerRecovered(BiConsumer<? super MarketEvent, ? super Provenance> handler) {
        return add(Handler.withProvenance(null, EVERY_SYMBOL, Interest.RECOVERED, handler));
    }

    /** Removes every handler registered for this symbol, on every channel. */
    public void removeAll(String symbol) {
        Set<Handler> found = Collections.newSetFromMap(new IdentityHashMap<>());
        if (symbol.equals(EVERY_SYMBOL)) {
            for (int i = 0; i < LISTS; i++) {
                Collections.addAll(found, ofEverySymbol.get(i));
            }
        } else {
            for (Handler[] handlers : bySymbol.getOrDefault(symbol, new Handler[0][])) {
                Collections.addAll(found, handlers);
            }
        }
        found.forEach(this::remove);
    }

    /** Handlers of a message's own symbol. */
    Handler[] ofSymbol(Channel channel, String symbol) {
        Handler[][] handlers = bySymbol.get(symbol);
        return handlers == null ? NONE : handlers[channel.ordinal()];
    }

    /** Handlers of the symbols that an article lists. */
    Handler[] ofArticle(News news) {
        Set<String> symbols = new LinkedHashSet<>();
        news.symbols().forEach(symbol -> symbols.add(withoutSlash(symbol)));
        Set<Object> functions = Collections.newSetFromMap(new IdentityHashMap<>());
        return symbols.stream()
                .flatMap(symbol -> Arrays.stream(byArticleSymbol.getOrDefault(symbol, NONE)))
                .filter(handler -> !handler.isRemoved() && functions.add(handler.identity))
                .toArray(Handler[]::new);
    }

    /** Handlers of a channel for every symbol. */
    Handler[] ofChannel(Channel channel) {
        return ofEverySymbol.get(channel.ordinal());
    }

    /** Handlers of everything. */
    Handler[] ofEverything() {
        return ofEverySymbol.get(EVERY_CHANNEL);
    }

    /** Handlers of recovered messages alone. */
    Handler[] ofRecovered() {
        return ofEverySymbol.get(RECOVERED);
    }

    /** Whether there has ever been an asynchronous handler, before which a message may have to wait. */
    boolean haveAsynchronous() {
        return asynchronous;
    }

    /** Another number after each change that decides who gets a message. */
    int version() {
        return version.get();
    }

    /** Something has changed by which messages find their handlers. */
    void changed() {
        version.incrementAndGet();
    }

    private Runnable add(Handler handler) {
        // First, so that nobody meets the handler who does not know.
        if (handler.gate != null) {
            asynchronous = true;
        }
        change(handler, handlers -> HandlerArrays.with(handlers, handler));
        return () -> remove(handler);
    }

    private void remove(Handler handler) {
        handler.markRemoved();
        change(handler, handlers -> HandlerArrays.without(handlers, handler));
    }

    private void change(Handler handler, UnaryOperator<Handler[]> change) {
        changeLists(handler, change);
        changed();
    }

    private void changeLists(Handler handler, UnaryOperator<Handler[]> change) {
        Channel channel = handler.channel;
        if (handler.symbol.equals(EVERY_SYMBOL)) {
            ofEverySymbol.updateAndGet(listOf(handler), change);
            return;
        }
        bySymbol.compute(handler.symbol, (symbol, old) -> HandlerArrays.changed(old, channel, change));
        if (channel == null || channel == Channel.NEWS) {
            byArticleSymbol.compute(withoutSlash(handler.symbol), (symbol, old) -> {
                Handler[] changed = change.apply(old == null ? NONE : old);
                return changed.length == 0 ? null : changed;
            });
        }
    }

    private static int listOf(Handler handler) {
        if (handler.interest == Interest.RECOVERED) {
            return RECOVERED;
        }
        return handler.channel == null ? EVERY_CHANNEL : handler.channel.ordinal();
    }

    private static String withoutSlash(String symbol) {
        return symbol.indexOf('/') < 0 ? symbol : symbol.replace("/", "");
    }
}
