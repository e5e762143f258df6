package dev.chasqui.wire;

import dev.chasqui.model.Bar;
import dev.chasqui.model.LuldBand;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.OrderBook;
import dev.chasqui.model.OrderImbalance;
import dev.chasqui.model.PerpetualPricing;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Timestamps;
import dev.chasqui.model.Trade;
import dev.chasqui.model.TradeCancel;
import dev.chasqui.model.TradeCorrection;
import dev.chasqui.model.TradingStatus;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes events of trees that other libraries have read: simple, slow, and independent of the codec. */
final class Reference {

    private final Map<String, Object> message;

    private Reference(Map<String, Object> message) {
        this.message = message;
    }

    static MarketEvent event(Map<String, Object> message) {
        return new Reference(message).event();
    }

    private MarketEvent event() {
        String type = symbol("T");
        return switch (type) {
            case "t" ->
                new Trade(
                        symbol("S"),
                        time("t"),
                        message.get("i") == null ? 0 : unsigned("i"),
                        text("x"),
                        number("p"),
                        number("s"),
                        conditions("c"),
                        text("z"),
                        text("tks"),
                        text("u"),
                        time("r"));
            case "q" ->
                new Quote(
                        symbol("S"),
                        time("t"),
                        text("bx"),
                        number("bp"),
                        number("bs"),
                        text("ax"),
                        number("ap"),
                        number("as"),
                        conditions("c"),
                        text("z"),
                        time("r"));
            case "b" -> bar(Bar.Kind.MINUTE);
            case "u" -> bar(Bar.Kind.UPDATED_MINUTE);
            case "d" -> bar(Bar.Kind.DAY);
            case "s" ->
                new TradingStatus(
                        symbol("S"), time("t"), orEmpty("sc"), orEmpty("sm"), orEmpty("rc"), orEmpty("rm"), text("z"));
            case "l" -> new LuldBand(symbol("S"), time("t"), number("u"), number("d"), orEmpty("i"), text("z"));
            case "i" ->
                new OrderImbalance(
                        symbol("S"),
                        time("t"),
                        number("p"),
                        text("z"),
                        number("ps"),
                        number("is"),
                        text("side"),
                        text("at"));
            case "x" ->
                new TradeCancel(
                        symbol("S"),
                        time("t"),
                        unsigned("i"),
                        text("x"),
                        number("p"),
                        number("s"),
                        orEmpty("a"),
                        text("z"));
            case "c" ->
                new TradeCorrection(
                        symbol("S"),
                        time("t"),
                        text("x"),
                        new TradeCorrection.Print(unsigned("oi"), number("op"), number("os"), conditions("oc")),
                        new TradeCorrection.Print(unsigned("ci"), number("cp"), number("cs"), conditions("cc")),
                        text("z"));
            case "o" ->
                new OrderBook(symbol("S"), time("t"), levels("b"), levels("a"), Boolean.TRUE.equals(message.get("r")));
            case "n" -> news();
            default ->
                new PerpetualPricing(
                        symbol("S"),
                        time("t"),
                        text("x"),
                        number("ip"),
                        number("mp"),
                        number("fr"),
                        number("oi"),
                        time("ft"));
        };
    }

    private Bar bar(Bar.Kind kind) {
        return new Bar(
                kind,
                symbol("S"),
                time("t"),
                number("o"),
                number("h"),
                number("l"),
                number("c"),
                number("v"),
                message.get("n") == null ? Bar.NO_COUNT : ((Number) message.get("n")).longValue(),
                number("vw"));
    }

    private News news() {
        return new News(
                unsigned("id"),
                orEmpty("headline"),
                orEmpty("summary"),
                orEmpty("author"),
                time("created_at"),
                time("updated_at"),
                orEmpty("url"),
                orEmpty("content"),
                texts(message.get("symbols")),
                orEmpty("source"));
    }

    private String symbol(String key) {
        return Objects.requireNonNull(text(key));
    }

    private @Nullable String text(String key) {
        return (String) message.get(key);
    }

    private String orEmpty(String key) {
        return Objects.requireNonNullElse(text(key), "");
    }

    private double number(String key) {
        return number(message, key);
    }

    private static double number(Map<?, ?> object, String key) {
        Number number = (Number) object.get(key);
        return number == null ? Double.NaN : number.doubleValue() + 0.0;
    }

    private long unsigned(String key) {
        Object value = Objects.requireNonNull(message.get(key));
        return value instanceof BigDecimal decimal
                ? decimal.toBigIntegerExact().longValue()
                : new BigInteger(value.toString()).longValue();
    }

    private long time(String key) {
        Object value = message.get(key);
        if (value == null) {
            return MarketEvent.NO_TIMESTAMP;
        }
        Instant instant = value instanceof Instant known
                ? known
                : OffsetDateTime.parse(cut((String) value)).toInstant();
        return Timestamps.toEpochNanos(instant);
    }

    /** Without the digits behind the ninth, which {@code java.time} does not take. */
    private static String cut(String time) {
        return time.replaceFirst("(\\.[0-9]{9})[0-9]+", "$1");
    }

    private List<String> conditions(String key) {
        Object value = message.get(key);
        if (value instanceof String code) {
            return code.isEmpty() ? List.of() : List.of(code);
        }
        return texts(value);
    }

    private static List<String> texts(@Nullable Object value) {
        return value == null
                ? List.of()
                : ((List<?>) value).stream().map(String.class::cast).toList();
    }

    private List<OrderBook.Level> levels(String key) {
        Object value = message.get(key);
        return value == null
                ? List.of()
                : ((List<?>) value)
                        .stream()
                                .map(level -> (Map<?, ?>) level)
                                .map(level -> new OrderBook.Level(number(level, "p"), number(level, "s")))
                                .toList();
    }
}
