package dev.chasqui.simulator;

import dev.chasqui.model.Bar;

/** Collects the trades of an interval into its bar. */
final class BarBuilder {

    private static final double MICROS = 1e6;

    private double open;
    private double high;
    private double low;
    private double close;
    private double volume;
    private double value;
    private long trades;

    void add(double price, double size) {
        if (trades == 0) {
            open = price;
            high = price;
            low = price;
        }
        high = Math.max(high, price);
        low = Math.min(low, price);
        close = price;
        volume += size;
        value += price * size;
        trades++;
    }

    boolean isEmpty() {
        return trades == 0;
    }

    void clear() {
        trades = 0;
        volume = 0;
        value = 0;
    }

    /** The bar; there must have been a trade. Volume of crypto and average price are cut to six digits behind the point. */
    Bar bar(Bar.Kind kind, String symbol, long startNanos) {
        return new Bar(
                kind, symbol, startNanos, open, high, low, close, rounded(volume), trades, rounded(value / volume));
    }

    private static double rounded(double value) {
        return Math.rint(value * MICROS) / MICROS;
    }
}
