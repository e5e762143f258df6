package dev.chasqui.model;

import org.jspecify.annotations.Nullable;

/**
 * A halt, resumption or other change of trading in a stock. Codes depend on the tape and are open sets.
 *
 * @param symbol as subscribed
 * @param timestampNanos nanoseconds since 1970
 * @param statusCode for example {@code H} for a halt on tape C
 * @param statusMessage in words; may be empty
 * @param reasonCode may be empty
 * @param reasonMessage in words; may be empty
 * @param tape listing tape; null if absent
 */
public record TradingStatus(
        String symbol,
        long timestampNanos,
        String statusCode,
        String statusMessage,
        String reasonCode,
        String reasonMessage,
        @Nullable String tape)
        implements MarketEvent {
    @Override
    public Channel channel() {
        return Channel.STATUSES;
    }
}
