package dev.chasqui.acceptance.checklist;

import static dev.chasqui.acceptance.checklist.Checklist.LIMIT;
import static dev.chasqui.acceptance.checklist.Checklist.OPEN_NANOS;
import static dev.chasqui.acceptance.checklist.Checklist.changesAsked;
import static dev.chasqui.acceptance.checklist.Checklist.failure;
import static dev.chasqui.acceptance.checklist.Checklist.get;
import static dev.chasqui.acceptance.checklist.Checklist.quote;
import static dev.chasqui.acceptance.checklist.Checklist.stream;
import static dev.chasqui.acceptance.checklist.Checklist.trade;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.acceptance.Harness;
import dev.chasqui.acceptance.InvariantsExtension;
import dev.chasqui.acceptance.Journal;
import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.News;
import dev.chasqui.model.Subscription;
import dev.chasqui.model.TradeCancel;
import dev.chasqui.model.TradeCorrection;
import dev.chasqui.simulator.AlpacaSimulator;
import dev.chasqui.simulator.Fault;
import dev.chasqui.simulator.FaultHandle;
import dev.chasqui.simulator.FaultSpec;
import dev.chasqui.simulator.FaultStage;
import dev.chasqui.simulator.SimulatedSession;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.StreamException;
import dev.chasqui.stream.SubscriptionHolder;
import dev.chasqui.stream.SubscriptionResult;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamState;
import dev.chasqui.wire.ClientRequest;
import dev.chasqui.wire.Encoding;
import dev.chasqui.wire.ErrorCode;
import dev.chasqui.wire.RequestEncoder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Items 16 to 30 of the checklist: what is asked of the server, when, and what becomes of it. */
@ExtendWith(InvariantsExtension.class)
final class SubscriptionsChecklistTest {

    private static final Subscription AAPL = Subscription.trades("AAPL");
    private static final Subscription MSFT = Subscription.trades("MSFT");
    private static final Duration SHORT = Duration.ofMillis(150);

    private static ClientRequest subscribe(Subscription added) {
        return new ClientRequest.Subscribe(added);
    }

    private static ClientRequest unsubscribe(Subscription removed) {
        return new ClientRequest.Unsubscribe(removed);
    }

    // 16
    @Test
    void whatIsSubscribedBeforeConnectingIsAskedForOnceAfterAuthentication(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(simulator, Feed.IEX);
        CompletableFuture<SubscriptionResult> early = stream.subscribe(AAPL);
        get(stream.connect(MSFT));
        assertThat(get(early).granted()).isEqualTo(AAPL);
        assertThat(changesAsked(simulator)).containsExactly(subscribe(AAPL.plus(MSFT)));
    }

    // 16
    @Test
    void anEmptySubscriptionAsksNothingAndIsLive(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(simulator, Feed.IEX);
        assertThat(get(stream.connect(Subscription.none())).isComplete()).isTrue();
        get(stream.subscribe(Subscription.none()));
        assertThat(stream.status().state()).isEqualTo(StreamState.LIVE);
        assertThat(changesAsked(simulator)).isEmpty();
    }

    // 17
    @Test
    void onlyTheDifferenceIsSent(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(simulator, Feed.IEX);
        get(stream.connect(AAPL));
        get(stream.subscribe(AAPL.plus(MSFT)));
        get(stream.subscribe(MSFT));
        get(stream.unsubscribe(MSFT.plus(Subscription.quotes("IBM"))));
        get(stream.unsubscribe(Subscription.trades("NEVER")));
        assertThat(changesAsked(simulator)).containsExactly(subscribe(AAPL), subscribe(MSFT), unsubscribe(MSFT));
        assertThat(stream.status().active()).isEqualTo(AAPL);
    }

