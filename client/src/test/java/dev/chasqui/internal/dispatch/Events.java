package dev.chasqui.internal.dispatch;

import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.OrderBook;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import java.util.List;

/** Messages that carry a number to be recognised by. */
final class Events {

    private Events() {}

    static Trade trade(String symbol, long number) {
        return new Trade(symbol, number, number, "V", 1, 1, List.of(), "A", null, null, 0);
    }

    static Quote quote(String symbol, long number) {
        return new Quote(symbol, number, "V", 1, 1, "V", 2, 1, List.of(), "A", 0);
    }

    static OrderBook book(String symbol, long number, double price, double size) {
        return new OrderBook(symbol, number, List.of(new OrderBook.Level(price, size)), List.of(), false);
    }

    static News news(String... symbols) {
        return new News(1, "headline", "", "", 0, 0, "", "", List.of(symbols), "source");
    }

    static long number(MarketEvent event) {
        return event.timestampNanos();
    }

    static String key(MarketEvent event) {
        return event.symbol() + number(event);
    }
}
