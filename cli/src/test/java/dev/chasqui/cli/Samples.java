package dev.chasqui.cli;

import dev.chasqui.model.Bar;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Timestamps;
import dev.chasqui.model.Trade;
import dev.chasqui.model.TradingStatus;
import dev.chasqui.stream.event.Gap;
import dev.chasqui.stream.event.GapCause;
import dev.chasqui.stream.event.StreamEvent.Origin;
import dev.chasqui.stream.event.StreamEvent.RepairSummary;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Messages and origins for tests. */
final class Samples {

    static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

    private Samples() {}

    static Origin origin() {
        return new Origin(3, 2, 1_000, NOON);
    }

    static Trade trade(String symbol, double price, double size) {
        return new Trade(
                symbol,
                nanos("2026-01-05T14:30:00.123456789Z"),
                52_990_000_012_345L,
                "V",
                price,
                size,
                List.of("@", "I"),
                "C",
                null,
                null,
                MarketEvent.NO_TIMESTAMP);
    }

    static Quote quote(String symbol, double bid, double bidSize, double ask, double askSize) {
        return new Quote(
                symbol,
                nanos("2026-01-05T14:30:00.208Z"),
                "V",
                bid,
                bidSize,
                "K",
                ask,
                askSize,
                List.of("R"),
                "C",
                MarketEvent.NO_TIMESTAMP);
    }

    static Bar bar(String symbol, double close) {
        return new Bar(
                Bar.Kind.MINUTE, symbol, nanos("2026-01-05T14:30:00Z"), 500.5, 501, 500.25, close, 12_345, 87, 500.61);
    }

    static TradingStatus status(String symbol, String message) {
        return new TradingStatus(symbol, nanos("2026-01-05T15:02:11.4000001Z"), "P", message, "LUDP", "", "C");
    }

    private static long nanos(String time) {
        return Timestamps.toEpochNanos(Instant.parse(time));
    }

    /** A gap of trades that is still open. */
    static Gap openGap() {
        return new Gap(9, Channel.TRADES, Set.of("AAPL", "MSFT"), NOON, null, GapCause.CONNECTION, "it was cut");
    }

    /** That gap with its end. */
    static Gap gap() {
        return new Gap(
                9,
                Channel.TRADES,
                Set.of("AAPL", "MSFT"),
                NOON,
                NOON.plusSeconds(3),
                GapCause.CONNECTION,
                "it was cut");
    }

    static RepairSummary repair() {
        return new RepairSummary(12, 3, 2);
    }
}
