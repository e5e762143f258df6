package dev.chasqui.wire;

import dev.chasqui.model.Bar;
import dev.chasqui.model.Greeks;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Snapshot;
import dev.chasqui.model.Trade;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads snapshots. Begins inside of the object and ends behind it. */
final class SnapshotSchema {

    private final ValueReader in;
    private final Fields fields;
    private final PriceSchema prices;

    SnapshotSchema(ValueReader in, Fields fields, PriceSchema prices) {
        this.in = in;
        this.fields = fields;
        this.prices = prices;
    }

    Snapshot snapshot() {
        Trade trade = null;
        Quote quote = null;
        Bar minute = null;
        Bar day = null;
        Bar previousDay = null;
        Greeks greeks = null;
        double volatility = Double.NaN;
        for (int key = in.nextKey(); key != ValueReader.END; key = in.nextKey()) {
            switch (in.key()) {
                case "latestTrade" -> trade = part(prices::trade);
                case "latestQuote" -> quote = part(prices::quote);
                case "minuteBar" -> minute = part(() -> prices.bar(Bar.Kind.MINUTE));
                case "dailyBar" -> day = part(() -> prices.bar(Bar.Kind.DAY));
                case "prevDailyBar" -> previousDay = part(() -> prices.bar(Bar.Kind.DAY));
                case "greeks" -> greeks = part(this::greeks);
                case "impliedVolatility" -> volatility = fields.number();
                default -> fields.other(key);
            }
        }
        String symbol = Fields.required(fields.knownSymbol(), "symbol");
        return new Snapshot(symbol, trade, quote, minute, day, previousDay, greeks, volatility);
    }

    private <P> @Nullable P part(Supplier<P> schema) {
        if (in.isNull()) {
            return null;
        }
        in.beginObject();
        return schema.get();
    }

    private Greeks greeks() {
        double delta = Double.NaN;
        double gamma = Double.NaN;
        double theta = Double.NaN;
        double vega = Double.NaN;
        double rho = Double.NaN;
        for (int key = in.nextKey(); key != ValueReader.END; key = in.nextKey()) {
            switch (in.key()) {
                case "delta" -> delta = fields.number();
                case "gamma" -> gamma = fields.number();
                case "theta" -> theta = fields.number();
                case "vega" -> vega = fields.number();
                case "rho" -> rho = fields.number();
                default -> fields.other(key);
            }
        }
        return new Greeks(delta, gamma, theta, vega, rho);
    }
}
