package dev.chasqui.internal.dispatch;

import static dev.chasqui.internal.dispatch.Events.book;
import static dev.chasqui.internal.dispatch.Events.quote;
import static dev.chasqui.internal.dispatch.Events.trade;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import dev.chasqui.stream.options.DispatchOptions;
import dev.chasqui.stream.options.OverflowPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProvenanceTest {

    private final List<String> told = Collections.synchronizedList(new ArrayList<>());

    private void tell(MarketEvent event, Provenance provenance) {
        told.add(Events.key(event) + " " + provenance.kind() + " " + provenance.gapId());
    }

    @Test
    void aHandlerIsToldHowEachMessageCame() {
        DispatchFixture fixture = DispatchFixture.withDefaults();
        fixture.handlers().registerWithProvenance(Channel.TRADES, "A", this::tell);
        fixture.dispatcher.offer(trade("A", 1), 10);
        fixture.dispatcher.offer(trade("A", 2), 10, Provenance.recovered(7));
        fixture.dispatcher.offer(trade("A", 3), 10, Provenance.SNAPSHOT);
        fixture.dispatcher.offer(trade("B", 4), 10, Provenance.SNAPSHOT);
        fixture.dispatcher.endOfFrame();
        fixture.executor.runAll();
        assertThat(told).containsExactly("A1 LIVE 0", "A2 RECOVERED 7", "A3 SNAPSHOT 0");
    }

    @Test
    void messagesAreCountedByTheWayTheyCame() {
        DispatchFixture fixture = DispatchFixture.withDefaults();
        fixture.offerTrades("A", 1, 3);
        fixture.offerRecovered(trade("A", 4), trade("A", 5));
        fixture.dispatcher.offer(trade("A", 6), 10, Provenance.SNAPSHOT);
        assertThat(fixture.counters()).isEqualTo(new DispatchCounters(6, 0, 0, 0, 0, 6, 0, 2, 1));
    }

    @Test
    void aHandlerIsToldWithoutAQueueToo() {
        DispatchFixture fixture =
                DispatchFixture.with(DispatchOptions.defaults().inline());
        fixture.handlers().registerWithProvenance(null, "*", this::tell);
        fixture.offer(trade("A", 1));
        fixture.offerRecovered(trade("A", 2));
        assertThat(told).containsExactly("A1 LIVE 0", "A2 RECOVERED 1");
    }

    @Test
    void aHandlerOfRecoveredMessagesGetsThemAfterAllOthersAndNothingElse() {
        DispatchFixture fixture = DispatchFixture.withDefaults();
        Runnable removal = fixture.handlers()
                .registerRecovered((event, provenance) ->
                        told.add("recovered " + Events.key(event) + " of " + provenance.gapId()));
        fixture.handlers().register(null, "*", event -> told.add(Events.key(event)));
        fixture.offer(trade("A", 1));
        fixture.dispatcher.offer(quote("A", 2), 10, Provenance.SNAPSHOT);
        fixture.offerRecovered(trade("A", 3), quote("B", 4));
        fixture.executor.runAll();
        assertThat(told).containsExactly("A1", "A2", "A3", "recovered A3 of 1", "B4", "recovered B4 of 1");
        removal.run();
        told.clear();
        fixture.offerRecovered(trade("A", 5));
        fixture.executor.runAll();
        assertThat(told).containsExactly("A5");
    }

    @Test
    void separatelyDeliveredMessagesReachOnlyHandlersThatCanTell() {
        DispatchFixture fixture = DispatchFixture.separate(DispatchOptions.defaults());
        fixture.handlers().register(null, "*", event -> told.add("any " + Events.key(event)));
        fixture.handlers().register(Channel.TRADES, "*", event -> told.add("trades " + Events.key(event)));
        fixture.handlers().register(Channel.TRADES, "A", event -> told.add("A " + Events.key(event)));
        fixture.handlers().registerAsync(Channel.TRADES, "A", event -> {
            told.add("async " + Events.key(event));
            return null;
        });
        fixture.handlers().registerWithProvenance(Channel.TRADES, "A", this::tell);
        fixture.handlers().registerRecovered(this::tell);
        fixture.offerRecovered(trade("A", 1));
        fixture.executor.runAll();
        assertThat(told).containsExactly("A1 RECOVERED 1", "A1 RECOVERED 1");
        assertThat(fixture.counters().delivered()).isEqualTo(1);
        told.clear();
        fixture.offer(trade("A", 2));
        fixture.dispatcher.offer(trade("A", 3), 10, Provenance.SNAPSHOT);
        fixture.dispatcher.endOfFrame();
        fixture.executor.runAll();
        assertThat(told)
                .containsExactly(
                        "A A2",
                        "async A2",
                        "A2 LIVE 0",
                        "trades A2",
                        "any A2",
                        "A A3",
                        "async A3",
                        "A3 SNAPSHOT 0",
                        "trades A3",
                        "any A3");
    }

    @Test
    void removingTheHandlersOfEverySymbolRemovesThoseOfRecoveredMessages() {
        DispatchFixture fixture = DispatchFixture.withDefaults();
        fixture.handlers().registerRecovered(this::tell);
        fixture.handlers().registerWithProvenance(Channel.TRADES, "A", this::tell);
        fixture.handlers().removeAll("*");
        fixture.offerRecovered(trade("A", 1));
        fixture.executor.runAll();
        assertThat(told).containsExactly("A1 RECOVERED 1");
    }

    @Test
    void aRecoveredQuoteNeverTakesThePlaceOfALiveOne() {
        DispatchFixture fixture = DispatchFixture.holding(2).recording();
        fixture.offer(quote("A", 5), trade("B", 6));
        fixture.offerRecovered(quote("A", 1));
        assertThat(fixture.counters()).isEqualTo(new DispatchCounters(3, 0, 0, 1, 0, 2, 0, 1, 0));
        fixture.executor.runAll();
        assertThat(fixture.delivered).containsExactly("A5", "B6");
    }

    @Test
    void aLiveQuoteNeverTakesThePlaceOfARecoveredOneNorOvertakesIt() {
        DispatchFixture fixture = DispatchFixture.holding(3).recording();
        fixture.offer(quote("A", 5));
        fixture.offerRecovered(quote("A", 1), quote("A", 2));
        fixture.offer(quote("A", 6), quote("A", 7));
        fixture.executor.runAll();
        assertThat(fixture.delivered).containsExactly("A5", "A1", "A2", "A7");
        assertThat(fixture.counters()).isEqualTo(new DispatchCounters(5, 4, 1, 0, 0, 0, 0, 2, 0));
    }

    @Test
    void anOldBookIsNotMergedIntoANewOne() {
        DispatchFixture fixture = DispatchFixture.holding(1).recording();
        fixture.offer(book("B", 5, 10, 1));
        fixture.dispatcher.offer(book("B", 1, 10, 9), 10, Provenance.SNAPSHOT);
        fixture.dispatcher.endOfFrame();
        fixture.executor.runAll();
        assertThat(fixture.delivered).containsExactly("B5");
        assertThat(fixture.counters().dropped()).isEqualTo(1);
    }

    @Test
    void aRecoveredTradeCostsNoLiveOne() {
        DispatchFixture fixture = DispatchFixture.holding(2).recording();
        fixture.offerTrades("A", 5, 6);
        fixture.offerRecovered(trade("A", 1));
        fixture.executor.runAll();
        assertThat(fixture.delivered).containsExactly("A5", "A6");
        assertThat(fixture.listener.notices).contains("cleared 0 dropped {TRADES=1} conflated {}");
    }

    @Test
    void beforeABusyHandlerLiveAndRecoveredQuotesKeepTheirPlaces() {
        DispatchFixture fixture = DispatchFixture.with(DispatchOptions.defaults()
                .inline()
                .withMaxMessages(3)
                .withPolicy(Channel.QUOTES, OverflowPolicy.CONFLATE));
        List<CompletableFuture<Object>> stages = Collections.synchronizedList(new ArrayList<>());
        fixture.handlers().registerAsync(Channel.QUOTES, "A", event -> {
            told.add(Events.key(event));
            CompletableFuture<Object> stage = new CompletableFuture<>();
            stages.add(stage);
            return stage;
        });
        fixture.offer(quote("A", 5), quote("A", 6));
        fixture.offerRecovered(quote("A", 1));
        fixture.offer(quote("A", 7), quote("A", 8));
        for (int i = 0; i < 4; i++) {
            int calls = i + 1;
            Awaitility.await().until(() -> stages.size() == calls);
            stages.get(i).complete("done");
        }
        Awaitility.await().until(() -> fixture.counters().queued() == 0);
        assertThat(told).containsExactly("A5", "A6", "A1", "A8");
        assertThat(fixture.counters().conflated()).isEqualTo(1);
        assertThat(fixture.dispatcher.close(Duration.ofSeconds(10))).isTrue();
    }
}
