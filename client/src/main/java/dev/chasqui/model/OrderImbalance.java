package dev.chasqui.model;

import org.jspecify.annotations.Nullable;

/**
 * An order imbalance during a halt. Documentation and the Go SDK know price, tape and time; the C# SDK reads four fields more, which
 * are kept here if they are present.
 *
 * @param symbol as subscribed
 * @param timestampNanos nanoseconds since 1970
 * @param price reference price
 * @param tape listing tape; null if absent
 * @param pairedShares shares that pair off; NaN if absent
 * @param imbalanceShares shares that do not; NaN if absent
 * @param side side of the imbalance; null if absent
 * @param auctionType which auction; null if absent
 */
public record OrderImbalance(
        String symbol,
        long timestampNanos,
        double price,
        @Nullable String tape,
        double pairedShares,
        double imbalanceShares,
        @Nullable String side,
        @Nullable String auctionType)
        implements MarketEvent {
    @Override
    public Channel channel() {
        return Channel.IMBALANCES;
    }
}