    // 18
    @Test
    void eachRequestCompletesWithTheAnswerThatContainsIt(Harness harness) throws IOException {
        try (ScriptedServer server = new ScriptedServer()) {
            MarketDataStream stream = stream(harness, server);
            CompletableFuture<SubscriptionResult> connected = stream.connect(Subscription.none());
            ScriptedServer.Peer peer = server.acceptSession();
            get(connected);
            List<String> order = Collections.synchronizedList(new ArrayList<>());
            CompletableFuture<SubscriptionResult> first = stream.subscribe(AAPL);
            assertThat(peer.readSubscribe()).isEqualTo(AAPL);
            CompletableFuture<SubscriptionResult> second = stream.subscribe(MSFT);
            CompletableFuture<Boolean> firstDone = first.thenApply(result -> order.add("first"));
            CompletableFuture<Boolean> secondDone = second.thenApply(result -> order.add("second"));

            peer.acknowledge(AAPL);
            get(firstDone);
            assertThat(second).isNotDone();
            assertThat(peer.readSubscribe()).isEqualTo(MSFT);
            peer.acknowledge(AAPL.plus(MSFT));
            get(secondDone);
            assertThat(get(first).granted()).isEqualTo(AAPL);
            assertThat(get(second).granted()).isEqualTo(MSFT);
            assertThat(order).containsExactly("first", "second");
        }
    }

    // 19
    @Test
    void withoutAnAnswerTheRequestFailsIsSentAgainOnceAndStaysDesired(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(
                simulator, Feed.IEX, builder -> builder.timeouts(Harness.SHORT_TIMEOUTS.withAcknowledgement(SHORT)));
        get(stream.connect(AAPL));
        simulator.inject(FaultSpec.of(Fault.LOST_ACK));
        StreamException.RequestFailed unanswered = failure(stream.subscribe(MSFT), StreamException.RequestFailed.class);
        assertThat(unanswered.reason().kind()).isEqualTo(Cause.Kind.ACKNOWLEDGEMENT_TIMEOUT);
        assertThat(unanswered.result().missing()).isEqualTo(MSFT);

        harness.journal(stream)
                .await(
                        StreamEvent.SubscriptionChanged.class,
                        change -> change.active().equals(AAPL.plus(MSFT)));
        assertThat(stream.status().desired()).isEqualTo(AAPL.plus(MSFT));
        assertThat(changesAsked(simulator)).containsExactly(subscribe(AAPL), subscribe(MSFT), subscribe(MSFT));
        assertThat(stream.statistics().attempts()).isEqualTo(1);
    }

    // 19
    @Test
    void aLateAnswerIsHarmless(Harness harness) throws IOException {
        try (ScriptedServer server = new ScriptedServer()) {
            MarketDataStream stream = stream(
                    harness,
                    server.uri(Feed.IEX),
                    builder -> builder.timeouts(Harness.SHORT_TIMEOUTS.withAcknowledgement(Duration.ofMillis(700))));
            CompletableFuture<SubscriptionResult> connected = stream.connect(AAPL);
            ScriptedServer.Peer peer = server.acceptLive();
            get(connected);
            CompletableFuture<SubscriptionResult> late = stream.subscribe(MSFT);
            assertThat(peer.readSubscribe()).isEqualTo(MSFT);
            failure(late, StreamException.RequestFailed.class);
            assertThat(peer.readSubscribe()).isEqualTo(MSFT);
            Subscription both = AAPL.plus(MSFT);
            peer.acknowledge(both);

            CompletableFuture<SubscriptionResult> next = stream.subscribe(Subscription.bars("IBM"));
            Subscription asked = peer.readSubscribe();
            // The answer to the request that was sent twice comes while another one waits for its own.
            peer.acknowledge(both).acknowledge(both.plus(asked));
            assertThat(get(next).granted()).isEqualTo(asked);
            assertThat(stream.status().active()).isEqualTo(both.plus(asked));
        }
    }

    // 20
    @Test
    void theSymbolLimitFailsTheOffendingRequestOnlyAndRollsItBack(Harness harness) {
        AlpacaSimulator simulator = harness.simulator(builder -> builder.symbolLimit(2));
        MarketDataStream stream = harness.stream(simulator, Feed.IEX);
        get(stream.connect(AAPL));
        StreamException.RequestFailed refused =
                failure(stream.subscribe(Subscription.trades("B", "C")), StreamException.RequestFailed.class);
        assertThat(refused.reason().code()).isEqualTo(405);
        assertThat(refused.result().refused()).isEqualTo(Subscription.trades("B", "C"));
        assertThat(stream.status().desired()).isEqualTo(AAPL);
        assertThat(get(stream.subscribe(MSFT)).isComplete()).isTrue();

        simulator.publish(trade("AAPL", 1), trade("B", 2), trade("MSFT", 3));
        Journal journal = harness.journal(stream);
        journal.awaitDelivered(2);
        assertThat(journal.delivered()).containsExactly(trade("AAPL", 1), trade("MSFT", 3));
        assertThat(stream.statistics().attempts()).isEqualTo(1);
    }

