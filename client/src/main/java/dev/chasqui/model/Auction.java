package dev.chasqui.model;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The auctions of a stock on one day.
 *
 * @param symbol as asked for
 * @param date trading day, in New York
 * @param opening prints of opening auctions, of several exchanges; may be empty
 * @param closing prints of closing auctions; may be empty
 */
public record Auction(String symbol, LocalDate date, List<Print> opening, List<Print> closing) {

    /** Copies the lists unless they are immutable already. */
    public Auction {
        opening = List.copyOf(opening);
        closing = List.copyOf(closing);
    }

    /**
     * One trade of an auction.
     *
     * @param timestampNanos nanoseconds since 1970
     * @param exchange code of the exchange
     * @param price in US dollars unless another currency was asked for
     * @param size shares; NaN if absent
     * @param condition condition code, such as {@code O} or {@code 6}; null if absent
     */
    public record Print(
            long timestampNanos,
            String exchange,
            double price,
            double size,
            @Nullable String condition) {}
}
