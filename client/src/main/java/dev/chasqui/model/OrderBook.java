package dev.chasqui.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A full crypto order book, or the change of one.
 *
 * @param symbol as subscribed
 * @param timestampNanos nanoseconds since 1970
 * @param bids levels to set; a level of size 0 is removed
 * @param asks levels to set; a level of size 0 is removed
 * @param reset true if this is the whole book and replaces everything before it
 */
public record OrderBook(String symbol, long timestampNanos, List<Level> bids, List<Level> asks, boolean reset)
        implements MarketEvent {

    /**
     * One price of the book.
     *
     * @param price of the level
     * @param size at that price; 0 removes the level
     */
    public record Level(double price, double size) {}

    /** Copies the lists unless they are immutable already. */
    public OrderBook {
        bids = List.copyOf(bids);
        asks = List.copyOf(asks);
    }

    @Override
    public Channel channel() {
        return Channel.ORDER_BOOKS;
    }

    /**
     * One message that has the effect of this one followed by {@code later}, a message of the same symbol. Nothing of the book is lost by
     * applying the result instead of both.
     */
    public OrderBook followedBy(OrderBook later) {
        if (later.reset) {
            return later;
        }
        return new OrderBook(symbol, later.timestampNanos, merge(bids, later.bids), merge(asks, later.asks), reset);
    }

    // Removals stay in the result, as the receiver may hold a level that only an older message set.
    private static List<Level> merge(List<Level> earlier, List<Level> later) {
        Map<Double, Level> byPrice = new LinkedHashMap<>();
        earlier.forEach(level -> byPrice.put(level.price, level));
        later.forEach(level -> byPrice.put(level.price, level));
        return new ArrayList<>(byPrice.values());
    }
}