    // 20
    @Test
    void ofTwoConcurrentRequestsOnlyTheOneOverTheLimitFails(Harness harness) {
        AlpacaSimulator simulator = harness.simulator(builder -> builder.symbolLimit(2));
        MarketDataStream stream = harness.stream(simulator, Feed.IEX);
        CompletableFuture<SubscriptionResult> connected = stream.connect(AAPL);
        CompletableFuture<SubscriptionResult> good = stream.subscribe(MSFT);
        CompletableFuture<SubscriptionResult> over = stream.subscribe(Subscription.trades("C", "D"));
        get(connected);
        get(good);
        failure(over, StreamException.RequestFailed.class);
        assertThat(stream.status().desired()).isEqualTo(AAPL.plus(MSFT));
    }

    // 21
    @Test
    void aRequestThatTheServerDoesNotUnderstandFailsWithoutReconnecting(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(simulator, Feed.IEX);
        get(stream.connect(AAPL));
        simulator.inject(FaultSpec.of(Fault.ERROR).code(400).at(FaultStage.SUBSCRIBE));
        assertThat(failure(stream.subscribe(MSFT), StreamException.RequestFailed.class)
                        .reason()
                        .code())
                .isEqualTo(400);
        assertThat(stream.status().desired()).isEqualTo(AAPL);
        assertThat(stream.statistics().attempts()).isEqualTo(1);
    }

    // 21
    @Test
    void amongManySymbolsTheOneThatTheServerRefusesIsFound(Harness harness) throws IOException {
        try (ScriptedServer server = new ScriptedServer()) {
            MarketDataStream stream = stream(harness, server);
            CompletableFuture<SubscriptionResult> connected = stream.connect(Subscription.none());
            ScriptedServer.Peer peer = server.acceptSession();
            get(connected);
            String[] symbols = IntStream.range(0, 64).mapToObj(i -> "S" + i).toArray(String[]::new);
            Subscription bad = Subscription.trades("S17");
            CompletableFuture<SubscriptionResult> result = stream.subscribe(Subscription.trades(symbols));
            int requests = refuseUntilDone(peer, bad, symbols.length - 1);
            SubscriptionResult outcome =
                    failure(result, StreamException.RequestFailed.class).result();
            assertThat(outcome.refused()).isEqualTo(bad);
            assertThat(outcome.granted()).isEqualTo(Subscription.trades(symbols).minus(bad));
            assertThat(requests).isLessThanOrEqualTo(2 * 6 + 2);
        }
    }

    private static int refuseUntilDone(ScriptedServer.Peer peer, Subscription bad, int good) throws IOException {
        Subscription active = Subscription.none();
        boolean found = false;
        int requests = 0;
        while (active.size() < good || !found) {
            Subscription asked = peer.readSubscribe();
            requests++;
            found |= asked.equals(bad);
            if (asked.intersect(bad).isEmpty()) {
                active = active.plus(asked);
                peer.acknowledge(active);
            } else {
                peer.say(ErrorCode.INVALID_SYNTAX.toMessage());
            }
        }
        return requests;
    }

    // 22
    @Test
    void aDropBetweenRequestAndAnswerLosesNothing(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(simulator, Feed.IEX);
        get(stream.connect(AAPL));
        FaultHandle lost = simulator.inject(FaultSpec.of(Fault.LOST_ACK));
        CompletableFuture<SubscriptionResult> asked = stream.subscribe(MSFT);
        lost.awaitFired(LIMIT);
        simulator.inject(FaultSpec.of(Fault.DROP));
        assertThat(get(asked).granted()).isEqualTo(MSFT);
        assertThat(simulator
                        .awaitSubscribed(Feed.IEX, Channel.TRADES, "MSFT", LIMIT)
                        .id())
                .isEqualTo(2);
        assertThat(stream.status().active()).isEqualTo(AAPL.plus(MSFT));
    }

