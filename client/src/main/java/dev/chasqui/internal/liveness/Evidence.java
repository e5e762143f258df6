package dev.chasqui.internal.liveness;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Subscription;
import dev.chasqui.model.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What this connection has brought, to be compared with what REST has. Confined to the loop's thread. */
final class Evidence {

    private static final int MOST_SYMBOLS = 20;

    private record Heard(String symbol, long receivedNanos) {}

    private final LastMessages lastMessages;
    private Subscription active = Subscription.none();
    private long beganNanos;
    private long beganWallNanos;

    Evidence(LastMessages lastMessages) {
        this.lastMessages = lastMessages;
    }

    void connected(long nanos, Instant wallClock) {
        beganNanos = nanos;
        beganWallNanos = Timestamps.toEpochNanos(wallClock);
    }

    void subscribed(Subscription now) {
        active = now;
    }

    /**
     * The symbols that spoke last, which are mostly the busiest; on a stream that has heard nothing yet, the first subscribed ones by name.
     */
    Set<String> symbolsToAsk(Set<Channel> channels) {
        List<Heard> heard = new ArrayList<>();
        for (Channel channel : channels) {
            lastMessages.forEach(channel, (symbol, received, time) -> {
                if (active.covers(channel, symbol)) {
                    heard.add(new Heard(symbol, received));
                }
            });
        }
        heard.sort(Comparator.comparingLong(Heard::receivedNanos).reversed());
        Set<String> symbols = new LinkedHashSet<>();
        heard.forEach(message -> addIfRoom(symbols, message.symbol()));
        if (symbols.isEmpty()) {
            channels.forEach(channel -> active.symbols(channel).forEach(symbol -> addIfRoom(symbols, symbol)));
            symbols.remove(Subscription.ALL_SYMBOLS);
        }
        return symbols;
    }

    private static void addIfRoom(Set<String> symbols, String symbol) {
        if (symbols.size() < MOST_SYMBOLS) {
            symbols.add(symbol);
        }
    }

    /** The newest time of all messages that this connection has brought; if it has brought none, the time of day when it began. */
    long newestDelivered(Set<Channel> channels) {
        long[] newest = {Long.MIN_VALUE};
        for (Channel channel : channels) {
            lastMessages.forEach(channel, (symbol, received, time) -> {
                if (received - beganNanos >= 0) {
                    newest[0] = Math.max(newest[0], time);
                }
            });
        }
        return newest[0] == Long.MIN_VALUE ? beganWallNanos : newest[0];
    }
}
