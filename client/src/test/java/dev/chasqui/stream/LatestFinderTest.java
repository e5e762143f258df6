package dev.chasqui.stream;

import static dev.chasqui.stream.VirtualStream.await;
import static dev.chasqui.stream.VirtualStream.awaitFailure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.model.Bar;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Subscription;
import dev.chasqui.model.Trade;
import dev.chasqui.rest.RestException;
import dev.chasqui.stream.event.StreamEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatestFinderTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration TOO_LONG = Duration.ofSeconds(61);
    private static final String QUOTES = "/v2/stocks/quotes/latest";

    private final VirtualStream virtual = new VirtualStream().live(Subscription.quotes("A", "B"));
    private final LatestValues latest = virtual.stream.latest();
    private final long start = virtual.loop.wallNanos();

    private Quote quote(String symbol, long seconds) {
        return Samples.quote(symbol, start + seconds * 1_000_000_000);
    }

    private Optional<LatestValue<Quote>> find(String symbol) {
        CompletableFuture<Optional<LatestValue<Quote>>> found = latest.findQuote(symbol);
        virtual.advance(SECOND);
        return await(found);
    }

    private static <E extends MarketEvent> void assertFresh(Optional<LatestValue<E>> found, E expected) {
        assertThat(found).hasValueSatisfying(value -> {
            assertThat(value.value()).isEqualTo(expected);
            assertThat(value.stale()).isFalse();
        });
    }

    private static <E extends MarketEvent> void assertStale(Optional<LatestValue<E>> found, E expected) {
        assertThat(found).hasValueSatisfying(value -> {
            assertThat(value.value()).isEqualTo(expected);
            assertThat(value.stale()).isTrue();
        });
    }

    private void reconnectAfterGap() {
        virtual.socket().drop();
        virtual.advance(SECOND.multipliedBy(10));
        assertThat(latest.quote("A")).isEmpty();
    }

    @Test
    void aFreshValueOfTheStreamCostsNoRequestAndIsThereAtOnce() {
        virtual.socket().data(quote("A", 1));
        CompletableFuture<Optional<LatestValue<Quote>>> found = latest.findQuote("A");
        assertThat(found).isCompleted();
        assertFresh(await(found), quote("A", 1));
        assertThat(virtual.rest.requests).isEmpty();
    }

    @Test
    void whatTheStreamHasNotBroughtIsAskedForByRestAndKept() {
        virtual.rest.knows(quote("C", 1));
        assertFresh(find("C"), quote("C", 1));
        assertThat(latest.quote("C")).contains(quote("C", 1));
        assertFresh(find("C"), quote("C", 1));
        assertThat(virtual.rest.requests).hasSize(1);
        virtual.advance(TOO_LONG);
        assertFresh(find("C"), quote("C", 1));
        assertThat(virtual.rest.requests).hasSize(2);
    }

    @Test
    void tradesAndBarsAreFoundToo() {
        virtual.rest.knows(Samples.trade("C", start), Samples.bar(Bar.Kind.MINUTE, "C", start, 5));
        CompletableFuture<Optional<LatestValue<Trade>>> trade = latest.findTrade("C");
        CompletableFuture<Optional<LatestValue<Bar>>> bar = latest.findBar("C");
        CompletableFuture<Map<String, LatestValue<Bar>>> bars = latest.findBars(List.of("C"));
        CompletableFuture<Map<String, LatestValue<Trade>>> trades = latest.findTrades(List.of("C"));
        virtual.advance(SECOND);
        assertFresh(await(trade), Samples.trade("C", start));
        assertFresh(await(bar), Samples.bar(Bar.Kind.MINUTE, "C", start, 5));
        assertThat(await(bars)).containsOnlyKeys("C");
        assertThat(await(trades)).containsOnlyKeys("C");
        assertThat(virtual.rest.requests).hasSize(2);
    }

    @Test
    void whatRestKnowsIsNotGivenToHandlers() {
        List<Provenance> delivered = new ArrayList<>();
        virtual.stream.onDelivery(Channel.QUOTES, Quote.class, (quote, way) -> delivered.add(way));
        virtual.rest.knows(quote("A", 1));
        assertFresh(find("A"), quote("A", 1));
        assertThat(delivered).isEmpty();
    }

    @Test
    void missesOfOneSymbolShareARequest() {
        virtual.rest.knows(quote("C", 1), quote("D", 1));
        CompletableFuture<Optional<LatestValue<Quote>>> first = latest.findQuote("C");
        virtual.advance(Duration.ofMillis(100));
        CompletableFuture<Optional<LatestValue<Quote>>> second = latest.findQuote("C");
        CompletableFuture<Map<String, LatestValue<Quote>>> both = latest.findQuotes(List.of("C", "D"));
        CompletableFuture<Optional<LatestValue<Quote>>> ofBoth = latest.findQuote("D");
        virtual.advance(SECOND);
        assertThat(await(first)).isEqualTo(await(second)).isPresent();
        assertThat(await(both)).containsOnlyKeys("C", "D");
        assertFresh(await(ofBoth), quote("D", 1));
        assertThat(virtual.rest.requests.stream()
                        .map(request -> ScriptedRest.symbols(request.split("\\?", -1)[1])
                                .toList()))
                .containsExactly(List.of("C"), List.of("D"));
    }

    @Test
    void oneRequestAsksForAllThatAreMissingAndForNoOther() {
        virtual.socket().data(quote("A", 1));
        virtual.rest.knows(quote("B", 1), quote("C", 1));
        CompletableFuture<Map<String, LatestValue<Quote>>> found =
                latest.findQuotes(List.of("A", "B", "C", "UNKNOWN", "C"));
        virtual.advance(SECOND);
        assertThat(await(found)).containsOnlyKeys("A", "B", "C");
        assertThat(virtual.rest.requests).hasSize(1);
        assertThat(ScriptedRest.symbols(virtual.rest.requests.get(0).split("\\?", -1)[1]))
                .containsExactlyInAnyOrder("B", "C", "UNKNOWN");
    }

    @Test
    void moreThanARequestMayHoldIsAskedInParts() {
        List<String> symbols = IntStream.range(0, 1_001).mapToObj(i -> "S" + i).toList();
        symbols.forEach(symbol -> virtual.rest.knows(quote(symbol, 1)));
        CompletableFuture<Map<String, LatestValue<Quote>>> found = latest.findQuotes(symbols);
        virtual.advance(SECOND);
        assertThat(await(found)).hasSize(1_001);
        assertThat(virtual.rest.requests(QUOTES)).isEqualTo(3);
    }

    @Test
    void anAnswerOlderThanWhatTheStreamBroughtMeanwhileLoses() {
        virtual.rest.knows(quote("A", 1));
        CompletableFuture<Optional<LatestValue<Quote>>> found = latest.findQuote("A");
        virtual.advance(Duration.ofMillis(100));
        virtual.socket().data(quote("A", 2));
        virtual.advance(SECOND);
        assertFresh(await(found), quote("A", 2));
        assertThat(latest.quote("A")).contains(quote("A", 2));
    }

    @Test
    void aMessageOlderThanWhatRestKnowsDoesNotReplaceIt() {
        virtual.rest.knows(quote("A", 2));
        find("A");
        virtual.socket().data(quote("A", 1));
        assertThat(latest.quote("A")).contains(quote("A", 2));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void afterAGapRestClearsTheMarkIfItKnowsTheSameOrNewer(long seconds) {
        virtual.socket().data(quote("A", 1));
        reconnectAfterGap();
        virtual.rest.knows(quote("A", seconds));
        assertFresh(find("A"), quote("A", seconds));
        assertThat(latest.quote("A")).contains(quote("A", seconds));
        assertThat(latest.lastQuote("A"))
                .hasValueSatisfying(value -> assertThat(value.stale()).isFalse());
    }

    @Test
    void afterAGapAnOlderAnswerClearsNothing() {
        virtual.socket().data(quote("A", 2));
        reconnectAfterGap();
        virtual.rest.knows(quote("A", 1));
        assertStale(find("A"), quote("A", 2));
        assertThat(latest.quote("A")).isEmpty();
    }

    @Test
    void anAnswerAskedForBeforeTheGapDoesNotClearItsMark() {
        virtual.socket().data(quote("A", 1));
        virtual.advance(TOO_LONG);
        virtual.rest.knows(quote("A", 2));
        CompletableFuture<Optional<LatestValue<Quote>>> found = latest.findQuote("A");
        virtual.advance(Duration.ofMillis(100));
        virtual.socket().drop();
        virtual.advance(SECOND);
        assertStale(await(found), quote("A", 2));
        assertThat(latest.quote("A")).isEmpty();
    }

    @Test
    void anOldValueThatRestConfirmsIsFreshAgain() {
        virtual.socket().data(quote("A", 1));
        virtual.rest.knows(quote("A", 1));
        virtual.advance(TOO_LONG);
        assertFresh(find("A"), quote("A", 1));
        assertThat(latest.quote("A")).contains(quote("A", 1));
    }

    @Test
    void whenRestFailsTheLastValueIsGivenMarked() {
        virtual.socket().data(quote("A", 1));
        virtual.advance(TOO_LONG);
        virtual.rest.status = 500;
        assertStale(find("A"), quote("A", 1));
    }

    @Test
    void whenRestFailsAndNothingIsKnownTheFutureFails() {
        virtual.socket().data(quote("A", 1));
        virtual.rest.status = 403;
        CompletableFuture<Optional<LatestValue<Quote>>> one = latest.findQuote("C");
        CompletableFuture<Map<String, LatestValue<Quote>>> both = latest.findQuotes(List.of("A", "C"));
        virtual.advance(SECOND);
        assertThat(awaitFailure(one)).isInstanceOf(RestException.class);
        assertThat(awaitFailure(both)).isInstanceOf(RestException.class);
    }

    @Test
    void afterAFailureTheNextSearchAsksAgain() {
        virtual.rest.status = 500;
        CompletableFuture<Optional<LatestValue<Quote>>> failing = latest.findQuote("C");
        virtual.advance(SECOND);
        awaitFailure(failing);
        virtual.rest.status = 200;
        virtual.rest.knows(quote("C", 1));
        assertFresh(find("C"), quote("C", 1));
    }

    @Test
    void aSymbolThatRestDoesNotKnowIsEmpty() {
        assertThat(find("NOTHING")).isEmpty();
    }

    @Test
    void withoutRestTheLastValueIsGivenMarkedOrNothing() {
        SymbolNumbers symbols = new SymbolNumbers();
        LatestTable table = new LatestTable(symbols, virtual.loop::nanoTime, Duration.ofSeconds(60));
        LatestFinder finder = new LatestFinder(
                table,
                LatestSource.NONE,
                virtual.loop,
                new EventPublisher("unused", n -> new StreamEvent.Origin(n, 0, 0, Instant.EPOCH)),
                () -> false);
        assertThat(await(finder.findQuote("A"))).isEmpty();
        table.update(quote("A", 1), symbols.of("A"), virtual.loop.nanoTime());
        assertFresh(await(finder.findQuote("A")), quote("A", 1));
        virtual.advance(TOO_LONG);
        assertStale(await(finder.findQuote("A")), quote("A", 1));
    }

    @Test
    void closingFailsWhatStillWaits() {
        CompletableFuture<Optional<LatestValue<Quote>>> found = latest.findQuote("C");
        virtual.loop.run();
        virtual.loop.execute(virtual.stream::close);
        virtual.loop.run();
        assertThat(awaitFailure(found)).isInstanceOf(StreamException.Closed.class);
        await(virtual.stream.ended());
        CompletableFuture<Optional<LatestValue<Quote>>> late = latest.findQuote("C");
        virtual.loop.run();
        assertThat(awaitFailure(late)).isInstanceOf(StreamException.Closed.class);
    }

    @Test
    void futuresCompleteOffTheThreadOfTheConnection() {
        virtual.rest.knows(quote("C", 1));
        CompletableFuture<Thread> completedOn = latest.findQuote("C").thenApply(found -> Thread.currentThread());
        virtual.advance(SECOND);
        assertThat(await(completedOn)).isNotSameAs(Thread.currentThread());
    }

    @Test
    void whatIsNoSymbolIsRefused() {
        assertThatThrownBy(() -> latest.findQuote("*")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> latest.findQuotes(List.of("A", "two words")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatRestKnowsIsNotTakenForASignOfTheStream() {
        SymbolNumbers symbols = new SymbolNumbers();
        LatestTable table = new LatestTable(symbols, virtual.loop::nanoTime, Duration.ofSeconds(60));
        List<String> visited = new ArrayList<>();
        table.confirm(quote("A", 1), virtual.loop.nanoTime());
        table.update(quote("B", 1), symbols.of("B"), virtual.loop.nanoTime());
        virtual.advance(SECOND);
        table.confirm(quote("B", 2), virtual.loop.nanoTime());
        table.forEach(
                Channel.QUOTES,
                (symbol, received, time) -> visited.add(symbol + " " + (time - start) / 1_000_000_000 + " "
                        + (virtual.loop.nanoTime() - received) / 1_000_000_000));
        assertThat(visited).containsExactly("B 1 1");
        assertThat(table.symbolsSeen(Channel.QUOTES)).containsExactly("B");
        virtual.advance(SECOND);
        table.update(quote("B", 1), symbols.of("B"), virtual.loop.nanoTime());
        visited.clear();
        table.forEach(
                Channel.QUOTES,
                (symbol, received, time) ->
                        visited.add(symbol + " " + (virtual.loop.nanoTime() - received) / 1_000_000_000));
        assertThat(visited).containsExactly("B 0");
    }
}
