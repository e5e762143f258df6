package dev.chasqui.simulator;

import dev.chasqui.model.Feed;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.server.DataFrame;
import java.util.function.Predicate;

/**
 * One frame of a market.
 *
 * @param audience the feeds that carry it
 * @param timeNanos when it is due in the market's time, nanoseconds since 1970; {@link MarketEvent#NO_TIMESTAMP} for right after the one
 *     before
 * @param data its messages
 */
record SourceFrame(Predicate<Feed> audience, long timeNanos, DataFrame data) {}
