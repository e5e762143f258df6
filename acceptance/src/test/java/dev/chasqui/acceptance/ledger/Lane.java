package dev.chasqui.acceptance.ledger;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.Subscription;
import java.util.List;

/** The messages of one channel and symbol, which have an order among themselves; or the articles about the same symbols. */
final class Lane {

    final int number;
    final Channel channel;
    final List<String> symbols;
    /** Whether it is subscribed now. */
    boolean wanted;
    /** Messages published so far. */
    int published;
    /** The place of the last message delivered live, or one before it if equal messages leave that open. */
    int delivered;

    Lane(int number, Channel channel, List<String> symbols) {
        this.number = number;
        this.channel = channel;
        this.symbols = symbols;
    }

    static List<String> symbolsOf(MarketEvent event) {
        return event instanceof News news ? news.symbols() : List.of(event.symbol());
    }

    void want(Subscription subscription) {
        wanted = symbols.isEmpty()
                ? subscription.contains(channel, Subscription.ALL_SYMBOLS)
                : symbols.stream().anyMatch(symbol -> subscription.covers(channel, symbol));
    }

    @Override
    public String toString() {
        return channel.wireName() + " " + String.join(",", symbols);
    }
}
