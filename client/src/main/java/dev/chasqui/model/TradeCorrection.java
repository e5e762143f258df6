package dev.chasqui.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trade is replaced by a corrected one. Comes with {@link Channel#TRADES}; identify the original by symbol, exchange and id.
 *
 * @param symbol as subscribed
 * @param timestampNanos time of the correction, nanoseconds since 1970
 * @param exchange code of the exchange; null if absent
 * @param original what was reported first
 * @param corrected what holds now
 * @param tape listing tape; null if absent
 */
public record TradeCorrection(
        String symbol,
        long timestampNanos,
        @Nullable String exchange,
        Print original,
        Print corrected,
        @Nullable String tape)
        implements MarketEvent {

    /**
     * One side of a correction.
     *
     * @param id unsigned 64-bit trade id
     * @param price price of the trade
     * @param size shares
     * @param conditions condition codes in the order sent
     */
    public record Print(long id, double price, double size, List<String> conditions) {
        /** Copies the list unless it is immutable already. */
        public Print {
            conditions = List.copyOf(conditions);
        }
    }

    @Override
    public Channel channel() {
        return Channel.CORRECTIONS;
    }
}
