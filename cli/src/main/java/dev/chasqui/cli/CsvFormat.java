package dev.chasqui.cli;

import dev.chasqui.model.Bar;
import dev.chasqui.model.Decimals;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.wire.Encoding;
import dev.chasqui.wire.FrameEncoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values, quoted as RFC 4180 says, lines ended by a line feed. Trades, quotes and bars fill the columns; any other
 * message stands whole, as JSON, in the last one. Events have no line.
 */
final class CsvFormat implements LineFormat {

    private static final byte[] NOTHING = {};
    private static final String CONDITION_SEPARATOR = ";";

    private static final CsvColumn LAST_COLUMN = CsvColumn.MESSAGE;

    private final FrameEncoder encoder;
    private final Map<CsvColumn, String> row = new EnumMap<>(CsvColumn.class);

    CsvFormat(FeedKind kind) {
        encoder = FrameEncoder.create(Encoding.JSON, kind);
    }

    @Override
    public byte[] header() {
        return (CsvColumn.header() + '\n').getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] event(StreamEvent event) {
        return NOTHING;
    }

    @Override
    public byte[] message(MarketEvent message, Provenance provenance) {
        row.clear();
        if (provenance.isRecovered()) {
            put(CsvColumn.GAP, Long.toString(provenance.gapId()));
        }
        put(CsvColumn.SYMBOL, message.symbol());
        if (message.timestampNanos() != MarketEvent.NO_TIMESTAMP) {
            put(CsvColumn.TIME, message.timestamp().toString());
        }
        if (message instanceof Trade trade) {
            trade(trade);
        } else if (message instanceof Quote quote) {
            quote(quote);
        } else if (message instanceof Bar bar) {
            bar(bar);
        } else {
            put(CsvColumn.CHANNEL, message.channel().wireName());
            put(CsvColumn.MESSAGE, new String(encoder.element(message), StandardCharsets.UTF_8));
        }
        return line().getBytes(StandardCharsets.UTF_8);
    }

    private void trade(Trade trade) {
        put(CsvColumn.CHANNEL, trade.channel().wireName());
        put(CsvColumn.PRICE, trade.price());
        put(CsvColumn.SIZE, trade.size());
        put(CsvColumn.EXCHANGE, trade.exchange());
        put(CsvColumn.CONDITIONS, joined(trade.conditions()));
        put(CsvColumn.ID, trade.id() == 0 ? null : trade.idText());
        put(CsvColumn.TAKER_SIDE, trade.takerSide());
        put(CsvColumn.TAPE, trade.tape());
    }

    private void quote(Quote quote) {
        put(CsvColumn.CHANNEL, quote.channel().wireName());
        put(CsvColumn.BID_PRICE, quote.bidPrice());
        put(CsvColumn.BID_SIZE, quote.bidSize());
        put(CsvColumn.BID_EXCHANGE, quote.bidExchange());
        put(CsvColumn.ASK_PRICE, quote.askPrice());
        put(CsvColumn.ASK_SIZE, quote.askSize());
        put(CsvColumn.ASK_EXCHANGE, quote.askExchange());
        put(CsvColumn.CONDITIONS, joined(quote.conditions()));
        put(CsvColumn.TAPE, quote.tape());
    }

    private void bar(Bar bar) {
        put(CsvColumn.CHANNEL, bar.channel().wireName());
        put(CsvColumn.OPEN, bar.open());
        put(CsvColumn.HIGH, bar.high());
        put(CsvColumn.LOW, bar.low());
        put(CsvColumn.CLOSE, bar.close());
        put(CsvColumn.VOLUME, bar.volume());
        put(CsvColumn.TRADE_COUNT, Long.toString(bar.tradeCount()));
        put(CsvColumn.VWAP, bar.vwap());
    }

    private void put(CsvColumn column, @Nullable String value) {
        if (value != null) {
            row.put(column, value);
        }
    }

    private void put(CsvColumn column, double value) {
        if (Double.isFinite(value)) {
            row.put(column, Decimals.toBigDecimal(value).toPlainString());
        }
    }

    private static String joined(List<String> conditions) {
        return String.join(CONDITION_SEPARATOR, conditions);
    }

    private String line() {
        StringBuilder line = new StringBuilder(160);
        for (CsvColumn column : CsvColumn.values()) {
            append(line, row.getOrDefault(column, ""));
            line.append(column == LAST_COLUMN ? '\n' : ',');
        }
        return line.toString();
    }

    private static void append(StringBuilder line, String value) {
        if (!needsQuotes(value)) {
            line.append(value);
            return;
        }
        line.append('"').append(value.replace("\"", "\"\"")).append('"');
    }

    private static boolean needsQuotes(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ',' || c == '"' || c == '\n' || c == '\r') {
                return true;
            }
        }
        return false;
    }
}
