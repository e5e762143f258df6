package dev.chasqui.acceptance;

import static dev.chasqui.acceptance.Harness.failure;
import static dev.chasqui.acceptance.Harness.result;
import static dev.chasqui.acceptance.Journal.PATIENCE;
import static dev.chasqui.acceptance.Messages.bar;
import static dev.chasqui.acceptance.Messages.quote;
import static dev.chasqui.acceptance.Messages.trade;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.chasqui.model.Bar;
import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Subscription;
import dev.chasqui.model.Trade;
import dev.chasqui.simulator.AlpacaSimulator;
import dev.chasqui.simulator.Fault;
import dev.chasqui.simulator.FaultSpec;
import dev.chasqui.simulator.MarketSource;
import dev.chasqui.simulator.Pace;
import dev.chasqui.simulator.SessionRecord;
import dev.chasqui.stream.LatestValues;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.Registration;
import dev.chasqui.stream.StreamException;
import dev.chasqui.stream.StreamStatus;
import dev.chasqui.stream.SubscriptionResult;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.StreamEvent.HandlerFailed;
import dev.chasqui.stream.event.StreamEvent.ReconnectScheduled;
import dev.chasqui.stream.event.StreamEvent.StateChanged;
import dev.chasqui.stream.event.StreamState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The promises that a streaming client makes first, in seven groups, each on a real socket. */
@ExtendWith(InvariantsExtension.class)
class PromisesTest {

    private static final Subscription AAPL = Subscription.of("AAPL");
    private static final Subscription MSFT = Subscription.of("MSFT");

    @Nested
    class Connection {

        @Test
        void connectsWhichMeansAuthenticatedAndSubscribed(Harness harness) {
            AlpacaSimulator simulator = harness.simulator(
                    builder -> builder.fault(FaultSpec.of(Fault.NO_WELCOME).times(1)));
            MarketDataStream stream = harness.stream(
                    simulator,
                    Feed.IEX,
                    builder -> builder.timeouts(Harness.SHORT_TIMEOUTS.withWelcome(Duration.ofMillis(50))));

            Subscription wanted = AAPL.plus(MSFT);
            CompletableFuture<StreamStatus> whenConnected = stream.connect(wanted)
                    .thenApply(granted -> {
                        assertThat(granted.isComplete()).isTrue();
                        assertThat(granted.granted()).isEqualTo(wanted);
                        return stream.status();
                    });

            StreamStatus status = result(whenConnected);
            assertThat(status.epoch())
                    .as("the first socket was open, and no more")
                    .isEqualTo(2);
            assertThat(status.state()).isEqualTo(StreamState.LIVE);
            assertThat(status.active()).isEqualTo(wanted);
            assertThat(simulator.awaitSession(Feed.IEX, PATIENCE).subscription().requested())
                    .isEqualTo(wanted);
            assertThat(harness.journal(stream).events(StateChanged.class))
                    .filteredOn(step -> step.origin().epoch() == 2)
                    .extracting(StateChanged::to)
                    .containsExactly(
                            StreamState.CONNECTING,
                            StreamState.AUTHENTICATING,
                            StreamState.SUBSCRIBING,
                            StreamState.LIVE);
        }

        @Test
        void failsToConnectWithWrongCredentialsAndDoesNotTryAgain(Harness harness) {
            AlpacaSimulator simulator = harness.simulator(builder -> builder.accept("another key", "another secret"));
            MarketDataStream stream = harness.stream(simulator, Feed.IEX);

            Throwable failure = failure(stream.connect(AAPL));

            assertThat(failure)
                    .isInstanceOfSatisfying(
                            StreamException.Refused.class,
                            refused -> assertThat(refused.reason().code()).isEqualTo(402));
            assertThat(failure(stream.ended())).isInstanceOf(StreamException.Refused.class);
            assertThat(stream.status().state()).isEqualTo(StreamState.FAILED);
            assertThat(stream.statistics().attempts()).isEqualTo(1);
        }

