package dev.chasqui.simulator;

import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Trade;
import dev.chasqui.model.TradeCancel;
import dev.chasqui.model.TradeCorrection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has become of the trades of a symbol: history marks those that were withdrawn or replaced, and has the replacements. */
final class TradeRevisions {

    private static final String CANCELED = "canceled";
    private static final String INCORRECT = "incorrect";
    private static final String CORRECTED = "corrected";

    private record Identity(@Nullable String exchange, long id) {}

    private final Map<Identity, String> updates = new HashMap<>();

    void add(TradeCancel cancel) {
        updates.put(new Identity(cancel.exchange(), cancel.id()), CANCELED);
    }

    void add(TradeCorrection correction) {
        updates.put(new Identity(correction.exchange(), correction.original().id()), INCORRECT);
    }

    /** The trade with its mark, if it has one. */
    Trade revised(Trade trade) {
        String update = updates.get(new Identity(trade.exchange(), trade.id()));
        return update == null
                ? trade
                : new Trade(
                        trade.symbol(),
                        trade.timestampNanos(),
                        trade.id(),
                        trade.exchange(),
                        trade.price(),
                        trade.size(),
                        trade.conditions(),
                        trade.tape(),
                        trade.takerSide(),
                        update,
                        trade.receivedNanos());
    }

    /** The trade that holds instead, at the time of the original one, if that is among {@code known}. */
    static Trade replacement(TradeCorrection correction, List<RestRow> known) {
        TradeCorrection.Print print = correction.corrected();
        long time = known.stream()
                .map(row -> (Trade) row.event())
                .filter(trade -> isOriginal(trade, correction))
                .mapToLong(Trade::timestampNanos)
                .findFirst()
                .orElse(correction.timestampNanos());
        return new Trade(
                correction.symbol(),
                time,
                print.id(),
                correction.exchange(),
                print.price(),
                print.size(),
                print.conditions(),
                correction.tape(),
                null,
                CORRECTED,
                MarketEvent.NO_TIMESTAMP);
    }

    private static boolean isOriginal(Trade trade, TradeCorrection correction) {
        Identity identity = new Identity(trade.exchange(), trade.id());
        return identity.equals(
                new Identity(correction.exchange(), correction.original().id()));
    }
}
