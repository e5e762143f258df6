package dev.chasqui.model;

import org.jspecify.annotations.Nullable;

/**
 * Reference prices and funding of a perpetual future. Known from the Go SDK only.
 *
 * @param symbol such as {@code BTCUSDT.P}
 * @param timestampNanos nanoseconds since 1970
 * @param exchange code of the venue; null if absent
 * @param indexPrice price of the underlying; NaN if absent
 * @param markPrice price used for margin; NaN if absent
 * @param fundingRate rate of the current interval, as a fraction; NaN if absent
 * @param openInterest open contracts; NaN if absent
 * @param nextFundingNanos next funding, nanoseconds since 1970; {@link MarketEvent#NO_TIMESTAMP} if absent
 */
public record PerpetualPricing(
        String symbol,
        long timestampNanos,
        @Nullable String exchange,
        double indexPrice,
        double markPrice,
        double fundingRate,
        double openInterest,
        long nextFundingNanos)
        implements MarketEvent {
    @Override
    public Channel channel() {
        return Channel.PRICING;
    }
}
