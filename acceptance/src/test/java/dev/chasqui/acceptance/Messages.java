package dev.chasqui.acceptance;

import dev.chasqui.model.Bar;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Timestamps;
import dev.chasqui.model.Trade;
import java.time.Instant;
import java.util.List;

/** Messages for a scripted market. The number tells messages of a symbol apart: it is in their time and price. */
public final class Messages {

    private static final long OPENING = Timestamps.toEpochNanos(Instant.parse("2026-03-02T14:30:00Z"));
    private static final long SECOND = 1_000_000_000L;

    private Messages() {}

    /** A quote with a spread of two cents. */
    public static Quote quote(String symbol, int number) {
        double bid = price(number);
        return quote(symbol, number, bid, Math.round(bid * 100 + 2) / 100.0);
    }

    static Quote quote(String symbol, int number, double bid, double ask) {
        return new Quote(
                symbol, time(number), "V", bid, 200, "V", ask, 300, List.of("R"), "C", MarketEvent.NO_TIMESTAMP);
    }

    /** A trade of 100 shares. */
    public static Trade trade(String symbol, int number) {
        return trade(symbol, number, 100);
    }

    static Trade trade(String symbol, int number, double size) {
        return new Trade(
                symbol,
                time(number),
                number + 1L,
                "V",
                price(number),
                size,
                List.of("@", "I"),
                "C",
                null,
                null,
                MarketEvent.NO_TIMESTAMP);
    }

    /** A minute bar that closes a quarter higher than it opened. */
    public static Bar bar(String symbol, int number) {
        double open = price(number);
        return new Bar(
                Bar.Kind.MINUTE,
                symbol,
                OPENING + number * 60L * SECOND,
                open,
                open + 0.5,
                open - 0.25,
                open + 0.25,
                12_345,
                67,
                open + 0.125);
    }

    private static long time(int number) {
        return OPENING + number * SECOND;
    }

    private static double price(int number) {
        return 100 + number / 4.0;
    }
}
