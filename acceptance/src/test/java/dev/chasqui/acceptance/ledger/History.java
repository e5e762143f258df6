package dev.chasqui.acceptance.ledger;

import dev.chasqui.model.Bar;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.Provenance;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Subscription;
import dev.chasqui.model.Timestamps;
import dev.chasqui.model.Trade;
import dev.chasqui.stream.event.Gap;
import dev.chasqui.stream.event.GapCause;
import dev.chasqui.stream.event.GapReason;
import dev.chasqui.stream.event.StreamEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A history made by hand, in milliseconds from its beginning, and the ledger that it is told to. */
final class History {

    private static final Instant BEGINNING = Instant.parse("2026-03-02T14:30:00Z");

    final LedgerChecker checker;
    private long sequence;

    /** Everything of AAPL, MSFT and BTC/USD is subscribed; ten minutes are remembered; nothing is ever under way. */
    History() {
        this(Duration.ofMinutes(10), Duration.ZERO);
    }

    History(Duration horizon, Duration flight) {
        checker = new LedgerChecker(horizon, flight);
        checker.expect(Subscription.of(
                List.of(Channel.TRADES, Channel.QUOTES, Channel.BARS, Channel.UPDATED_BARS, Channel.NEWS),
                List.of("AAPL", "MSFT", "BTC/USD")));
    }

    static Instant at(long millis) {
        return BEGINNING.plusMillis(millis);
    }

    static long nanos(long millis) {
        return Timestamps.toEpochNanos(at(millis));
    }

    // --- messages ---

    static Trade trade(String symbol, long id) {
        return trade(symbol, id, 100.0 + id);
    }

    static Trade trade(String symbol, long id, double price) {
        return new Trade(symbol, nanos(id), id, "V", price, 5, List.of("@"), "C", null, null, 0);
    }

    /** A trade without an id. */
    static Trade optionTrade(String symbol, long millis) {
        return new Trade(symbol, nanos(millis), 0, "V", 1.5, 5, List.of("a"), null, null, null, 0);
    }

    static Quote quote(String symbol, long millis) {
        return new Quote(symbol, nanos(millis), "V", 100, 1, "V", 101, 2, List.of("R"), "C", 0);
    }

    static Bar bar(Bar.Kind kind, String symbol, long millis, double close) {
        return new Bar(kind, symbol, nanos(millis), 1, 9, 1, close, 100, 10, 5);
    }

    static News news(long id, long updatedMillis, String... symbols) {
        return new News(id, "h", "", "", nanos(0), nanos(updatedMillis), "", "", List.of(symbols), "benzinga");
    }

    // --- what happens ---

    History published(long millis, MarketEvent... events) {
        for (MarketEvent event : events) {
            checker.published(event, at(millis));
        }
        return this;
    }

    History live(long millis, MarketEvent... events) {
        for (MarketEvent event : events) {
            checker.delivered(event, Provenance.LIVE, at(millis));
        }
        return this;
    }

    History recovered(long millis, long gapId, MarketEvent... events) {
        for (MarketEvent event : events) {
            checker.delivered(event, Provenance.recovered(gapId), at(millis));
        }
        return this;
    }

    /** Published and delivered at once. */
    History well(long millis, MarketEvent... events) {
        return published(millis, events).live(millis, events);
    }

    // --- what is told ---

    static Gap gap(long id, Channel channel, String symbol, long from, @Nullable Long to) {
        return new Gap(
                id, channel, Set.of(symbol), at(from), to == null ? null : at(to), GapCause.CONNECTION, "by hand");
    }

    History opened(Gap gap) {
        checker.told(new StreamEvent.GapOpened(origin(), gap));
        return this;
    }

    History closed(Gap gap, long recovered) {
        checker.told(new StreamEvent.GapClosed(origin(), gap, new StreamEvent.RepairSummary(recovered, 0, 1)));
        return this;
    }

    History partial(Gap gap, long recovered) {
        checker.told(new StreamEvent.GapPartial(
                origin(), gap, new StreamEvent.RepairSummary(recovered, 0, 1), GapReason.RATE_BUDGET, ""));
        return this;
    }

    History unrecoverable(Gap gap) {
        checker.told(new StreamEvent.GapUnrecoverable(origin(), gap, GapReason.NO_HISTORY, ""));
        return this;
    }

    private StreamEvent.Origin origin() {
        return new StreamEvent.Origin(++sequence, 1, 0, BEGINNING);
    }

    LedgerReport finish() {
        return checker.finish();
    }
}