        @Test
        void connectingTwiceOpensNoSecondConnection(Harness harness) {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.stream(simulator, Feed.IEX);

            CompletableFuture<SubscriptionResult> first = stream.connect(AAPL);
            CompletableFuture<SubscriptionResult> second = stream.connect(MSFT);
            result(first);
            simulator.awaitSubscribed(Feed.IEX, Channel.QUOTES, "MSFT", PATIENCE);
            CompletableFuture<SubscriptionResult> third = stream.connect(AAPL);

            assertThat(second).isSameAs(first);
            assertThat(third).isSameAs(first);
            assertThat(stream.statistics().attempts()).isEqualTo(1);
            assertThat(simulator.ledger().sessions()).hasSize(1);
        }

        @Test
        void disconnects(Harness harness) {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.live(simulator, AAPL);

            stream.close();

            simulator.awaitNoSessions(PATIENCE);
            assertThat(stream.ended()).isCompletedWithValue(null);
            assertThat(stream.status().state()).isEqualTo(StreamState.CLOSED);
            assertThat(stream.status().active()).isEqualTo(Subscription.none());
            assertThat(stream.statistics().attempts()).isEqualTo(1);
        }

        @Test
        void disconnectsWhenNotConnected(Harness harness) {
            MarketDataStream stream = harness.stream(harness.simulator(), Feed.IEX);

            stream.close();
            stream.close();

            assertThat(stream.ended()).isCompletedWithValue(null);
            assertThat(stream.statistics().attempts()).isZero();
            assertThatIllegalStateException()
                    .isThrownBy(() -> stream.connect(AAPL))
                    .withMessageContaining("make a new one");
        }
    }

    @Nested
    class DataHandlers {

        @Test
        void aQuoteUpdatesTheCacheAndThenCallsItsHandlers(Harness harness) {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.live(simulator, AAPL);
            CompletableFuture<Quote> cachedWhenCalled = new CompletableFuture<>();
            CompletableFuture<Quote> called = new CompletableFuture<>();
            stream.onQuote("AAPL", quote -> {
                cachedWhenCalled.complete(stream.latest().quote("AAPL").orElseThrow());
                called.complete(quote);
            });

            Quote sent = quote("AAPL", 1, 189.95, 189.97);
            simulator.publish(sent);

            Quote quote = result(called);
            assertThat(quote).isEqualTo(sent);
            assertThat(quote.bidPrice()).isEqualTo(189.95);
            assertThat(quote.bidSize()).isEqualTo(200);
            assertThat(quote.askPrice()).isEqualTo(189.97);
            assertThat(quote.askSize()).isEqualTo(300);
            assertThat(result(cachedWhenCalled)).isEqualTo(sent);
        }

        @Test
        void aTradeReachesItsHandlersWithPriceSizeTimeAndConditions(Harness harness) throws InterruptedException {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.live(simulator, AAPL);
            Inbox<Trade> trades = new Inbox<>();
            stream.onTrade("AAPL", trades);

            Trade sent = trade("AAPL", 1, 12_000);
            simulator.publish(sent);

            Trade trade = trades.next();
            assertThat(trade).isEqualTo(sent);
            assertThat(trade.price()).isEqualTo(100.25);
            assertThat(trade.size()).isEqualTo(12_000);
            assertThat(trade.timestamp()).isEqualTo("2026-03-02T14:30:01Z");
            assertThat(trade.conditions()).containsExactly("@", "I");
            assertThat(stream.latest().trade("AAPL")).contains(sent);
        }

        @Test
        void aBarReachesItsHandlersWithPricesVolumeCountAndAverage(Harness harness) throws InterruptedException {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.live(simulator, AAPL);
            Inbox<Bar> bars = new Inbox<>();
            stream.onBar("AAPL", bars);

            Bar sent = bar("AAPL", 1);
            simulator.publish(sent);

            Bar bar = bars.next();
            assertThat(bar).isEqualTo(sent);
            assertThat(List.of(bar.open(), bar.high(), bar.low(), bar.close()))
                    .containsExactly(100.25, 100.75, 100.0, 100.5);
            assertThat(bar.volume()).isEqualTo(12_345);
            assertThat(bar.tradeCount()).isEqualTo(67);
            assertThat(bar.vwap()).isEqualTo(100.375);
            assertThat(stream.latest().bar("AAPL")).contains(sent);
        }

