package dev.chasqui.stream;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.Subscription;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** Whether anybody still wants a message: what the server keeps sending after an unsubscription must not reach a handler. Immutable. */
@SuppressWarnings("EnumOrdinal") // An array by channel: looked up for every message, and never stored.
final class DesiredFilter implements Predicate<MarketEvent> {

    /** The symbols wanted of a channel. */
    private record Wanted(boolean all, Set<String> symbols) {}

    private final Wanted[] byChannel = new Wanted[Channel.values().length];

    DesiredFilter(Subscription desired) {
        for (Channel channel : Channel.values()) {
            Set<String> symbols = desired.symbols(channel.isRequestable() ? channel : Channel.TRADES);
            // Asked for every message: a hash set answers sooner than an immutable one, which divides.
            byChannel[channel.ordinal()] =
                    new Wanted(symbols.contains(Subscription.ALL_SYMBOLS), new HashSet<>(symbols));
        }
    }

    @Override
    public boolean test(MarketEvent event) {
        Wanted wanted = byChannel[event.channel().ordinal()];
        return wanted.all
                || wanted.symbols.contains(event.symbol())
                || (event instanceof News news && isAbout(news, wanted.symbols));
    }

    // Articles may write crypto pairs without the slash.
    private static boolean isAbout(News news, Set<String> symbols) {
        return !symbols.isEmpty()
                && (news.symbols().stream().anyMatch(symbols::contains)
                        || symbols.stream().anyMatch(symbol -> news.symbols().contains(symbol.replace("/", ""))));
    }
}
