package dev.chasqui.stream;

import dev.chasqui.model.Bar;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import java.util.List;

/** Messages of which a test needs a few fields only. */
final class Samples {

    private Samples() {}

    static Trade trade(String symbol, long timestampNanos) {
        return new Trade(
                symbol, timestampNanos, 1, "V", 1.5, 100, List.of("@"), "C", null, null, MarketEvent.NO_TIMESTAMP);
    }

    static Quote quote(String symbol, long timestampNanos) {
        return new Quote(symbol, timestampNanos, "V", 1.4, 1, "V", 1.6, 2, List.of("R"), "C", MarketEvent.NO_TIMESTAMP);
    }

    static Bar bar(Bar.Kind kind, String symbol, long timestampNanos, double close) {
        return new Bar(kind, symbol, timestampNanos, 1, 9, 1, close, 100, 3, 1.5);
    }

    static News news(String... symbols) {
        return new News(1, "headline", "", "", 1, 2, "", "", List.of(symbols), "source");
    }
}
