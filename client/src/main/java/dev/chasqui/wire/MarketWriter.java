package dev.chasqui.wire;

import dev.chasqui.model.Bar;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.LuldBand;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.OrderBook;
import dev.chasqui.model.OrderImbalance;
import dev.chasqui.model.PerpetualPricing;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import dev.chasqui.model.TradeCancel;
import dev.chasqui.model.TradeCorrection;
import dev.chasqui.model.TradingStatus;
import java.util.List;

/** Writes data messages of market-data streams, their fields in the order of the real server. */
final class MarketWriter {

    private static final Key TYPE = new Key("T");
    private static final Key SYMBOL = new Key("S");
    private static final Key TIME = new Key("t");
    private static final Key RECEIVED = new Key("r");
    private static final Key ID = new Key("i");
    private static final Key EXCHANGE = new Key("x");
    private static final Key PRICE = new Key("p");
    private static final Key SIZE = new Key("s");
    private static final Key CONDITIONS = new Key("c");
    private static final Key TAPE = new Key("z");
    private static final Key UPDATE = new Key("u");
    private static final Key TAKER_SIDE = new Key("tks");
    private static final Key BID_EXCHANGE = new Key("bx");
    private static final Key BID_PRICE = new Key("bp");
    private static final Key BID_SIZE = new Key("bs");
    private static final Key ASK_EXCHANGE = new Key("ax");
    private static final Key ASK_PRICE = new Key("ap");
    private static final Key ASK_SIZE = new Key("as");
    private static final Key OPEN = new Key("o");
    private static final Key HIGH = new Key("h");
    private static final Key LOW = new Key("l");
    private static final Key CLOSE = new Key("c");
    private static final Key VOLUME = new Key("v");
    private static final Key TRADE_COUNT = new Key("n");
    private static final Key VWAP = new Key("vw");
    private static final Key STATUS_CODE = new Key("sc");
    private static final Key STATUS_MESSAGE = new Key("sm");
    private static final Key REASON_CODE = new Key("rc");
    private static final Key REASON_MESSAGE = new Key("rm");
    private static final Key LIMIT_UP = new Key("u");
    private static final Key LIMIT_DOWN = new Key("d");
    private static final Key PAIRED_SHARES = new Key("ps");
    private static final Key IMBALANCE_SHARES = new Key("is");
    private static final Key SIDE = new Key("side");
    private static final Key AUCTION_TYPE = new Key("at");
    private static final Key ACTION = new Key("a");
    private static final Key ORIGINAL_ID = new Key("oi");
    private static final Key ORIGINAL_PRICE = new Key("op");
    private static final Key ORIGINAL_SIZE = new Key("os");
    private static final Key ORIGINAL_CONDITIONS = new Key("oc");
    private static final Key CORRECTED_ID = new Key("ci");
    private static final Key CORRECTED_PRICE = new Key("cp");
    private static final Key CORRECTED_SIZE = new Key("cs");
    private static final Key CORRECTED_CONDITIONS = new Key("cc");
    private static final Key BIDS = new Key("b");
    private static final Key ASKS = new Key("a");
    private static final Key RESET = new Key("r");
    private static final Key INDEX_PRICE = new Key("ip");
    private static final Key MARK_PRICE = new Key("mp");
    private static final Key FUNDING_RATE = new Key("fr");
    private static final Key OPEN_INTEREST = new Key("oi");
    private static final Key NEXT_FUNDING = new Key("ft");
    private static final Key NEWS_ID = new Key("id");
    private static final Key HEADLINE = new Key("headline");
    private static final Key SUMMARY = new Key("summary");
    private static final Key AUTHOR = new Key("author");
    private static final Key CREATED = new Key("created_at");
    private static final Key UPDATED = new Key("updated_at");
    private static final Key URL = new Key("url");
    private static final Key CONTENT = new Key("content");
    private static final Key SYMBOLS = new Key("symbols");
    private static final Key SOURCE = new Key("source");

    private final ValueWriter out;
    private final FieldWriter fields;
    private final FeedKind kind;
    private final boolean named;

    MarketWriter(ValueWriter out, FeedKind kind) {
        this(out, kind, true);
    }

    /** @param named whether each message says its type and symbol; where REST lists messages, their place in the body says both */
    MarketWriter(ValueWriter out, FeedKind kind, boolean named) {
        this.out = out;
        this.kind = kind;
        this.named = named;
        fields = new FieldWriter(out);
    }

