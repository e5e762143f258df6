package dev.chasqui.internal.gap;

import dev.chasqui.model.Bar;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Timestamps;
import dev.chasqui.model.Trade;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages of which a test needs a few fields only. */
final class Rows {

    private Rows() {}

    static long nanos(Instant time) {
        return Timestamps.toEpochNanos(time);
    }

    static long seconds(double seconds) {
        return Math.round(seconds * 1e9);
    }

    static Duration duration(double seconds) {
        return Duration.ofNanos(seconds(seconds));
    }

    static Trade trade(String symbol, Instant time, long id) {
        return trade(symbol, nanos(time), id, "V", 100, 10, null);
    }

    static Trade trade(
            String symbol,
            long time,
            long id,
            @Nullable String exchange,
            double price,
            double size,
            @Nullable String update) {
        return new Trade(
                symbol, time, id, exchange, price, size, List.of("@"), "C", null, update, MarketEvent.NO_TIMESTAMP);
    }

    static Quote quote(String symbol, Instant time, double bid) {
        return new Quote(
                symbol, nanos(time), "V", bid, 1, "V", bid + 1, 2, List.of("R"), "C", MarketEvent.NO_TIMESTAMP);
    }

    static Bar bar(Bar.Kind kind, String symbol, Instant minute, double close) {
        return new Bar(kind, symbol, nanos(minute), 1, 9, 1, close, 100, 3, 1.5);
    }

    static Bar bar(String symbol, Instant minute, double close) {
        return bar(Bar.Kind.MINUTE, symbol, minute, close);
    }

    static News news(long id, Instant updated, String... symbols) {
        return new News(id, "headline", "", "", 1, nanos(updated), "", "", List.of(symbols), "source");
    }
}