        @Test
        void anAsynchronousHandlerIsAwaitedAndHoldsUpNoOther(Harness harness) throws InterruptedException {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.live(simulator, AAPL);
            CompletableFuture<Void> firstIsDone = new CompletableFuture<>();
            Inbox<Quote> asynchronous = new Inbox<>();
            Inbox<Quote> plain = new Inbox<>();
            stream.onQuoteAsync("AAPL", quote -> {
                asynchronous.accept(quote);
                return firstIsDone;
            });
            stream.onQuote("AAPL", plain);

            simulator.publish(quote("AAPL", 1), quote("AAPL", 2));

            assertThat(plain.next()).isEqualTo(quote("AAPL", 1));
            assertThat(plain.next()).isEqualTo(quote("AAPL", 2));
            assertThat(asynchronous.next()).isEqualTo(quote("AAPL", 1));
            assertThat(asynchronous.received()).as("before the first is done").hasSize(1);
            firstIsDone.complete(null);
            assertThat(asynchronous.next()).isEqualTo(quote("AAPL", 2));
        }

        @Test
        void anErrorInAHandlerIsReportedAndHurtsNoOther(Harness harness) throws InterruptedException {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.live(simulator, AAPL);
            IllegalStateException fault = new IllegalStateException("the handler's fault");
            Inbox<Quote> other = new Inbox<>();
            stream.onQuote("AAPL", quote -> {
                throw fault;
            });
            stream.onQuoteAsync("AAPL", quote -> CompletableFuture.failedFuture(fault));
            stream.onQuote("AAPL", other);

            simulator.publish(quote("AAPL", 1));
            simulator.publish(quote("AAPL", 2));

            assertThat(other.next()).isEqualTo(quote("AAPL", 1));
            assertThat(other.next()).isEqualTo(quote("AAPL", 2));
            HandlerFailed reported = harness.journal(stream).await(HandlerFailed.class);
            assertThat(reported.failure()).isSameAs(fault);
            assertThat(reported.channel()).isEqualTo(Channel.QUOTES);
            assertThat(reported.symbol()).isEqualTo("AAPL");
            Awaitility.await().until(() -> stream.statistics().handlerFailures() == 4);
            assertThat(stream.status().state()).isEqualTo(StreamState.LIVE);
        }
    }

    @Nested
    class Callbacks {

        @Test
        void registersForTheQuotesOfASymbol(Harness harness) throws InterruptedException {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.live(simulator, AAPL.plus(MSFT));
            Inbox<Quote> quotes = new Inbox<>();
            stream.onQuote("AAPL", quotes);

            simulator.publish(quote("MSFT", 1), trade("AAPL", 1), bar("AAPL", 1), quote("AAPL", 1));

            assertThat(quotes.next()).isEqualTo(quote("AAPL", 1));
            assertThat(quotes.received()).hasSize(1);
        }

        @Test
        void registersForTheTradesOfASymbol(Harness harness) throws InterruptedException {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.live(simulator, AAPL.plus(MSFT));
            Inbox<Trade> trades = new Inbox<>();
            stream.onTrade("AAPL", trades);

            simulator.publish(trade("MSFT", 1), quote("AAPL", 1), bar("AAPL", 1), trade("AAPL", 1));

            assertThat(trades.next()).isEqualTo(trade("AAPL", 1));
            assertThat(trades.received()).hasSize(1);
        }

        @Test
        void registersForTheBarsOfASymbol(Harness harness) throws InterruptedException {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.live(simulator, AAPL.plus(MSFT));
            Inbox<Bar> bars = new Inbox<>();
            stream.onBar("AAPL", bars);

            simulator.publish(bar("MSFT", 1), quote("AAPL", 1), trade("AAPL", 1), bar("AAPL", 1));

            assertThat(bars.next()).isEqualTo(bar("AAPL", 1));
            assertThat(bars.received()).hasSize(1);
        }

        @Test
        void callsSeveralHandlersOfOneSymbol(Harness harness) throws InterruptedException {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.live(simulator, AAPL);
            Inbox<Quote> first = new Inbox<>();
            Inbox<Quote> second = new Inbox<>();
            Inbox<Quote> ofEverySymbol = new Inbox<>();
            stream.onQuote("AAPL", first);
            stream.onQuote("AAPL", second);
            stream.onQuote(ofEverySymbol);

            simulator.publish(quote("AAPL", 1));

            assertThat(first.next()).isEqualTo(quote("AAPL", 1));
            assertThat(second.next()).isEqualTo(quote("AAPL", 1));
            assertThat(ofEverySymbol.next()).isEqualTo(quote("AAPL", 1));
        }

