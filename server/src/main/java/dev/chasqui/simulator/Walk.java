package dev.chasqui.simulator;

import dev.chasqui.model.Bar;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.LuldBand;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.OrderBook;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import dev.chasqui.model.TradeCancel;
import dev.chasqui.model.TradeCorrection;
import dev.chasqui.model.TradingStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One symbol's price on its random walk, and the messages that tell of it. Prices are whole ticks of a cent. */
final class Walk {

    private static final Pattern OPTION = Pattern.compile("[A-Z]{1,6}\\d{6}[CP]\\d{8}");
    private static final String[] STOCK_EXCHANGES = {"V", "Q", "P", "K", "Z", "N"};
    private static final String[] OPTION_EXCHANGES = {"C", "N", "w", "X"};
    private static final String[] TAPES = {"A", "B", "C"};
    private static final double TICKS_PER_UNIT = 100;
    private static final int BOOK_LEVELS = 5;
    private static final int ROUND_LOT = 100;
    private static final long LOWEST_TICKS = 20;

    private final String symbol;
    private final FeedKind kind;
    private final String tape;
    private BarBuilder minute = new BarBuilder();
    private BarBuilder endedMinute = new BarBuilder();
    private final BarBuilder day = new BarBuilder();
    private long middle;
    private long halfSpread;
    private long nextTradeId;
    private @Nullable Trade lastTrade;
    private boolean halted;

    Walk(String symbol, Random random) {
        this.symbol = symbol;
        this.kind = kindOf(symbol);
        this.tape = TAPES[random.nextInt(TAPES.length)];
        this.middle = firstPrice(symbol, random);
        this.halfSpread = 1;
        this.nextTradeId = 52_983_525_000_000L + random.nextInt(1_000_000);
    }

    private static FeedKind kindOf(String symbol) {
        if (symbol.indexOf('/') >= 0) {
            return FeedKind.CRYPTO;
        }
        return OPTION.matcher(symbol).matches() ? FeedKind.OPTIONS : FeedKind.STOCKS;
    }

    private static long firstPrice(String symbol, Random random) {
        if (symbol.startsWith("BTC/")) {
            return 9_000_000L + random.nextInt(100_000);
        }
        return kindOf(symbol) == FeedKind.OPTIONS ? 100 + random.nextInt(2_000) : 2_000 + random.nextInt(50_000);
    }

    FeedKind kind() {
        return kind;
    }

    String symbol() {
        return symbol;
    }

    boolean isHalted() {
        return halted;
    }

    /** A message of the kinds that come all the time. */
    MarketEvent tick(long timeNanos, Random random) {
        move(random);
        double choice = random.nextDouble();
        if (kind == FeedKind.CRYPTO && choice < 0.15) {
            return book(timeNanos, random);
        }
        return choice < 0.45 ? trade(timeNanos, random) : quote(timeNanos, random);
    }

    private void move(Random random) {
        long step = Math.max(1, middle / 20_000);
        middle = Math.max(LOWEST_TICKS, middle + (random.nextInt(5) - 2) * step);
        halfSpread = 1L + random.nextInt(3);
    }

    private static double price(long ticks) {
        return ticks / TICKS_PER_UNIT;
    }

    private double size(Random random) {
        return switch (kind) {
            case CRYPTO -> (1 + random.nextInt(500_000)) / 100_000.0;
            case OPTIONS -> 1 + random.nextInt(50);
            default -> random.nextInt(10) < 4 ? 1 + random.nextInt(ROUND_LOT - 1) : ROUND_LOT * (1 + random.nextInt(9));
        };
    }

    private static <T> T oneOf(T[] values, Random random) {
        return values[random.nextInt(values.length)];
    }

    private @Nullable String exchange(Random random) {
        return switch (kind) {
            case CRYPTO -> null;
            case OPTIONS -> oneOf(OPTION_EXCHANGES, random);
            default -> oneOf(STOCK_EXCHANGES, random);
        };
    }

    private @Nullable String tape() {
        return kind == FeedKind.STOCKS ? tape : null;
    }

    Trade trade(long timeNanos, Random random) {
        return trade(timeNanos, random, minute);
    }

    /** A trade of the minute before, reported only now. */
    Trade lateTrade(long timeNanos, Random random) {
        return trade(timeNanos, random, endedMinute);
    }

