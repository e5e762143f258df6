package dev.chasqui.model;

import org.jspecify.annotations.Nullable;

/**
 * A trade is withdrawn. Comes with {@link Channel#TRADES}; identify the trade by symbol, exchange and id.
 *
 * @param symbol as subscribed
 * @param timestampNanos time of the cancellation, nanoseconds since 1970
 * @param id unsigned 64-bit id of the trade
 * @param exchange code of the trade's exchange; null if absent
 * @param price of the trade
 * @param size of the trade
 * @param action {@code C} cancel or {@code E} error; an open set
 * @param tape listing tape; null if absent
 */
public record TradeCancel(
        String symbol,
        long timestampNanos,
        long id,
        @Nullable String exchange,
        double price,
        double size,
        String action,
        @Nullable String tape)
        implements MarketEvent {
    @Override
    public Channel channel() {
        return Channel.CANCEL_ERRORS;
    }
}