    // 23
    @Test
    void changesAcrossTwoDropsInARowAreBothApplied(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(simulator, Feed.IEX);
        get(stream.connect(Subscription.none()));
        FaultHandle lost = simulator.inject(FaultSpec.of(Fault.LOST_ACK).times(2));
        CompletableFuture<SubscriptionResult> first = stream.subscribe(AAPL);
        lost.awaitFired(1, LIMIT);
        simulator.inject(FaultSpec.of(Fault.DROP));
        lost.awaitFired(2, LIMIT);
        CompletableFuture<SubscriptionResult> second = stream.subscribe(MSFT);
        simulator.inject(FaultSpec.of(Fault.DROP));
        assertThat(get(first).granted()).isEqualTo(AAPL);
        assertThat(get(second).granted()).isEqualTo(MSFT);
        SimulatedSession last = simulator.awaitSubscribed(Feed.IEX, Channel.TRADES, "MSFT", LIMIT);
        assertThat(last.id()).isEqualTo(3);
        assertThat(last.subscription().requested()).isEqualTo(AAPL.plus(MSFT));
    }

    // 24
    @Test
    void whatIsUnsubscribedWhileDownIsNotSubscribedAgain(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream =
                harness.stream(simulator, Feed.IEX, builder -> builder.reconnect(Harness.QUICK_RECONNECT.forever()));
        get(stream.connect(AAPL.plus(MSFT)));
        simulator.stop();
        harness.journal(stream).awaitState(StreamState.WAITING);
        get(stream.unsubscribe(AAPL));
        simulator.start();
        SimulatedSession session = simulator.awaitSubscribed(Feed.IEX, Channel.TRADES, "MSFT", LIMIT);
        assertThat(session.subscription().requested()).isEqualTo(MSFT);
        assertThat(changesAsked(simulator)).containsExactly(subscribe(AAPL.plus(MSFT)), subscribe(MSFT));
    }

    // 24
    @Test
    void ofTwoWishesAtOnceTheLastOneHolds(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(simulator, Feed.IEX);
        get(stream.connect(Subscription.none()));
        stream.subscribe(AAPL);
        stream.unsubscribe(AAPL);
        get(stream.subscribe(MSFT));
        SimulatedSession session = simulator.awaitSubscribed(Feed.IEX, Channel.TRADES, "MSFT", LIMIT);
        assertThat(session.subscription().requested()).isEqualTo(MSFT);
        assertThat(stream.status().active()).isEqualTo(MSFT);
        assertThat(stream.held()).isEqualTo(MSFT);
    }

    // 25
    @Test
    void elevenThousandSymbolsAreAskedForInReadablePieces(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(simulator, Feed.SIP);
        String[] symbols = IntStream.range(0, 11_000).mapToObj(i -> "SYM" + i).toArray(String[]::new);
        Subscription all = Subscription.quotes(symbols);
        assertThat(get(stream.connect(all)).granted()).isEqualTo(all);

        List<ClientRequest> requests = changesAsked(simulator);
        Subscription union = Subscription.none();
        for (ClientRequest request : requests) {
            byte[] text = RequestEncoder.create(Encoding.JSON, Feed.SIP.kind()).encode(request);
            assertThat(text.length).isLessThanOrEqualTo(32_768);
            Subscription part = ((ClientRequest.Subscribe) request).added();
            assertThat(part.intersect(union).isEmpty()).isTrue();
            union = union.plus(part);
        }
        assertThat(union).isEqualTo(all);
        assertThat(stream.status().active()).isEqualTo(all);
        assertThat(stream.status().desired()).isEqualTo(all);
        simulator.publish(quote("SYM0", 1), quote("SYM10999", 2));
        harness.journal(stream).awaitDelivered(2);
    }

