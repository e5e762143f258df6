package dev.chasqui.stream;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.Subscription;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Whether anybody still wants a message: what the server keeps sending after an unsubscription must not reach a handler. Immutable. */
final class DesiredFilter implements Predicate<MarketEvent> {

    private static final Set<String> NOTHING = Set.of();

    private final Map<Channel, Set<String>> wanted = new EnumMap<>(Channel.class);

    DesiredFilter(Subscription desired) {
        for (Channel channel : Channel.values()) {
            Set<String> symbols = desired.symbols(channel.isRequestable() ? channel : Channel.TRADES);
            wanted.put(channel, symbols.isEmpty() ? NOTHING : Set.copyOf(symbols));
        }
    }

    @Override
    public boolean test(MarketEvent event) {
        Set<String> symbols = wanted.getOrDefault(event.channel(), NOTHING);
        return symbols.contains(event.symbol())
                || symbols.contains(Subscription.ALL_SYMBOLS)
                || (event instanceof News news && isAbout(news, symbols));
    }

    // Articles may write crypto pairs without the slash.
    private static boolean isAbout(News news, Set<String> symbols) {
        return !symbols.isEmpty()
                && (news.symbols().stream().anyMatch(symbols::contains)
                        || symbols.stream().anyMatch(symbol -> news.symbols().contains(symbol.replace("/", ""))));
    }
}
