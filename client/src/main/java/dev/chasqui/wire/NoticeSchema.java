package dev.chasqui.wire;

import dev.chasqui.model.LuldBand;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.OrderImbalance;
import dev.chasqui.model.TradeCancel;
import dev.chasqui.model.TradeCorrection;
import dev.chasqui.model.TradeCorrection.Print;
import dev.chasqui.model.TradingStatus;
import java.util.List;

/**
 * Reads statuses, price bands, imbalances, cancels and corrections of stocks. Each method begins inside of the object and ends behind
 * it.
 */
final class NoticeSchema {

    private final ValueReader in;
    private final Fields fields;

    NoticeSchema(ValueReader in, Fields fields) {
        this.in = in;
        this.fields = fields;
    }

    TradingStatus status() {
        String symbol = null;
        long time = MarketEvent.NO_TIMESTAMP;
        String statusCode = null;
        String statusMessage = "";
        String reasonCode = null;
        String reasonMessage = "";
        String tape = null;
        for (int key = in.nextKey(); key != ValueReader.END; key = in.nextKey()) {
            switch (key) {
                case Keys.S -> symbol = in.readSymbol();
                case Keys.TIME -> time = in.readTimestamp();
                case Keys.STATUS_CODE -> statusCode = fields.code();
                case Keys.STATUS_MESSAGE -> statusMessage = fields.text();
                case Keys.REASON_CODE -> reasonCode = fields.code();
                case Keys.REASON_MESSAGE -> reasonMessage = fields.text();
                case Keys.TAPE -> tape = fields.code();
                default -> fields.other(key);
            }
        }
        return new TradingStatus(
                Fields.required(symbol, "S"),
                Fields.requiredTime(time, "t"),
                Fields.orEmpty(statusCode),
                statusMessage,
                Fields.orEmpty(reasonCode),
                reasonMessage,
                tape);
    }

    LuldBand luldBand() {
        String symbol = null;
        long time = MarketEvent.NO_TIMESTAMP;
        double up = Double.NaN;
        double down = Double.NaN;
        String indicator = null;
        String tape = null;
        for (int key = in.nextKey(); key != ValueReader.END; key = in.nextKey()) {
            switch (key) {
                case Keys.S -> symbol = in.readSymbol();
                case Keys.TIME -> time = in.readTimestamp();
                case Keys.LIMIT_UP -> up = in.readDouble();
                case Keys.LIMIT_DOWN -> down = in.readDouble();
                case Keys.INDICATOR -> indicator = fields.code();
                case Keys.TAPE -> tape = fields.code();
                default -> fields.other(key);
            }
        }
        return new LuldBand(
                Fields.required(symbol, "S"),
                Fields.requiredTime(time, "t"),
                Fields.required(up, "u"),
                Fields.required(down, "d"),
                Fields.orEmpty(indicator),
                tape);
    }

    OrderImbalance imbalance() {
        String symbol = null;
        long time = MarketEvent.NO_TIMESTAMP;
        double price = Double.NaN;
        String tape = null;
        double pairedShares = Double.NaN;
        double imbalanceShares = Double.NaN;
        String side = null;
        String auctionType = null;
        for (int key = in.nextKey(); key != ValueReader.END; key = in.nextKey()) {
            switch (key) {
                case Keys.S -> symbol = in.readSymbol();
                case Keys.TIME -> time = in.readTimestamp();
                case Keys.PRICE -> price = in.readDouble();
                case Keys.TAPE -> tape = fields.code();
                case Keys.PAIRED_SHARES -> pairedShares = fields.number();
                case Keys.IMBALANCE_SHARES -> imbalanceShares = fields.number();
                case Keys.SIDE -> side = fields.code();
                case Keys.AUCTION_TYPE -> auctionType = fields.code();
                default -> fields.other(key);
            }
        }
        return new OrderImbalance(
                Fields.required(symbol, "S"),
                Fields.requiredTime(time, "t"),
                Fields.required(price, "p"),
                tape,
                pairedShares,
                imbalanceShares,
                side,
                auctionType);
    }

    TradeCancel cancel() {
        String symbol = null;
        long time = MarketEvent.NO_TIMESTAMP;
        Long id = null;
        String exchange = null;
        double price = Double.NaN;
        double size = Double.NaN;
        String action = null;
        String tape = null;
        for (int key = in.nextKey(); key != ValueReader.END; key = in.nextKey()) {
            switch (key) {
                case Keys.S -> symbol = in.readSymbol();
                case Keys.TIME -> time = in.readTimestamp();
                case Keys.ID -> id = in.readUnsigned();
                case Keys.EXCHANGE -> exchange = fields.code();
                case Keys.PRICE -> price = in.readDouble();
                case Keys.SIZE -> size = in.readDouble();
                case Keys.ACTION -> action = fields.code();
                case Keys.TAPE -> tape = fields.code();
                default -> fields.other(key);
            }
        }
        return new TradeCancel(
                Fields.required(symbol, "S"),
                Fields.requiredTime(time, "t"),
                Fields.required(id, "i"),
                exchange,
                Fields.required(price, "p"),
                Fields.required(size, "s"),
                Fields.orEmpty(action),
                tape);
    }

    TradeCorrection correction() {
        String symbol = null;
        long time = MarketEvent.NO_TIMESTAMP;
        String exchange = null;
        Long originalId = null;
        double originalPrice = Double.NaN;
        double originalSize = Double.NaN;
        List<String> originalConditions = List.of();
        Long correctedId = null;
        double correctedPrice = Double.NaN;
        double correctedSize = Double.NaN;
        List<String> correctedConditions = List.of();
        String tape = null;
        for (int key = in.nextKey(); key != ValueReader.END; key = in.nextKey()) {
            switch (key) {
                case Keys.S -> symbol = in.readSymbol();
                case Keys.TIME -> time = in.readTimestamp();
                case Keys.EXCHANGE -> exchange = fields.code();
                case Keys.ORIGINAL_ID -> originalId = in.readUnsigned();
                case Keys.ORIGINAL_PRICE -> originalPrice = in.readDouble();
                case Keys.ORIGINAL_SIZE -> originalSize = in.readDouble();
                case Keys.ORIGINAL_CONDITIONS -> originalConditions = in.readConditions();
                case Keys.CORRECTED_ID -> correctedId = in.readUnsigned();
                case Keys.CORRECTED_PRICE -> correctedPrice = in.readDouble();
                case Keys.CORRECTED_SIZE -> correctedSize = in.readDouble();
                case Keys.CORRECTED_CONDITIONS -> correctedConditions = in.readConditions();
                case Keys.TAPE -> tape = fields.code();
                default -> fields.other(key);
            }
        }
        Print original = new Print(
                Fields.required(originalId, "oi"),
                Fields.required(originalPrice, "op"),
                Fields.required(originalSize, "os"),
                originalConditions);
        Print corrected = new Print(
                Fields.required(correctedId, "ci"),
                Fields.required(correctedPrice, "cp"),
                Fields.required(correctedSize, "cs"),
                correctedConditions);
        return new TradeCorrection(
                Fields.required(symbol, "S"), Fields.requiredTime(time, "t"), exchange, original, corrected, tape);
    }
}
