package dev.chasqui.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The best bid and ask of a symbol. Crossed, locked and one-sided quotes are normal and are passed on.
 *
 * @param symbol as subscribed
 * @param timestampNanos time of the quote, nanoseconds since 1970
 * @param bidExchange code of the bid's exchange, one blank if there is no bid; null for crypto
 * @param bidPrice 0 means that there is no bid
 * @param bidSize as sent: shares since 2025-11-03, round lots in older stock recordings; contracts or base units otherwise
 * @param askExchange code of the ask's exchange, one blank if there is no ask; null for crypto
 * @param askPrice 0 means that there is no ask
 * @param askSize as {@code bidSize}
 * @param conditions one code for both sides, or two for bid and ask; empty for crypto
 * @param tape listing tape; null for crypto and options
 * @param receivedNanos when Alpaca received it, if told; else {@link MarketEvent#NO_TIMESTAMP}
 */
public record Quote(
        String symbol,
        long timestampNanos,
        @Nullable String bidExchange,
        double bidPrice,
        double bidSize,
        @Nullable String askExchange,
        double askPrice,
        double askSize,
        List<String> conditions,
        @Nullable String tape,
        long receivedNanos)
        implements MarketEvent {

    /** Copies the list unless it is immutable already. */
    public Quote {
        conditions = List.copyOf(conditions);
    }

    @Override
    public Channel channel() {
        return Channel.QUOTES;
    }

    /** Whether both sides are quoted. Ask before computing a spread. */
    public boolean isTwoSided() {
        return bidPrice > 0 && askPrice > 0;
    }

    /** Ask minus bid; not a number unless the quote {@linkplain #isTwoSided() has two sides}. Negative when crossed. */
    public double spread() {
        return isTwoSided() ? askPrice - bidPrice : Double.NaN;
    }
}