        @Test
        void removesOneHandlerOrAllOfASymbol(Harness harness) throws InterruptedException {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.live(simulator, AAPL);
            Inbox<Quote> removedAlone = new Inbox<>();
            Inbox<Quote> removedWithAll = new Inbox<>();
            Inbox<Trade> removedToo = new Inbox<>();
            Inbox<Quote> stays = new Inbox<>();
            Registration registration = stream.onQuote("AAPL", removedAlone);
            stream.onQuote("AAPL", removedWithAll);
            stream.onTrade("AAPL", removedToo);
            stream.onQuote(stays);

            registration.remove();
            simulator.publish(quote("AAPL", 1));
            assertThat(removedWithAll.next()).isEqualTo(quote("AAPL", 1));
            stream.removeHandlers("AAPL");
            simulator.publish(trade("AAPL", 2), quote("AAPL", 2), quote("AAPL", 3));

            assertThat(stays.next()).isEqualTo(quote("AAPL", 1));
            assertThat(stays.next()).isEqualTo(quote("AAPL", 2));
            assertThat(stays.next()).isEqualTo(quote("AAPL", 3));
            assertThat(removedAlone.received()).isEmpty();
            assertThat(removedWithAll.received()).hasSize(1);
            assertThat(removedToo.received()).isEmpty();
        }
    }

    @Nested
    class SymbolSubscription {

        @Test
        void addsASymbolOnTheSameConnection(Harness harness) throws InterruptedException {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.live(simulator, AAPL);
            Inbox<Quote> quotes = new Inbox<>();
            stream.onQuote("MSFT", quotes);

            SubscriptionResult added = result(stream.subscribe(MSFT));
            simulator.publish(quote("MSFT", 1));

            assertThat(added.granted()).isEqualTo(MSFT);
            assertThat(quotes.next()).isEqualTo(quote("MSFT", 1));
            assertThat(stream.status().active()).isEqualTo(AAPL.plus(MSFT));
            assertThat(simulator.ledger().sessions()).hasSize(1);
        }

        @Test
        void addsASymbolWhenNotConnected(Harness harness) {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.stream(simulator, Feed.IEX);

            CompletableFuture<SubscriptionResult> added = stream.subscribe(AAPL);
            assertThat(added).isNotDone();
            result(stream.connect(Subscription.none()));

            assertThat(result(added).granted()).isEqualTo(AAPL);
            assertThat(stream.status().active()).isEqualTo(AAPL);
        }

        @Test
        void removesASymbolOnTheSameConnection(Harness harness) throws InterruptedException {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.live(simulator, AAPL.plus(MSFT));
            Inbox<Quote> quotes = new Inbox<>();
            stream.onQuote(quotes);

            result(stream.unsubscribe(MSFT));
            simulator.publish(quote("MSFT", 1), quote("AAPL", 1));

            assertThat(quotes.next()).isEqualTo(quote("AAPL", 1));
            assertThat(quotes.received()).hasSize(1);
            assertThat(stream.status().active()).isEqualTo(AAPL);
            assertThat(simulator.awaitSession(Feed.IEX, PATIENCE).subscription().requested())
                    .isEqualTo(AAPL);
            assertThat(simulator.ledger().sessions()).hasSize(1);
        }

        @Test
        void removesASymbolWhenNotConnected(Harness harness) {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.stream(simulator, Feed.IEX);
            CompletableFuture<SubscriptionResult> added = stream.subscribe(AAPL.plus(MSFT));

            CompletableFuture<SubscriptionResult> removed = stream.unsubscribe(MSFT);
            assertThat(stream.held()).isEqualTo(AAPL);
            result(stream.connect(Subscription.none()));

            result(removed);
            result(added);
            assertThat(stream.status().active()).isEqualTo(AAPL);
            assertThat(simulator.ledger().sessions().get(0).acknowledgements())
                    .noneMatch(active -> active.covers(Channel.QUOTES, "MSFT"));
        }
    }

    @Nested
    class Reconnection {

