package dev.chasqui.bench.decode;

import dev.chasqui.model.Bar;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one message while another decoder reads them, so that all build the same records. Both quote and bar sizes are numbers with
 * the letters of the wire; which letter means what depends on the type, so everything is kept until the end.
 */
final class Draft {

    private String type = "";
    private String symbol = "";
    private @Nullable String exchange;
    private @Nullable String bidExchange;
    private @Nullable String askExchange;
    private @Nullable String tape;
    private double price;
    private double size;
    private double bidPrice;
    private double bidSize;
    private double askPrice;
    private double askSize;
    private double open;
    private double high;
    private double low;
    private double close;
    private double volume;
    private double averagePrice;
    private long id;
    private long tradeCount;
    private long timestampNanos;
    private final List<String> conditions = new ArrayList<>();

    void clear() {
        conditions.clear();
    }

    void text(String key, String value) {
        switch (key) {
            case "T" -> type = value;
            case "S" -> symbol = value;
            case "x" -> exchange = value;
            case "bx" -> bidExchange = value;
            case "ax" -> askExchange = value;
            case "z" -> tape = value;
            default -> {
                // Not read by anybody.
            }
        }
    }

    void number(String key, double value) {
        switch (key) {
            case "p" -> price = value;
            case "s" -> size = value;
            case "bp" -> bidPrice = value;
            case "bs" -> bidSize = value;
            case "ap" -> askPrice = value;
            case "as" -> askSize = value;
            case "o" -> open = value;
            case "h" -> high = value;
            case "l" -> low = value;
            case "v" -> volume = value;
            case "vw" -> averagePrice = value;
            case "c" -> close = value;
            default -> {
                // Not read by anybody.
            }
        }
    }

    void integer(String key, long value) {
        if (key.equals("i")) {
            id = value;
        } else {
            tradeCount = value;
        }
    }

    /** Whether a number is read as an integer. */
    static boolean isInteger(String key) {
        return key.equals("i") || key.equals("n");
    }

    void condition(String condition) {
        conditions.add(condition);
    }

    void time(long nanos) {
        timestampNanos = nanos;
    }

    MarketEvent build() {
        return switch (type) {
            case "q" ->
                new Quote(
                        symbol,
                        timestampNanos,
                        bidExchange,
                        bidPrice,
                        bidSize,
                        askExchange,
                        askPrice,
                        askSize,
                        conditions,
                        tape,
                        MarketEvent.NO_TIMESTAMP);
            case "t" ->
                new Trade(
                        symbol,
                        timestampNanos,
                        id,
                        exchange,
                        price,
                        size,
                        conditions,
                        tape,
                        null,
                        null,
                        MarketEvent.NO_TIMESTAMP);
            case "b" ->
                new Bar(
                        Bar.Kind.MINUTE,
                        symbol,
                        timestampNanos,
                        open,
                        high,
                        low,
                        close,
                        volume,
                        tradeCount,
                        averagePrice);
            default -> throw new IllegalStateException("unknown type " + type);
        };
    }
}
