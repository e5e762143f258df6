package dev.chasqui.model;

import java.time.Instant;

/**
 * One data message of a market-data or trading stream. Immutable, and safe to share between threads.
 *
 * <p>Times are nanoseconds since 1970-01-01T00:00Z in a {@code long}, which reaches from the year 1677 to 2262. Prices and sizes are
 * {@code double}: the decimal text that was sent, up to 15 significant digits, comes back from {@link Decimals}.
 * Texts that Alpaca leaves out are {@code null} where an accessor says so; lists are never null.
 */
public sealed interface MarketEvent
        permits Trade,
                Quote,
                Bar,
                TradingStatus,
                LuldBand,
                OrderImbalance,
                TradeCorrection,
                TradeCancel,
                OrderBook,
                News,
                PerpetualPricing,
                TradeUpdate {

    /** A time that the message does not carry. */
    long NO_TIMESTAMP = Long.MIN_VALUE;

    /** The channel by which this kind of message is delivered. */
    Channel channel();

    /** The symbol that this event is about; empty for {@link News}, which has {@link News#symbols()}, and for an update without an order. */
    String symbol();

    /** When it happened by the sender's clock, in nanoseconds since 1970; {@link #NO_TIMESTAMP} if the message carries no time. */
    long timestampNanos();

    /** {@link #timestampNanos()} as an instant. {@link #NO_TIMESTAMP} gives the earliest instant that nanoseconds can express. */
    default Instant timestamp() {
        return Timestamps.toInstant(timestampNanos());
    }
}
