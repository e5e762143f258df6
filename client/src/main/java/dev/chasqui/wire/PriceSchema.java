package dev.chasqui.wire;

import dev.chasqui.model.Bar;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.OrderBook;
import dev.chasqui.model.OrderBook.Level;
import dev.chasqui.model.PerpetualPricing;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads trades, quotes, bars, order books and the pricing of perpetuals. Takes the fields of every kind of feed, so that a mixed
 * recording can be read. Each method begins inside of the object and ends behind it.
 */
final class PriceSchema {

    private final ValueReader in;
    private final Fields fields;

    PriceSchema(ValueReader in, Fields fields) {
        this.in = in;
        this.fields = fields;
    }

    Trade trade() {
        String symbol = fields.knownSymbol();
        long time = MarketEvent.NO_TIMESTAMP;
        long id = 0;
        String exchange = null;
        double price = Double.NaN;
        double size = Double.NaN;
        List<String> conditions = List.of();
        String tape = null;
        String takerSide = null;
        String update = null;
        long received = MarketEvent.NO_TIMESTAMP;
        for (int key = in.nextKey(); key != ValueReader.END; key = in.nextKey()) {
            switch (key) {
                case Keys.S -> symbol = in.readSymbol();
                case Keys.TIME -> time = in.readTimestamp();
                case Keys.ID -> id = in.isNull() ? 0 : in.readUnsigned();
                case Keys.EXCHANGE -> exchange = fields.code();
                case Keys.PRICE -> price = in.readDouble();
                case Keys.SIZE -> size = in.readDouble();
                case Keys.CONDITIONS -> conditions = in.readConditions();
                case Keys.TAPE -> tape = fields.code();
                case Keys.TAKER_SIDE -> takerSide = fields.code();
                case Keys.UPDATE -> update = fields.code();
                case Keys.RECEIVED -> received = fields.time();
                default -> fields.other(key);
            }
        }
        return new Trade(
                Fields.required(symbol, "S"),
                Fields.requiredTime(time, "t"),
                id,
                exchange,
                Fields.required(price, "p"),
                Fields.required(size, "s"),
                conditions,
                tape,
                takerSide,
                update,
                received);
    }

    Quote quote() {
        String symbol = fields.knownSymbol();
        long time = MarketEvent.NO_TIMESTAMP;
        String bidExchange = null;
        double bidPrice = Double.NaN;
        double bidSize = Double.NaN;
        String askExchange = null;
        double askPrice = Double.NaN;
        double askSize = Double.NaN;
        List<String> conditions = List.of();
        String tape = null;
        long received = MarketEvent.NO_TIMESTAMP;
        for (int key = in.nextKey(); key != ValueReader.END; key = in.nextKey()) {
            switch (key) {
                case Keys.S -> symbol = in.readSymbol();
                case Keys.TIME -> time = in.readTimestamp();
                case Keys.BID_EXCHANGE -> bidExchange = fields.code();
                case Keys.BID_PRICE -> bidPrice = in.readDouble();
                case Keys.BID_SIZE -> bidSize = in.readDouble();
                case Keys.ASK_EXCHANGE -> askExchange = fields.code();
                case Keys.ASK_PRICE -> askPrice = in.readDouble();
                case Keys.ASK_SIZE -> askSize = in.readDouble();
                case Keys.CONDITIONS -> conditions = in.readConditions();
                case Keys.TAPE -> tape = fields.code();
                case Keys.RECEIVED -> received = fields.time();
                default -> fields.other(key);
            }
        }
        return new Quote(
                Fields.required(symbol, "S"),
                Fields.requiredTime(time, "t"),
                bidExchange,
                Fields.required(bidPrice, "bp"),
                Fields.required(bidSize, "bs"),
                askExchange,
                Fields.required(askPrice, "ap"),
                Fields.required(askSize, "as"),
                conditions,
                tape,
                received);
    }

