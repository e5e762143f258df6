package dev.chasqui.stream;

import dev.chasqui.model.Bar;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import java.util.Optional;

/**
 * The newest quote, trade and minute bar of each symbol that the stream has delivered. Updated before handlers run, and never backwards
 * in exchange time. Reading takes no lock; safe for use by many threads.
 *
 * <p>The plain methods answer only while a value is fresh: received within the time to live, 60 s unless the builder says otherwise,
 * and not {@linkplain LatestValue#stale() stale}.
 */
public interface LatestValues {

    /** The newest quote, if it is fresh. */
    Optional<Quote> quote(String symbol);

    /** The newest trade, if it is fresh. */
    Optional<Trade> trade(String symbol);

    /** The newest minute bar, updated ones included, if it is fresh. */
    Optional<Bar> bar(String symbol);

    /** The newest quote of any age. */
    Optional<LatestValue<Quote>> lastQuote(String symbol);

    /** The newest trade of any age. */
    Optional<LatestValue<Trade>> lastTrade(String symbol);

    /** The newest minute bar of any age, updated ones included. */
    Optional<LatestValue<Bar>> lastBar(String symbol);
}
