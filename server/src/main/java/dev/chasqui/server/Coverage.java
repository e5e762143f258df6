package dev.chasqui.server;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.Subscription;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The subscriptions of a session, arranged for asking about each message. Immutable. */
final class Coverage {

    static final Coverage NOTHING = new Coverage(Subscription.none());

    private final Subscription requested;
    private final Map<Channel, Set<String>> names = new EnumMap<>(Channel.class);
    private final Set<Channel> everything = Collections.newSetFromMap(new EnumMap<>(Channel.class));

    /** Of what was asked for; the channels that follow trades need not be listed. */
    Coverage(Subscription requested) {
        this.requested = requested;
        requested.asMap().forEach((channel, symbols) -> {
            names.put(channel, new HashSet<>(symbols));
            if (symbols.contains(Subscription.ALL_SYMBOLS)) {
                everything.add(channel);
            }
        });
        // Articles name crypto pairs without the slash.
        Set<String> articles = names.get(Channel.NEWS);
        if (articles != null) {
            requested.symbols(Channel.NEWS).forEach(symbol -> articles.add(symbol.replace("/", "")));
        }
    }

    Subscription requested() {
        return requested;
    }

    boolean covers(MarketEvent event) {
        Channel channel = event.channel().isRequestable() ? event.channel() : Channel.TRADES;
        if (everything.contains(channel)) {
            return true;
        }
        Set<String> wanted = names.get(channel);
        if (wanted == null) {
            return false;
        }
        return event instanceof News news
                ? news.symbols().stream().anyMatch(wanted::contains)
                : wanted.contains(event.symbol());
    }

    /** Those that are covered; the very same list, if all are. */
    List<MarketEvent> covered(List<MarketEvent> events) {
        int first = 0;
        while (first < events.size() && covers(events.get(first))) {
            first++;
        }
        if (first == events.size()) {
            return events;
        }
        List<MarketEvent> covered = new ArrayList<>(events.subList(0, first));
        for (MarketEvent event : events.subList(first + 1, events.size())) {
            if (covers(event)) {
                covered.add(event);
            }
        }
        return covered;
    }
}
