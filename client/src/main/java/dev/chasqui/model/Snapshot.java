package dev.chasqui.model;

import org.jspecify.annotations.Nullable;

/**
 * What was last known of a symbol when REST was asked. Any part may be absent, for example if the symbol has not traded.
 *
 * @param symbol as asked for
 * @param latestTrade last trade that counts for the price; null if absent
 * @param latestQuote last best bid and ask; null if absent
 * @param minuteBar latest minute; null if absent
 * @param dailyBar the day so far; null if absent
 * @param previousDailyBar the trading day before; null if absent
 * @param greeks of options only; null if absent
 * @param impliedVolatility of options only, as a fraction for a year; NaN if absent
 */
public record Snapshot(
        String symbol,
        @Nullable Trade latestTrade,
        @Nullable Quote latestQuote,
        @Nullable Bar minuteBar,
        @Nullable Bar dailyBar,
        @Nullable Bar previousDailyBar,
        @Nullable Greeks greeks,
        double impliedVolatility) {}