    // 26
    @Test
    void handlersOfASymbolAndOfEverySymbolAreEachCalledOnce(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(simulator, Feed.SIP);
        AtomicInteger ofSymbol = new AtomicInteger();
        AtomicInteger ofEvery = new AtomicInteger();
        stream.onTrade("AAPL", trade -> ofSymbol.incrementAndGet());
        stream.onTrade(trade -> ofEvery.incrementAndGet());
        get(stream.connect(Subscription.trades("*", "AAPL")));
        assertThat(stream.status().active()).isEqualTo(Subscription.trades("*", "AAPL"));
        simulator.publish(trade("AAPL", 1), trade("ZVZZT", 2));
        harness.journal(stream).awaitDelivered(2);
        assertThat(ofSymbol).hasValue(1);
        assertThat(ofEvery).hasValue(2);

        get(stream.unsubscribe(Subscription.trades("*")));
        simulator.publish(trade("ZVZZT", 3), trade("AAPL", 4));
        harness.journal(stream).awaitDelivered(3);
        assertThat(ofSymbol).hasValue(2);
        assertThat(ofEvery).hasValue(3);
    }

    // 26
    @Test
    void anArticleOfSeveralSymbolsReachesEachHandlerOnce(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(simulator, Feed.NEWS);
        AtomicInteger ofAapl = new AtomicInteger();
        AtomicInteger ofBoth = new AtomicInteger();
        AtomicInteger ofEvery = new AtomicInteger();
        AtomicInteger ofOther = new AtomicInteger();
        stream.onNews("AAPL", news -> ofAapl.incrementAndGet());
        Consumer<News> shared = news -> ofBoth.incrementAndGet();
        stream.onNews("AAPL", shared);
        stream.onNews("MSFT", shared);
        stream.onNews(news -> ofEvery.incrementAndGet());
        stream.onNews("IBM", news -> ofOther.incrementAndGet());
        get(stream.connect(Subscription.of(Channel.NEWS, "AAPL", "MSFT", "IBM")));
        simulator.publish(
                new News(1, "Two", "", "", OPEN_NANOS, OPEN_NANOS, "", "", List.of("AAPL", "MSFT"), "benzinga"));
        harness.journal(stream).awaitDelivered(1);
        assertThat(List.of(ofAapl.get(), ofBoth.get(), ofEvery.get(), ofOther.get()))
                .containsExactly(1, 1, 1, 0);
    }

