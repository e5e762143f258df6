package dev.chasqui.model;

import org.jspecify.annotations.Nullable;

/**
 * The limit-up/limit-down band of a stock: no trade may print outside of it.
 *
 * @param symbol as subscribed
 * @param timestampNanos nanoseconds since 1970
 * @param limitUpPrice upper price
 * @param limitDownPrice lower price
 * @param indicator the consolidated tape's one-letter indicator, passed through
 * @param tape listing tape; null if absent
 */
public record LuldBand(
        String symbol,
        long timestampNanos,
        double limitUpPrice,
        double limitDownPrice,
        String indicator,
        @Nullable String tape)
        implements MarketEvent {
    @Override
    public Channel channel() {
        return Channel.LULDS;
    }
}
