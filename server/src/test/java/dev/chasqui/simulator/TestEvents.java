package dev.chasqui.simulator;

import dev.chasqui.model.Bar;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Timestamps;
import dev.chasqui.model.Trade;
import dev.chasqui.model.TradeCancel;
import dev.chasqui.model.TradeCorrection;
import dev.chasqui.model.TradeUpdate;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Messages for tests. */
final class TestEvents {

    static final long TIME = Timestamps.toEpochNanos(Instant.parse("2026-01-05T14:30:00.5Z"));

    private TestEvents() {}

    static Trade trade(String symbol, long id) {
        return new Trade(
                symbol, TIME, id, "V", 431.125, 40, List.of("@", "I"), "C", null, null, MarketEvent.NO_TIMESTAMP);
    }

    static String tradeJson(String symbol, long id) {
        return "{\"T\":\"t\",\"S\":\"" + symbol + "\",\"i\":" + id
                + ",\"x\":\"V\",\"p\":431.125,\"s\":40,\"c\":[\"@\",\"I\"],\"z\":\"C\",\"t\":\"2026-01-05T14:30:00.5Z\"}";
    }

    static Quote quote(String symbol) {
        return new Quote(symbol, TIME, "V", 431.1, 300, "K", 431.13, 120, List.of("R"), "C", MarketEvent.NO_TIMESTAMP);
    }

    static String quoteJson(String symbol) {
        return "{\"T\":\"q\",\"S\":\"" + symbol
                + "\",\"bx\":\"V\",\"bp\":431.1,\"bs\":300,\"ax\":\"K\",\"ap\":431.13,\"as\":120,\"c\":[\"R\"],\"z\":\"C\","
                + "\"t\":\"2026-01-05T14:30:00.5Z\"}";
    }

    static Bar bar(String symbol) {
        return new Bar(Bar.Kind.MINUTE, symbol, TIME, 1, 2, 1, 2, 10, 3, 1.5);
    }

    static TradeCancel cancel(String symbol, long id) {
        return new TradeCancel(symbol, TIME, id, "V", 431.125, 40, "C", "C");
    }

    static TradeCorrection correction(String symbol, long id) {
        TradeCorrection.Print print = new TradeCorrection.Print(id, 431.125, 40, List.of("@"));
        return new TradeCorrection(symbol, TIME, "V", print, print, "C");
    }

    static News news(long id, String... symbols) {
        return new News(id, "Headline", "", "A. Writer", TIME, TIME, "", "text", List.of(symbols), "test");
    }

    static TradeUpdate update(String event) {
        return new TradeUpdate(event, "1", null, null, null, null, null, Map.of(), null);
    }
}