        @Test
        void succeedsAndSubscribesAgain(Harness harness) throws InterruptedException {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.live(simulator, AAPL.plus(MSFT));
            Inbox<Quote> quotes = new Inbox<>();
            stream.onQuote(quotes);

            simulator.inject(FaultSpec.of(Fault.DROP)).awaitFired(PATIENCE);
            harness.journal(stream).awaitLive(2);
            simulator.publish(quote("AAPL", 2), quote("MSFT", 2));

            assertThat(quotes.next()).isEqualTo(quote("AAPL", 2));
            assertThat(quotes.next()).isEqualTo(quote("MSFT", 2));
            assertThat(stream.status().active()).isEqualTo(AAPL.plus(MSFT));
            assertThat(simulator.ledger().sessions())
                    .hasSize(2)
                    .extracting(session -> session.active().requested())
                    .containsOnly(AAPL.plus(MSFT));
        }

        @Test
        void delaysGrowExponentially(Harness harness) {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.live(simulator, AAPL);

            simulator.stop();

            failure(stream.ended());
            Duration initial = Harness.QUICK_RECONNECT.initialDelay();
            List<ReconnectScheduled> scheduled = harness.journal(stream).events(ReconnectScheduled.class);
            assertThat(scheduled).extracting(ReconnectScheduled::attempt).containsExactly(1, 2, 3, 4, 5);
            assertThat(scheduled)
                    .extracting(ReconnectScheduled::delay)
                    .containsExactly(
                            initial,
                            initial.multipliedBy(2),
                            initial.multipliedBy(4),
                            initial.multipliedBy(8),
                            initial.multipliedBy(16));
        }

        @Test
        void stopsAfterTheMaximumOfAttempts(Harness harness) {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.live(
                    simulator, AAPL, builder -> builder.reconnect(Harness.QUICK_RECONNECT.withMaxAttempts(3)));

            simulator.stop();

            assertThat(failure(stream.ended()))
                    .isInstanceOfSatisfying(
                            StreamException.GaveUp.class,
                            gaveUp -> assertThat(gaveUp.reason().kind()).isEqualTo(Cause.Kind.ATTEMPTS_EXHAUSTED))
                    .hasMessageContaining("3 attempts");
            assertThat(stream.status().state()).isEqualTo(StreamState.FAILED);
            assertThat(stream.statistics().attempts())
                    .as("the good one and three more")
                    .isEqualTo(4);
        }

        @Test
        void neverWaitsLongerThanTheMaximum(Harness harness) {
            AlpacaSimulator simulator = harness.simulator();
            Duration maximum = Duration.ofMillis(50);
            MarketDataStream stream = harness.live(
                    simulator,
                    AAPL,
                    builder -> builder.reconnect(Harness.QUICK_RECONNECT
                            .withDelays(Duration.ofMillis(20), maximum)
                            .withMaxAttempts(8)
                            .withJitter(0.5)));

            simulator.stop();

            failure(stream.ended());
            assertThat(harness.journal(stream).events(ReconnectScheduled.class))
                    .hasSize(8)
                    .allSatisfy(scheduled -> assertThat(scheduled.delay()).isLessThanOrEqualTo(maximum));
        }
    }

    @Nested
    class ThreadSafety {

        private static final int THREADS = 4;

        @Test
        void theCacheIsReadAndUpdatedConcurrently(Harness harness) throws Exception {
            AlpacaSimulator simulator = harness.simulator(builder -> builder.market(MarketSource.seeded(7)
                    .symbols("AAPL")
                    .messagesPerSecond(1_000)
                    .length(Duration.ofSeconds(10))
                    .pace(Pace.MAX)));
            MarketDataStream stream = harness.stream(simulator, Feed.IEX);
            AtomicReference<Quote> last = new AtomicReference<>();
            stream.onQuote("AAPL", last::set);
            AtomicBoolean over = new AtomicBoolean();
            ExecutorService readers = Executors.newFixedThreadPool(THREADS);
            try {
                List<Future<Long>> reading = new ArrayList<>();
                for (int reader = 0; reader < THREADS; reader++) {
                    reading.add(readers.submit(() -> readQuotes(stream.latest(), over)));
                }
                result(stream.connect(AAPL));
                result(simulator.finished());
                long sent = simulator.ledger().sessions().get(0).eventsSent();
                Awaitility.await().until(() -> stream.statistics().delivered() == sent);
                over.set(true);
                assertThat(sent).isGreaterThan(5_000);
                for (Future<Long> reader : reading) {
                    assertThat(result(reader)).isPositive();
                }
            } finally {
                over.set(true);
                readers.shutdown();
            }
            assertThat(stream.latest().quote("AAPL")).contains(last.get());
        }

