package dev.chasqui.acceptance.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Bar;
import dev.chasqui.model.LuldBand;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What makes messages the same, and what does not. */
final class FingerprintTest {

    @Test
    void aTradeWithAnIdIsKnownBySymbolExchangeIdTimePriceAndSize() {
        assertAllDiffer(
                trade("A", 1, 7, "V", 10, 5, "@", "C"),
                trade("B", 1, 7, "V", 10, 5, "@", "C"),
                trade("A", 2, 7, "V", 10, 5, "@", "C"),
                trade("A", 1, 8, "V", 10, 5, "@", "C"),
                trade("A", 1, 7, "N", 10, 5, "@", "C"),
                trade("A", 1, 7, null, 10, 5, "@", "C"),
                trade("A", 1, 7, "V", 10.01, 5, "@", "C"),
                trade("A", 1, 7, "V", 10, 6, "@", "C"),
                trade("A", 7, 1, "V", 10, 5, "@", "C"),
                trade("A", 1, 7, "V", 5, 10, "@", "C"));
        assertSame(trade("A", 1, 7, "V", 10, 5, "@", "C"), trade("A", 1, 7, "V", 10, 5, "I", "B"));
    }

    @Test
    void aTradeWithoutAnIdIsKnownByAllItHas() {
        assertAllDiffer(
                trade("A", 1, 0, "V", 10, 5, "@", "C"),
                trade("A", 1, 0, "V", 10, 5, "I", "C"),
                trade("A", 1, 0, "V", 10, 5, "@", "B"));
        assertSame(
                new Trade("A", 1, 0, "V", 10, 5, List.of("@"), "C", null, "corrected", 9),
                trade("A", 1, 0, "V", 10, 5, "@", "C"));
    }

    @Test
    void aQuoteIsKnownByAllButItsTimeOfReceipt() {
        assertAllDiffer(
                quote("A", 1, "V", 10, 1, "W", 11, 2, List.of("R"), "C", 0),
                quote("B", 1, "V", 10, 1, "W", 11, 2, List.of("R"), "C", 0),
                quote("A", 2, "V", 10, 1, "W", 11, 2, List.of("R"), "C", 0),
                quote("A", 1, "X", 10, 1, "W", 11, 2, List.of("R"), "C", 0),
                quote("A", 1, "V", 12, 1, "W", 11, 2, List.of("R"), "C", 0),
                quote("A", 1, "V", 10, 3, "W", 11, 2, List.of("R"), "C", 0),
                quote("A", 1, "V", 10, 1, "X", 11, 2, List.of("R"), "C", 0),
                quote("A", 1, "V", 10, 1, "W", 12, 2, List.of("R"), "C", 0),
                quote("A", 1, "V", 10, 1, "W", 11, 3, List.of("R"), "C", 0),
                quote("A", 1, "V", 10, 1, "W", 11, 2, List.of("R", "R"), "C", 0),
                quote("A", 1, "V", 10, 1, "W", 11, 2, List.of("RR"), "C", 0),
                quote("A", 1, "V", 10, 1, "W", 11, 2, List.of("R"), "A", 0),
                quote("A", 1, "W", 11, 2, "V", 10, 1, List.of("R"), "C", 0));
        assertSame(
                quote("A", 1, "V", 10, 1, "W", 11, 2, List.of("R"), "C", 0),
                quote("A", 1, "V", 10, 1, "W", 11, 2, List.of("R"), "C", 5));
    }

    @Test
    void aBarIsKnownBySymbolTimeAndContentWhetherFirstOrUpdated() {
        assertAllDiffer(
                bar(Bar.Kind.MINUTE, "A", 60, 1),
                bar(Bar.Kind.MINUTE, "B", 60, 1),
                bar(Bar.Kind.MINUTE, "A", 120, 1),
                bar(Bar.Kind.MINUTE, "A", 60, 2),
                bar(Bar.Kind.DAY, "A", 60, 1));
        assertSame(bar(Bar.Kind.MINUTE, "A", 60, 1), bar(Bar.Kind.UPDATED_MINUTE, "A", 60, 1));
        assertThat(Fingerprint.ofPlace(bar(Bar.Kind.MINUTE, "A", 60, 1)))
                .isEqualTo(Fingerprint.ofPlace(bar(Bar.Kind.UPDATED_MINUTE, "A", 60, 2)))
                .isNotEqualTo(Fingerprint.ofPlace(bar(Bar.Kind.DAY, "A", 60, 1)))
                .isNotEqualTo(Fingerprint.ofPlace(bar(Bar.Kind.MINUTE, "A", 120, 1)));
    }

    @Test
    void anArticleIsKnownByIdAndTimeOfChange() {
        assertAllDiffer(news(1, 5, "h"), news(2, 5, "h"), news(1, 6, "h"));
        assertSame(news(1, 5, "h"), news(1, 5, "other"));
    }

    @Test
    void anythingElseIsKnownByEverything() {
        assertAllDiffer(
                new LuldBand("A", 1, 10, 9, "B", "C"),
                new LuldBand("A", 1, 10, 8, "B", "C"),
                new LuldBand("A", 2, 10, 9, "B", "C"));
        assertSame(new LuldBand("A", 1, 10, 9, "B", "C"), new LuldBand("A", 1, 10, 9, "B", "C"));
    }

    private static void assertAllDiffer(MarketEvent... events) {
        Set<Long> prints = new HashSet<>();
        for (MarketEvent event : events) {
            assertThat(prints.add(Fingerprint.of(event))).as(event.toString()).isTrue();
        }
    }

    private static void assertSame(MarketEvent one, MarketEvent other) {
        assertThat(Fingerprint.of(one)).isEqualTo(Fingerprint.of(other));
    }

    private static Trade trade(
            String symbol,
            long time,
            long id,
            @Nullable String exchange,
            double price,
            double size,
            String condition,
            String tape) {
        return new Trade(symbol, time, id, exchange, price, size, List.of(condition), tape, null, null, 0);
    }

    private static Quote quote(
            String symbol,
            long time,
            String bidExchange,
            double bid,
            double bidSize,
            String askExchange,
            double ask,
            double askSize,
            List<String> conditions,
            String tape,
            long received) {
        return new Quote(
                symbol, time, bidExchange, bid, bidSize, askExchange, ask, askSize, conditions, tape, received);
    }

    private static Bar bar(Bar.Kind kind, String symbol, long time, double close) {
        return new Bar(kind, symbol, time, 1, 9, 1, close, 100, 10, 5);
    }

    private static News news(long id, long updated, String headline) {
        return new News(id, headline, "", "", 0, updated, "", "", List.of("A"), "benzinga");
    }
}
