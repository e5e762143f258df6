package dev.chasqui.cli;

import dev.chasqui.model.Bar;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;

/** What the newest messages say about one symbol. Safe for use by many threads. */
final class BoardRow {

    /**
     * A consistent copy. Prices and sizes that are not known are NaN.
     *
     * @param direction 1 if the last price is above the one before it, −1 if below, 0 if there is no other
     * @param first the first price that was seen
     * @param count messages so far
     * @param receivedNanos when the newest came, as of {@link System#nanoTime()}
     */
    record View(
            String symbol,
            double bid,
            double bidSize,
            double ask,
            double askSize,
            double last,
            double lastSize,
            int direction,
            double first,
            long count,
            long receivedNanos) {

        /** Last price minus first price. */
        double change() {
            return last - first;
        }
    }

    private final String symbol;
    private double bid = Double.NaN;
    private double bidSize = Double.NaN;
    private double ask = Double.NaN;
    private double askSize = Double.NaN;
    private double last = Double.NaN;
    private double lastSize = Double.NaN;
    private double first = Double.NaN;
    private int direction;
    private boolean traded;
    private long count;
    private long receivedNanos;

    BoardRow(String symbol) {
        this.symbol = symbol;
    }

    synchronized void accept(MarketEvent message, long nowNanos) {
        count++;
        receivedNanos = nowNanos;
        if (message instanceof Quote quote) {
            accept(quote);
        } else if (message instanceof Trade trade) {
            traded = true;
            price(trade.price(), trade.size());
        } else if (message instanceof Bar bar && !traded) {
            price(bar.close(), Double.NaN);
        }
    }

    // On the wire a price of 0 says that this side is empty.
    private void accept(Quote quote) {
        bid = quote.bidPrice() == 0 ? Double.NaN : quote.bidPrice();
        bidSize = quote.bidPrice() == 0 ? Double.NaN : quote.bidSize();
        ask = quote.askPrice() == 0 ? Double.NaN : quote.askPrice();
        askSize = quote.askPrice() == 0 ? Double.NaN : quote.askSize();
    }

    private void price(double price, double size) {
        if (Double.isNaN(first)) {
            first = price;
        } else if (price != last) {
            direction = price > last ? 1 : -1;
        }
        last = price;
        lastSize = size;
    }

    synchronized View view() {
        return new View(symbol, bid, bidSize, ask, askSize, last, lastSize, direction, first, count, receivedNanos);
    }
}