        /** Returns how often it has read a quote; each was whole, and none older than the one before. */
        private long readQuotes(LatestValues latest, AtomicBoolean over) {
            long reads = 0;
            long newest = Long.MIN_VALUE;
            while (!over.get()) {
                Quote quote = latest.quote("AAPL").orElse(null);
                if (quote != null) {
                    assertThat(quote.timestampNanos()).isGreaterThanOrEqualTo(newest);
                    newest = quote.timestampNanos();
                    reads++;
                }
                Thread.onSpinWait();
            }
            return reads;
        }

        @Test
        void connectsAndDisconnectsConcurrently(Harness harness) throws Exception {
            AlpacaSimulator simulator = harness.simulator();
            ExecutorService users = Executors.newFixedThreadPool(THREADS);
            try {
                for (int round = 0; round < 10; round++) {
                    connectAndDisconnect(harness.stream(simulator, Feed.IEX), users);
                }
            } finally {
                users.shutdownNow();
            }
            simulator.awaitNoSessions(PATIENCE);
        }

        private void connectAndDisconnect(MarketDataStream stream, ExecutorService users) throws Exception {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<?>> uses = new ArrayList<>();
            for (int user = 0; user < THREADS; user++) {
                boolean connects = user % 2 == 0;
                uses.add(users.submit(() -> {
                    start.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                    if (connects) {
                        connectUnlessEnded(stream);
                    } else {
                        stream.close();
                    }
                    return null;
                }));
            }
            for (Future<?> use : uses) {
                result(use);
            }
            assertThat(stream.status().state()).isEqualTo(StreamState.CLOSED);
            assertThat(stream.statistics().attempts()).isLessThanOrEqualTo(1);
        }

        private void connectUnlessEnded(MarketDataStream stream) {
            try {
                assertThat(failure(stream.connect(AAPL))).isInstanceOf(StreamException.Closed.class);
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("ended");
            }
        }
    }

    @Nested
    class Heartbeat {

        private static final int PONG_BYTES = 2;

        private static final dev.chasqui.stream.options.Heartbeat QUICK =
                new dev.chasqui.stream.options.Heartbeat(Duration.ofMillis(50), Duration.ofMillis(500));

        @Test
        void runsWhileConnectedAndFindsADeadLink(Harness harness) {
            AlpacaSimulator simulator = harness.simulator(
                    builder -> builder.pingInterval(Duration.ofMillis(200)).pongTimeout(Duration.ofMillis(200)));
            MarketDataStream stream = harness.live(simulator, AAPL, builder -> builder.heartbeat(QUICK));

            simulator.inject(FaultSpec.of(Fault.HALF_OPEN)).awaitFired(PATIENCE);

            StateChanged lost = harness.journal(stream).awaitState(StreamState.WAITING);
            assertThat(lost.from()).isEqualTo(StreamState.LIVE);
            assertThat(lost.cause().kind()).isEqualTo(Cause.Kind.HEARTBEAT);
            harness.journal(stream)
                    .await(
                            StateChanged.class,
                            step -> step.to() == StreamState.LIVE
                                    && step.origin().epoch() > 1);
            assertThat(stream.status().active()).isEqualTo(AAPL);
        }

        @Test
        void stopsCleanlyOnDisconnection(Harness harness) {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.live(simulator, AAPL, builder -> builder.heartbeat(QUICK));
            long bytesBefore = stream.statistics().wireBytes();
            Awaitility.await("answers to pings")
                    .until(() -> stream.statistics().wireBytes() >= bytesBefore + 2 * PONG_BYTES);
            assertThat(stream.status().epoch())
                    .as("a quiet link is not a dead one")
                    .isEqualTo(1);

            simulator.inject(FaultSpec.of(Fault.HALF_OPEN)).awaitFired(PATIENCE);
            assertThatNoException().isThrownBy(stream::close);

            assertThat(harness.journal(stream).events(ReconnectScheduled.class)).isEmpty();
            assertThat(stream.statistics().attempts()).isEqualTo(1);
            assertThat(simulator.ledger().sessions())
                    .extracting(SessionRecord::id)
                    .containsExactly(1L);
        }
    }
}
