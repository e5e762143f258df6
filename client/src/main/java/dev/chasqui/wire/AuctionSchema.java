package dev.chasqui.wire;

import dev.chasqui.model.Auction;
import dev.chasqui.model.Auction.Print;
import dev.chasqui.model.MarketEvent;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Reads the auctions of a day. Begins inside of the object and ends behind it. */
final class AuctionSchema {

    private static final int DATE = 'd';
    private static final int OPENING = 'o';
    private static final int CLOSING = 'c';

    private final ValueReader in;
    private final Fields fields;

    AuctionSchema(ValueReader in, Fields fields) {
        this.in = in;
        this.fields = fields;
    }

    Auction day() {
        LocalDate date = null;
        List<Print> opening = List.of();
        List<Print> closing = List.of();
        for (int key = in.nextKey(); key != ValueReader.END; key = in.nextKey()) {
            switch (key) {
                case DATE -> date = Dates.date(in);
                case OPENING -> opening = prints();
                case CLOSING -> closing = prints();
                default -> fields.other(key);
            }
        }
        String symbol = Fields.required(fields.knownSymbol(), "symbol");
        return new Auction(symbol, Fields.required(date, "d"), opening, closing);
    }

    private List<Print> prints() {
        if (in.isNull()) {
            return List.of();
        }
        List<Print> prints = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
            in.beginObject();
            prints.add(print());
        }
        return prints;
    }

    private Print print() {
        long time = MarketEvent.NO_TIMESTAMP;
        String exchange = null;
        double price = Double.NaN;
        double size = Double.NaN;
        String condition = null;
        for (int key = in.nextKey(); key != ValueReader.END; key = in.nextKey()) {
            switch (key) {
                case Keys.TIME -> time = in.readTimestamp();
                case Keys.EXCHANGE -> exchange = in.readCode();
                case Keys.PRICE -> price = in.readDouble();
                case Keys.SIZE -> size = fields.number();
                case Keys.CONDITIONS -> condition = fields.code();
                default -> fields.other(key);
            }
        }
        return new Print(
                Fields.requiredTime(time, "t"),
                Fields.required(exchange, "x"),
                Fields.required(price, "p"),
                size,
                condition);
    }
}
