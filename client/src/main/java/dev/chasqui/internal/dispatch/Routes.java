package dev.chasqui.internal.dispatch;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which handlers get the live messages of a channel and a symbol, looked up once until a registration or what is wanted changes. A place in an
 * array is found sooner than an entry of a map, and with thousands of symbols it is in the cache more often.
 *
 * <p>Confined to the connection's thread, in mode INLINE.
 */
@SuppressWarnings("EnumOrdinal") // An array by channel: looked up for every message, and never stored.
final class Routes {

    /** Of messages that are not wanted. To be compared as an object: a route without handlers is another one. */
    static final Handler[] UNWANTED = new Handler[0];

    private static final Handler[][] NONE = {};

    private final Dispatcher dispatcher;
    private final HandlerRegistry handlers;
    private final Handler[][][] byChannel = new Handler[Channel.values().length][][];
    private int version;

    Routes(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
        this.handlers = dispatcher.handlers();
        forgetAll();
    }

    /**
     * The handlers of a live message, in the order in which they are called; {@link #UNWANTED}, or null if nothing is kept of such messages.
     *
     * @param symbol the number of the message's symbol, negative if it is not known
     */
    Handler @Nullable [] of(MarketEvent event, int symbol) {
        Channel channel = event.channel();
        // An article may have many symbols, of which each has handlers.
        if (symbol < 0 || channel == Channel.NEWS) {
            return null;
        }
        if (version != handlers.version()) {
            forgetAll();
        }
        Handler[][] known = byChannel[channel.ordinal()];
        Handler[] route = symbol < known.length ? known[symbol] : null;
        return route != null ? route : add(event, symbol);
    }

    private void forgetAll() {
        // First, so that a change in between is noticed the next time.
        version = handlers.version();
        Arrays.fill(byChannel, NONE);
    }

    private Handler[] add(MarketEvent event, int symbol) {
        int channel = event.channel().ordinal();
        if (symbol >= byChannel[channel].length) {
            byChannel[channel] = Arrays.copyOf(byChannel[channel], Math.max(symbol + 1, 2 * byChannel[channel].length));
        }
        Handler[] route = dispatcher.wants(event) ? lookUp(event) : UNWANTED;
        byChannel[channel][symbol] = route;
        return route;
    }

    private Handler[] lookUp(MarketEvent event) {
        Channel channel = event.channel();
        Handler[] ofEverySymbol = HandlerArrays.joined(handlers.ofChannel(channel), handlers.ofEverything());
        return HandlerArrays.joined(handlers.ofSymbol(channel, event.symbol()), ofEverySymbol);
    }
}