    // 27
    @Test
    void correctionsAndCancelsComeWithTradesAndAreNeverAskedFor(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(simulator, Feed.SIP);
        SubscriptionResult result = get(stream.connect(AAPL));
        assertThat(result.granted()).isEqualTo(AAPL);
        TradeCorrection correction = new TradeCorrection(
                "AAPL",
                OPEN_NANOS,
                "V",
                new TradeCorrection.Print(1, 10, 5, List.of("@")),
                new TradeCorrection.Print(2, 11, 5, List.of("@")),
                "C");
        TradeCancel cancel = new TradeCancel("AAPL", OPEN_NANOS, 2, "V", 11, 5, "C", "C");
        simulator.publish(correction, cancel);
        harness.journal(stream).awaitDelivered(2);
        assertThat(harness.journal(stream).delivered()).containsExactly(correction, cancel);
        assertThat(changesAsked(simulator)).containsExactly(subscribe(AAPL));
        assertThatThrownBy(() -> Subscription.of(Channel.CORRECTIONS, "AAPL"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("comes with trades");
    }

    // 28
    @Test
    void subscribingUnsubscribingAndRegisteringFromAHandlerTakesEffect(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(simulator, Feed.IEX);
        CompletableFuture<CompletableFuture<SubscriptionResult>> added = new CompletableFuture<>();
        CompletableFuture<CompletableFuture<SubscriptionResult>> removed = new CompletableFuture<>();
        CompletableFuture<Void> registered = new CompletableFuture<>();
        stream.onTrade("AAPL", trade -> {
            stream.onTrade("MSFT", other -> registered.complete(null));
            added.complete(stream.subscribe(MSFT));
            removed.complete(stream.unsubscribe(AAPL));
        });
        get(stream.connect(AAPL));
        simulator.publish(trade("AAPL", 1));
        get(get(added));
        get(get(removed));
        simulator.publish(trade("MSFT", 2));
        get(registered);
        assertThat(stream.status().active()).isEqualTo(MSFT);
    }

    // 28
    @Test
    void waitingInAHandlerForAnAnswerIsRefusedInsteadOfADeadlock(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(simulator, Feed.IEX);
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        stream.onTrade(trade -> {
            stream.subscribe(MSFT);
            try {
                stream.ended().join();
            } catch (IllegalStateException refused) {
                told.complete(refused);
            }
        });
        get(stream.connect(AAPL));
        simulator.publish(trade("AAPL", 1));
        assertThat(get(told)).isInstanceOf(IllegalStateException.class);
        simulator.awaitSubscribed(Feed.IEX, Channel.TRADES, "MSFT", LIMIT);
    }

    // 28
    @Test
    void closingFromAHandlerEndsTheStreamAfterThatMessage(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(simulator, Feed.IEX);
        AtomicInteger called = new AtomicInteger();
        stream.onTrade(trade -> {
            called.incrementAndGet();
            stream.close();
        });
        get(stream.connect(AAPL));
        simulator.publish(trade("AAPL", 1), trade("AAPL", 2), trade("AAPL", 3));
        get(stream.ended());
        assertThat(called).hasValue(1);
        assertThat(stream.statistics().dropped()).isPositive();
    }

    // 28
    @Test
    void subscribingAndClosingFromAnEventListenerTakesEffect(Harness harness) throws Exception {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(simulator, Feed.IEX);
        CountDownLatch subscribed = new CountDownLatch(1);
        stream.onEvent(event -> {
            if (event instanceof StreamEvent.StateChanged step && step.to() == StreamState.LIVE) {
                stream.subscribe(MSFT);
            } else if (event instanceof StreamEvent.SubscriptionChanged change
                    && change.active().equals(AAPL.plus(MSFT))) {
                subscribed.countDown();
                stream.close();
            }
        });
        stream.connect(AAPL);
        assertThat(subscribed.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        get(stream.ended());
    }

    // 29
    @Test
    void aSymbolStaysUntilItsLastHolderLetsItGo(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(simulator, Feed.IEX);
        SubscriptionHolder one = stream.newHolder();
        SubscriptionHolder two = stream.newHolder();
        get(stream.connect(Subscription.none()));
        get(one.subscribe(AAPL));
        get(two.subscribe(AAPL.plus(MSFT)));
        get(one.unsubscribe(AAPL));
        assertThat(stream.status().active()).isEqualTo(AAPL.plus(MSFT));
        simulator.publish(trade("AAPL", 1));
        harness.journal(stream).awaitDelivered(1);
        assertThat(one.held()).isEqualTo(Subscription.none());

        get(two.unsubscribe(AAPL));
        assertThat(stream.status().active()).isEqualTo(MSFT);
        two.close();
        harness.journal(stream)
                .await(
                        StreamEvent.SubscriptionChanged.class,
                        change -> change.active().isEmpty());
        assertThat(changesAsked(simulator))
                .containsExactly(subscribe(AAPL), subscribe(MSFT), unsubscribe(AAPL), unsubscribe(MSFT));
    }

    // 30
    @Test
    void theThirtyFirstTradeOrQuoteIsRefusedLocallyIfALimitIsSet(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(simulator, Feed.IEX, builder -> builder.symbolLimit(30));
        String[] fifteen = IntStream.range(0, 15).mapToObj(i -> "S" + i).toArray(String[]::new);
        Subscription thirty = Subscription.of(fifteen);
        get(stream.connect(thirty));
        assertThatThrownBy(() -> stream.subscribe(Subscription.quotes("ONEMORE")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("31 trades and quotes")
                .hasMessageContaining("limit is set to 30");
        assertThat(stream.held()).isEqualTo(thirty);
        get(stream.subscribe(Subscription.bars("ONEMORE")));
        get(stream.unsubscribe(Subscription.trades("S0")));
        get(stream.subscribe(Subscription.quotes("ONEMORE")));
        assertThat(changesAsked(simulator)).hasSize(4);
    }

    // 30
    @Test
    void withoutALimitTheServerDecides(Harness harness) {
        AlpacaSimulator simulator = harness.simulator(builder -> builder.symbolLimit(30));
        MarketDataStream stream = harness.stream(simulator, Feed.IEX);
        String[] many = IntStream.range(0, 31).mapToObj(i -> "S" + i).toArray(String[]::new);
        assertThat(failure(stream.connect(Subscription.trades(many)), StreamException.RequestFailed.class)
                        .reason()
                        .code())
                .isEqualTo(405);
    }
}