    private Trade trade(long timeNanos, Random random, BarBuilder bar) {
        double price = price(middle + (random.nextInt(3) - 1) * halfSpread);
        double size = size(random);
        bar.add(price, size);
        day.add(price, size);
        Trade trade = new Trade(
                symbol,
                timeNanos,
                kind == FeedKind.OPTIONS ? 0 : nextTradeId++,
                exchange(random),
                price,
                size,
                tradeConditions(size),
                tape(),
                kind == FeedKind.CRYPTO ? (random.nextBoolean() ? "B" : "S") : null,
                null,
                MarketEvent.NO_TIMESTAMP);
        lastTrade = trade;
        return trade;
    }

    /** The withdrawal of the last trade; there must have been one. */
    TradeCancel cancel(long timeNanos) {
        Trade trade = Objects.requireNonNull(lastTrade);
        return new TradeCancel(
                symbol, timeNanos, trade.id(), trade.exchange(), trade.price(), trade.size(), "C", tape());
    }

    /** The correction of the last trade, by a tick; there must have been one. */
    TradeCorrection correction(long timeNanos) {
        Trade trade = Objects.requireNonNull(lastTrade);
        double corrected = price(Math.round(trade.price() * TICKS_PER_UNIT) + 1);
        return new TradeCorrection(
                symbol,
                timeNanos,
                trade.exchange(),
                new TradeCorrection.Print(trade.id(), trade.price(), trade.size(), trade.conditions()),
                new TradeCorrection.Print(nextTradeId++, corrected, trade.size(), trade.conditions()),
                tape());
    }

    private List<String> tradeConditions(double size) {
        if (kind != FeedKind.STOCKS) {
            return kind == FeedKind.OPTIONS ? List.of("I") : List.of();
        }
        String regular = "C".equals(tape) ? "@" : " ";
        return size < ROUND_LOT ? List.of(regular, "I") : List.of(regular);
    }

    Quote quote(long timeNanos, Random random) {
        return new Quote(
                symbol,
                timeNanos,
                exchange(random),
                price(middle - halfSpread),
                quoteSize(random),
                exchange(random),
                price(middle + halfSpread),
                quoteSize(random),
                quoteConditions(),
                tape(),
                MarketEvent.NO_TIMESTAMP);
    }

    private double quoteSize(Random random) {
        return kind == FeedKind.STOCKS ? ROUND_LOT * (1 + random.nextInt(9)) : size(random);
    }

    private List<String> quoteConditions() {
        return switch (kind) {
            case CRYPTO -> List.of();
            case OPTIONS -> List.of("A");
            default -> List.of("R");
        };
    }

    // Always the full book, so that a client may subscribe at any time.
    private OrderBook book(long timeNanos, Random random) {
        List<OrderBook.Level> bids = new ArrayList<>();
        List<OrderBook.Level> asks = new ArrayList<>();
        for (int level = 0; level < BOOK_LEVELS; level++) {
            bids.add(new OrderBook.Level(price(middle - halfSpread - level), size(random)));
            asks.add(new OrderBook.Level(price(middle + halfSpread + level), size(random)));
        }
        return new OrderBook(symbol, timeNanos, bids, asks, true);
    }

    TradingStatus halt(long timeNanos) {
        halted = true;
        return new TradingStatus(
                symbol,
                timeNanos,
                "H",
                "Trading Halt",
                "T12",
                "Trading Halted; Additional Information Requested",
                tape);
    }

    TradingStatus resume(long timeNanos) {
        halted = false;
        return new TradingStatus(symbol, timeNanos, "T", "Trading Resumption", "", "", tape);
    }

    LuldBand band(long timeNanos) {
        return new LuldBand(symbol, timeNanos, price(middle + middle / 20), price(middle - middle / 20), "B", tape);
    }

    /** Whether anything was traded in the minute that ends. */
    boolean hasTraded() {
        return !minute.isEmpty();
    }

    /** The bar of the minute that ends; the next one begins. */
    Bar minuteBar(long startNanos) {
        BarBuilder ended = minute;
        minute = endedMinute;
        minute.clear();
        endedMinute = ended;
        return ended.bar(Bar.Kind.MINUTE, symbol, startNanos);
    }

    /** The bar of the minute before, as it is now. */
    Bar updatedBar(long startNanos) {
        return endedMinute.bar(Bar.Kind.UPDATED_MINUTE, symbol, startNanos);
    }

    /** The bar of the day so far. */
    Bar dayBar(long startNanos) {
        return day.bar(Bar.Kind.DAY, symbol, startNanos);
    }

    void beginDay() {
        day.clear();
    }

    boolean hasTradedToday() {
        return !day.isEmpty();
    }
}