    Bar bar(Bar.Kind kind) {
        String symbol = fields.knownSymbol();
        long time = MarketEvent.NO_TIMESTAMP;
        double open = Double.NaN;
        double high = Double.NaN;
        double low = Double.NaN;
        double close = Double.NaN;
        double volume = Double.NaN;
        long tradeCount = Bar.NO_COUNT;
        double vwap = Double.NaN;
        for (int key = in.nextKey(); key != ValueReader.END; key = in.nextKey()) {
            switch (key) {
                case Keys.S -> symbol = in.readSymbol();
                case Keys.TIME -> time = in.readTimestamp();
                case Keys.OPEN -> open = in.readDouble();
                case Keys.HIGH -> high = in.readDouble();
                case Keys.LOW -> low = in.readDouble();
                case Keys.CLOSE -> close = in.readDouble();
                case Keys.VOLUME -> volume = in.readDouble();
                case Keys.TRADE_COUNT -> tradeCount = in.isNull() ? Bar.NO_COUNT : in.readCount();
                case Keys.VWAP -> vwap = fields.number();
                default -> fields.other(key);
            }
        }
        return new Bar(
                kind,
                Fields.required(symbol, "S"),
                Fields.requiredTime(time, "t"),
                Fields.required(open, "o"),
                Fields.required(high, "h"),
                Fields.required(low, "l"),
                Fields.required(close, "c"),
                Fields.required(volume, "v"),
                tradeCount,
                vwap);
    }

    OrderBook orderBook() {
        String symbol = fields.knownSymbol();
        long time = MarketEvent.NO_TIMESTAMP;
        List<Level> bids = List.of();
        List<Level> asks = List.of();
        boolean reset = false;
        for (int key = in.nextKey(); key != ValueReader.END; key = in.nextKey()) {
            switch (key) {
                case Keys.S -> symbol = in.readSymbol();
                case Keys.TIME -> time = in.readTimestamp();
                case Keys.BIDS -> bids = levels();
                case Keys.ASKS -> asks = levels();
                case Keys.RESET -> reset = !in.isNull() && in.readBoolean();
                default -> fields.other(key);
            }
        }
        return new OrderBook(Fields.required(symbol, "S"), Fields.requiredTime(time, "t"), bids, asks, reset);
    }

    private List<Level> levels() {
        if (in.isNull()) {
            return List.of();
        }
        List<Level> levels = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
            levels.add(level());
        }
        return List.copyOf(levels);
    }

    private Level level() {
        double price = Double.NaN;
        double size = Double.NaN;
        in.beginObject();
        for (int key = in.nextKey(); key != ValueReader.END; key = in.nextKey()) {
            switch (key) {
                case Keys.PRICE -> price = in.readDouble();
                case Keys.SIZE -> size = in.readDouble();
                default -> in.skip();
            }
        }
        return new Level(Fields.required(price, "p"), Fields.required(size, "s"));
    }

    PerpetualPricing pricing() {
        String symbol = fields.knownSymbol();
        long time = MarketEvent.NO_TIMESTAMP;
        String exchange = null;
        double indexPrice = Double.NaN;
        double markPrice = Double.NaN;
        double fundingRate = Double.NaN;
        double openInterest = Double.NaN;
        long nextFunding = MarketEvent.NO_TIMESTAMP;
        for (int key = in.nextKey(); key != ValueReader.END; key = in.nextKey()) {
            switch (key) {
                case Keys.S -> symbol = in.readSymbol();
                case Keys.TIME -> time = in.readTimestamp();
                case Keys.EXCHANGE -> exchange = fields.code();
                case Keys.INDEX_PRICE -> indexPrice = fields.number();
                case Keys.MARK_PRICE -> markPrice = fields.number();
                case Keys.FUNDING_RATE -> fundingRate = fields.number();
                case Keys.OPEN_INTEREST -> openInterest = fields.number();
                case Keys.NEXT_FUNDING -> nextFunding = fields.time();
                default -> fields.other(key);
            }
        }
        return new PerpetualPricing(
                Fields.required(symbol, "S"),
                Fields.requiredTime(time, "t"),
                exchange,
                indexPrice,
                markPrice,
                fundingRate,
                openInterest,
                nextFunding);
    }
}
