package dev.chasqui.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trade of a stock, crypto pair, perpetual future or option. What only some of them carry is null or empty for the others.
 *
 * @param symbol as subscribed: {@code AAPL}, {@code BTC/USD}, or an option's OCC symbol without blanks
 * @param timestampNanos time of the trade, nanoseconds since 1970
 * @param id unsigned 64-bit id; unique per exchange and day only; 0 where the stream has none (options)
 * @param exchange code of the exchange, case-sensitive; null for crypto
 * @param price in US dollars, or in the quote currency of a pair; per share for options
 * @param size shares, contracts, or units of the base currency
 * @param conditions condition codes in the order sent, duplicates kept; a regular trade of tape A or B carries one blank
 * @param tape {@code A}, {@code B}, {@code C}, {@code N} or {@code O}; null for crypto and options
 * @param takerSide {@code B} or {@code S}, for crypto only; else null
 * @param update {@code canceled}, {@code incorrect} or {@code corrected} on historical trades; else null
 * @param receivedNanos when Alpaca received it, if told; else {@link MarketEvent#NO_TIMESTAMP}
 */
public record Trade(
        String symbol,
        long timestampNanos,
        long id,
        @Nullable String exchange,
        double price,
        double size,
        List<String> conditions,
        @Nullable String tape,
        @Nullable String takerSide,
        @Nullable String update,
        long receivedNanos)
        implements MarketEvent {

    /** Copies the list unless it is immutable already. */
    public Trade {
        conditions = List.copyOf(conditions);
    }

    @Override
    public Channel channel() {
        return Channel.TRADES;
    }

    /** The id as the unsigned decimal number that the wire shows. */
    public String idText() {
        return Long.toUnsignedString(id);
    }
}
