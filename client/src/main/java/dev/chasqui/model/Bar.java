package dev.chasqui.model;

/**
 * Prices and volume of one interval.
 *
 * @param kind which interval, and whether it replaces an earlier bar
 * @param symbol as subscribed
 * @param timestampNanos start of the interval, nanoseconds since 1970
 * @param open first price
 * @param high highest price
 * @param low lowest price
 * @param close last price
 * @param volume shares, contracts or base units; may be 0 for crypto
 * @param tradeCount number of trades that count; may be 0 for crypto; {@link #NO_COUNT} if absent
 * @param vwap volume-weighted average price; 0 when there was no trade; NaN if absent
 */
public record Bar(
        Kind kind,
        String symbol,
        long timestampNanos,
        double open,
        double high,
        double low,
        double close,
        double volume,
        long tradeCount,
        double vwap)
        implements MarketEvent {

    /** The number of trades is not told. */
    public static final long NO_COUNT = -1;

    /** Which of the three bar channels. */
    public enum Kind {
        /** A minute, sent right after it has ended. */
        MINUTE(Channel.BARS),
        /** A minute again, changed by late trades: replaces the bar of the same symbol and time. */
        UPDATED_MINUTE(Channel.UPDATED_BARS),
        /** The day so far, starting at midnight in New York. */
        DAY(Channel.DAILY_BARS);

        private final Channel channel;

        Kind(Channel channel) {
            this.channel = channel;
        }

        /** The channel of such bars. */
        public Channel channel() {
            return channel;
        }
    }

    @Override
    public Channel channel() {
        return kind.channel();
    }
}
