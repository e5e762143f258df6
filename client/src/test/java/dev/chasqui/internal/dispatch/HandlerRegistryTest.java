package dev.chasqui.internal.dispatch;

import static dev.chasqui.internal.dispatch.Events.news;
import static dev.chasqui.internal.dispatch.Events.quote;
import static dev.chasqui.internal.dispatch.Events.trade;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.stream.options.DispatchOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class HandlerRegistryTest {

    private final DispatchFixture fixture =
            DispatchFixture.with(DispatchOptions.defaults().inline());
    private final HandlerRegistry handlers = fixture.handlers();
    private final List<String> calls = new ArrayList<>();

    private Consumer<MarketEvent> named(String name) {
        return event -> calls.add(name);
    }

    @Test
    void handlersOfSymbolChannelAndEverythingAreCalledInThisOrder() {
        handlers.register(null, "*", named("everything"));
        handlers.register(Channel.TRADES, "*", named("trades"));
        handlers.register(null, "AAPL", named("AAPL"));
        handlers.register(Channel.TRADES, "AAPL", named("AAPL trades"));
        handlers.register(Channel.TRADES, "*", named("trades again"));
        fixture.offer(trade("AAPL", 1));
        assertThat(calls).containsExactly("AAPL", "AAPL trades", "trades", "trades again", "everything");
    }

    @Test
    void aHandlerGetsNeitherOtherSymbolsNorOtherChannels() {
        handlers.register(Channel.TRADES, "AAPL", named("trade"));
        fixture.offer(trade("MSFT", 1), quote("AAPL", 2), news("AAPL"));
        assertThat(calls).isEmpty();
        assertThat(fixture.counters().delivered()).isEqualTo(3);
    }

    @Test
    void anArticleReachesTheHandlersOfItsSymbolsWithOrWithoutSlash() {
        handlers.register(Channel.NEWS, "BTC/USD", named("BTC/USD"));
        handlers.register(Channel.NEWS, "BTCUSD", named("BTCUSD"));
        handlers.register(null, "AAPL", named("AAPL"));
        handlers.register(Channel.NEWS, "TSLA", named("TSLA"));
        fixture.offer(news("BTCUSD", "AAPL", "BTC/USD"));
        assertThat(calls).containsExactly("BTC/USD", "BTCUSD", "AAPL");
        calls.clear();
        fixture.offer(news("BTC/USD"));
        assertThat(calls).containsExactly("BTC/USD", "BTCUSD");
    }

    @Test
    void anArticleWithSeveralSymbolsCallsAFunctionOnce() {
        Consumer<MarketEvent> function = named("once");
        handlers.register(Channel.NEWS, "AAPL", function);
        handlers.register(Channel.NEWS, "MSFT", function);
        fixture.offer(news("AAPL", "MSFT"));
        assertThat(calls).containsExactly("once");
    }

    @Test
    void anArticleWithoutSymbolsReachesThoseWhoWantEverySymbol() {
        handlers.register(Channel.NEWS, "AAPL", named("AAPL"));
        handlers.register(Channel.NEWS, "*", named("news"));
        fixture.offer(news());
        assertThat(calls).containsExactly("news");
    }

    @Test
    void aRemovedHandlerIsNotCalledAndRemovalTwiceDoesNothing() {
        Runnable removal = handlers.register(Channel.TRADES, "AAPL", named("first"));
        handlers.register(Channel.TRADES, "AAPL", named("second"));
        removal.run();
        removal.run();
        fixture.offer(trade("AAPL", 1));
        assertThat(calls).containsExactly("second");
    }

    @Test
    void aRemovedHandlerOfArticlesIsNotCalled() {
        handlers.register(null, "BTC/USD", named("pair")).run();
        fixture.offer(news("BTCUSD"));
        assertThat(calls).isEmpty();
    }

    @Test
    void removingASymbolRemovesItsHandlersOnEveryChannelAndNoOthers() {
        handlers.register(Channel.TRADES, "AAPL", named("trades"));
        handlers.register(null, "AAPL", named("any"));
        handlers.register(Channel.NEWS, "AAPL", named("news"));
        handlers.register(Channel.TRADES, "MSFT", named("other"));
        handlers.register(Channel.TRADES, "*", named("all"));
        handlers.removeAll("AAPL");
        fixture.offer(trade("AAPL", 1), news("AAPL"), trade("MSFT", 2));
        assertThat(calls).containsExactly("all", "other", "all");
        handlers.removeAll("*");
        calls.clear();
        fixture.offer(trade("MSFT", 3));
        assertThat(calls).containsExactly("other");
    }

    @Test
    void aHandlerRemovedByTheHandlerBeforeItMissesThatMessage() {
        Runnable[] removal = new Runnable[1];
        handlers.register(Channel.TRADES, "AAPL", event -> removal[0].run());
        removal[0] = handlers.register(Channel.TRADES, "AAPL", named("removed"));
        fixture.offer(trade("AAPL", 1));
        assertThat(calls).isEmpty();
    }

    @Test
    void aHandlerThatRemovesItselfEndsItsCallAndGetsNoOther() {
        Runnable[] removal = new Runnable[1];
        removal[0] = handlers.register(Channel.TRADES, "AAPL", event -> {
            removal[0].run();
            calls.add("ended");
        });
        fixture.offer(trade("AAPL", 1), trade("AAPL", 2));
        assertThat(calls).containsExactly("ended");
    }

    @Test
    void aHandlerRegisteredDuringACallGetsTheNextMessage() {
        handlers.register(Channel.TRADES, "AAPL", event -> {
            if (calls.isEmpty()) {
                calls.add("registered");
                handlers.register(Channel.TRADES, "AAPL", named("new"));
            }
        });
        fixture.offer(trade("AAPL", 1));
        assertThat(calls).containsExactly("registered");
        fixture.offer(trade("AAPL", 2));
        assertThat(calls).containsExactly("registered", "new");
    }

    /** Where messages go is looked up once, until something changes. */
    @Test
    void messagesThatFollowGoWhereTheLastChangeSays() {
        fixture.offer(trade("AAPL", 1));
        assertThat(calls).isEmpty();
        handlers.register(Channel.TRADES, "*", named("trades"));
        offerOneMore("trades");
        Runnable symbol = handlers.register(null, "AAPL", named("AAPL"));
        offerOneMore("AAPL", "trades");
        handlers.register(null, "*", named("everything"));
        offerOneMore("AAPL", "trades", "everything");
        symbol.run();
        offerOneMore("trades", "everything");
        fixture.dispatcher.deliverOnly(event -> !event.symbol().equals("AAPL"));
        offerOneMore();
        assertThat(fixture.counters().filtered()).isEqualTo(3);
        fixture.dispatcher.deliverOnly(event -> true);
        offerOneMore("trades", "everything");
        handlers.removeAll("*");
        offerOneMore();
        assertThat(fixture.counters().filtered()).isEqualTo(3);
    }

    private void offerOneMore(String... called) {
        calls.clear();
        fixture.offer(trade("MSFT", 1), trade("AAPL", 1));
        fixture.offer(quote("AAPL", 1));
        calls.clear();
        fixture.offer(trade("AAPL", 1));
        assertThat(calls).containsExactly(called);
    }

    @Test
    void whatIsWantedDecidesForThousandsOfSymbols() {
        handlers.register(Channel.TRADES, "*", event -> calls.add(event.symbol()));
        fixture.dispatcher.deliverOnly(event -> event.symbol().endsWith("7"));
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 3_000; i++) {
                fixture.offer(trade("S" + i, i));
            }
        }
        assertThat(calls).hasSize(600).allMatch(symbol -> symbol.endsWith("7"));
        assertThat(fixture.counters().filtered()).isEqualTo(5_400);
    }
}