    void write(MarketEvent event) {
        if (event instanceof Quote quote) {
            quote(quote);
        } else if (event instanceof Trade trade) {
            trade(trade);
        } else if (event instanceof Bar bar) {
            bar(bar);
        } else if (event instanceof TradingStatus status) {
            status(status);
        } else if (event instanceof LuldBand band) {
            luldBand(band);
        } else if (event instanceof OrderImbalance imbalance) {
            imbalance(imbalance);
        } else if (event instanceof TradeCancel cancel) {
            cancel(cancel);
        } else if (event instanceof TradeCorrection correction) {
            correction(correction);
        } else if (event instanceof OrderBook book) {
            orderBook(book);
        } else if (event instanceof News news) {
            news(news);
        } else if (event instanceof PerpetualPricing pricing) {
            pricing(pricing);
        } else {
            throw new IllegalArgumentException(
                    "a market-data stream carries no " + event.channel().wireName());
        }
    }

    private boolean isCrypto() {
        return kind == FeedKind.CRYPTO || kind == FeedKind.PERPETUALS;
    }

    private FieldWriter begin(String type, String symbol) {
        fields.begin();
        return named ? fields.text(TYPE, type).text(SYMBOL, symbol) : fields;
    }

    private void trade(Trade trade) {
        begin("t", trade.symbol());
        if (isCrypto()) {
            cryptoTrade(trade);
        } else if (kind == FeedKind.OPTIONS) {
            optionTrade(trade);
        } else {
            stockTrade(trade);
        }
        fields.time(RECEIVED, trade.receivedNanos())
                .text(UPDATE, trade.update())
                .end();
    }

    private void stockTrade(Trade trade) {
        fields.unsigned(ID, trade.id())
                .text(EXCHANGE, trade.exchange())
                .number(PRICE, trade.price())
                .integerOrNumber(SIZE, trade.size())
                .texts(CONDITIONS, trade.conditions())
                .text(TAPE, trade.tape())
                .time(TIME, trade.timestampNanos())
                .text(TAKER_SIDE, trade.takerSide());
    }

    private void cryptoTrade(Trade trade) {
        fields.number(PRICE, trade.price())
                .number(SIZE, trade.size())
                .time(TIME, trade.timestampNanos())
                .unsigned(ID, trade.id())
                .text(TAKER_SIDE, trade.takerSide())
                .text(EXCHANGE, trade.exchange());
    }

    private void optionTrade(Trade trade) {
        fields.time(TIME, trade.timestampNanos())
                .number(PRICE, trade.price())
                .integerOrNumber(SIZE, trade.size())
                .text(EXCHANGE, trade.exchange())
                .joined(CONDITIONS, trade.conditions());
    }

    private void quote(Quote quote) {
        begin("q", quote.symbol());
        if (isCrypto()) {
            cryptoQuote(quote);
        } else if (kind == FeedKind.OPTIONS) {
            fields.time(TIME, quote.timestampNanos());
            exchangeQuote(quote);
            fields.joined(CONDITIONS, quote.conditions());
        } else {
            exchangeQuote(quote);
            fields.texts(CONDITIONS, quote.conditions())
                    .text(TAPE, quote.tape())
                    .time(TIME, quote.timestampNanos());
        }
        fields.time(RECEIVED, quote.receivedNanos()).end();
    }

    private void exchangeQuote(Quote quote) {
        fields.text(BID_EXCHANGE, quote.bidExchange())
                .number(BID_PRICE, quote.bidPrice())
                .integerOrNumber(BID_SIZE, quote.bidSize())
                .text(ASK_EXCHANGE, quote.askExchange())
                .number(ASK_PRICE, quote.askPrice())
                .integerOrNumber(ASK_SIZE, quote.askSize());
    }

    private void cryptoQuote(Quote quote) {
        fields.number(BID_PRICE, quote.bidPrice())
                .number(BID_SIZE, quote.bidSize())
                .number(ASK_PRICE, quote.askPrice())
                .number(ASK_SIZE, quote.askSize())
                .time(TIME, quote.timestampNanos());
    }

    private void bar(Bar bar) {
        begin(type(bar.kind()), bar.symbol())
                .number(OPEN, bar.open())
                .number(HIGH, bar.high())
                .number(LOW, bar.low())
                .number(CLOSE, bar.close());
        if (isCrypto()) {
            fields.number(VOLUME, bar.volume());
        } else {
            fields.integerOrNumber(VOLUME, bar.volume());
        }
        fields.time(TIME, bar.timestampNanos());
        if (bar.tradeCount() != Bar.NO_COUNT) {
            fields.unsigned(TRADE_COUNT, bar.tradeCount());
        }
        fields.number(VWAP, bar.vwap()).end();
    }

    private static String type(Bar.Kind kind) {
        return switch (kind) {
            case MINUTE -> "b";
            case UPDATED_MINUTE -> "u";
            case DAY -> "d";
        };
    }

    private void status(TradingStatus status) {
        begin("s", status.symbol())
                .text(STATUS_CODE, status.statusCode())
                .text(STATUS_MESSAGE, status.statusMessage())
                .text(REASON_CODE, status.reasonCode())
                .text(REASON_MESSAGE, status.reasonMessage())
                .time(TIME, status.timestampNanos())
                .text(TAPE, status.tape())
                .end();
    }

    private void luldBand(LuldBand band) {
        begin("l", band.symbol())
                .number(LIMIT_UP, band.limitUpPrice())
                .number(LIMIT_DOWN, band.limitDownPrice())
                .text(ID, band.indicator())
                .time(TIME, band.timestampNanos())
                .text(TAPE, band.tape())
                .end();
    }

    private void imbalance(OrderImbalance imbalance) {
        begin("i", imbalance.symbol())
                .number(PRICE, imbalance.price())
                .text(TAPE, imbalance.tape())
                .time(TIME, imbalance.timestampNanos())
                .integerOrNumber(PAIRED_SHARES, imbalance.pairedShares())
                .integerOrNumber(IMBALANCE_SHARES, imbalance.imbalanceShares())
                .text(SIDE, imbalance.side())
                .text(AUCTION_TYPE, imbalance.auctionType())
                .end();
    }

    private void cancel(TradeCancel cancel) {
        begin("x", cancel.symbol())
                .unsigned(ID, cancel.id())
                .text(EXCHANGE, cancel.exchange())
                .number(PRICE, cancel.price())
                .integerOrNumber(SIZE, cancel.size())
                .text(ACTION, cancel.action())
                .text(TAPE, cancel.tape())
                .time(TIME, cancel.timestampNanos())
                .end();
    }

    private void correction(TradeCorrection correction) {
        TradeCorrection.Print original = correction.original();
        TradeCorrection.Print corrected = correction.corrected();
        begin("c", correction.symbol())
                .text(EXCHANGE, correction.exchange())
                .unsigned(ORIGINAL_ID, original.id())
                .number(ORIGINAL_PRICE, original.price())
                .integerOrNumber(ORIGINAL_SIZE, original.size())
                .texts(ORIGINAL_CONDITIONS, original.conditions())
                .unsigned(CORRECTED_ID, corrected.id())
                .number(CORRECTED_PRICE, corrected.price())
                .integerOrNumber(CORRECTED_SIZE, corrected.size())
                .texts(CORRECTED_CONDITIONS, corrected.conditions())
                .text(TAPE, correction.tape())
                .time(TIME, correction.timestampNanos())
                .end();
    }

    private void orderBook(OrderBook book) {
        begin("o", book.symbol()).time(TIME, book.timestampNanos());
        levels(BIDS, book.bids());
        levels(ASKS, book.asks());
        if (book.reset()) {
            out.key(RESET);
            out.bool(true);
        }
        fields.end();
    }

    private void levels(Key key, List<OrderBook.Level> levels) {
        out.key(key);
        out.beginArray(levels.size());
        for (OrderBook.Level level : levels) {
            fields.begin()
                    .number(PRICE, level.price())
                    .number(SIZE, level.size())
                    .end();
        }
        out.endArray();
    }

    private void news(News news) {
        fields.begin()
                .text(TYPE, named ? "n" : null)
                .unsigned(NEWS_ID, news.id())
                .text(HEADLINE, news.headline())
                .text(SUMMARY, news.summary())
                .text(AUTHOR, news.author())
                .time(CREATED, news.createdNanos())
                .time(UPDATED, news.updatedNanos())
                .text(URL, news.url())
                .text(CONTENT, news.content())
                .texts(SYMBOLS, news.symbols())
                .text(SOURCE, news.source())
                .end();
    }

    private void pricing(PerpetualPricing pricing) {
        begin("p", pricing.symbol())
                .time(TIME, pricing.timestampNanos())
                .text(EXCHANGE, pricing.exchange())
                .number(INDEX_PRICE, pricing.indexPrice())
                .number(MARK_PRICE, pricing.markPrice())
                .number(FUNDING_RATE, pricing.fundingRate())
                .number(OPEN_INTEREST, pricing.openInterest())
                .time(NEXT_FUNDING, pricing.nextFundingNanos())
                .end();
    }
}
