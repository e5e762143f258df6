package dev.chasqui.acceptance;

import static dev.chasqui.acceptance.Harness.failure;
import static dev.chasqui.acceptance.Harness.result;
import static dev.chasqui.acceptance.Journal.PATIENCE;
import static dev.chasqui.acceptance.Messages.bar;
import static dev.chasqui.acceptance.Messages.quote;
import static dev.chasqui.acceptance.Messages.trade;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Subscription;
import dev.chasqui.simulator.AlpacaSimulator;
import dev.chasqui.simulator.Fault;
import dev.chasqui.simulator.FaultSpec;
import dev.chasqui.simulator.FaultStage;
import dev.chasqui.simulator.SessionRecord;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.StreamException;
import dev.chasqui.stream.StreamStatistics;
import dev.chasqui.stream.SubscriptionResult;
import dev.chasqui.stream.event.StreamEvent.HandlerFailed;
import dev.chasqui.stream.event.StreamEvent.ReconnectScheduled;
import dev.chasqui.stream.event.StreamState;
import dev.chasqui.stream.options.Heartbeat;
import dev.chasqui.stream.options.ReconnectPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was promised beside the first seven groups: defaults, freshness, use at the wrong moment, and the wishes for later. */
@ExtendWith(InvariantsExtension.class)
class FurtherPromisesTest {

    private static final Subscription AAPL = Subscription.of("AAPL");
    private static final Subscription MSFT = Subscription.of("MSFT");

    @Nested
    class ReconnectionInDetail {

        @Test
        void theDefaultsAreOneSecondDoublingToSixtyAndFiveAttempts() {
            ReconnectPolicy policy = ReconnectPolicy.defaults();

            assertThat(IntStream.rangeClosed(1, 8).mapToObj(policy::schedule))
                    .extracting(Duration::toSeconds)
                    .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
            assertThat(policy.allows(5)).isTrue();
            assertThat(policy.allows(6)).isFalse();
        }

        @Test
        void whatIsChangedWhileAwayIsAskedForAfterwards(Harness harness) {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.live(simulator, AAPL);

            simulator.stop();
            harness.journal(stream).awaitState(StreamState.WAITING);
            CompletableFuture<SubscriptionResult> added = stream.subscribe(MSFT);
            CompletableFuture<SubscriptionResult> removed = stream.unsubscribe(AAPL);
            simulator.start();

            assertThat(result(added).granted()).isEqualTo(MSFT);
            result(removed);
            assertThat(stream.status().active()).isEqualTo(MSFT);
            assertThat(simulator.awaitSession(Feed.IEX, PATIENCE).subscription().requested())
                    .isEqualTo(MSFT);
        }

        @Test
        void aServerThatAlwaysCutsOffAfterTheLoginIsGivenUp(Harness harness) {
            AlpacaSimulator simulator = harness.simulator(builder -> builder.fault(
                    FaultSpec.of(Fault.DROP).at(FaultStage.SUBSCRIBE).always()));
            MarketDataStream stream = harness.stream(
                    simulator,
                    Feed.IEX,
                    builder -> builder.reconnect(Harness.QUICK_RECONNECT.withStableAfter(Duration.ofSeconds(30))));

            stream.connect(AAPL);

            assertThat(failure(stream.ended())).isInstanceOf(StreamException.GaveUp.class);
            assertThat(stream.statistics().attempts()).isEqualTo(1 + ReconnectPolicy.DEFAULT_MAX_ATTEMPTS);
        }

        @Test
        void attemptsAreCountedAnewAfterAConnectionThatProvedGood(Harness harness) throws InterruptedException {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.live(
                    simulator,
                    AAPL,
                    builder -> builder.reconnect(
                            Harness.QUICK_RECONNECT.withMaxAttempts(1).withStableAfter(Duration.ZERO)));
            Inbox<Quote> quotes = new Inbox<>();
            stream.onQuote(quotes);

            for (int drops = 1; drops <= 3; drops++) {
                simulator.inject(FaultSpec.of(Fault.DROP)).awaitFired(PATIENCE);
                harness.journal(stream).awaitLive(1 + drops);
                simulator.publish(quote("AAPL", drops));
                assertThat(quotes.next()).isEqualTo(quote("AAPL", drops));
            }

            assertThat(harness.journal(stream).events(ReconnectScheduled.class))
                    .extracting(ReconnectScheduled::attempt)
                    .containsExactly(1, 1, 1);
        }
    }

    @Nested
    class HeartbeatInDetail {

        private static final int PONG_BYTES = 2;

        @Test
        void theDefaultIsAPingAfterThirtySecondsOfSilence() {
            assertThat(Heartbeat.defaults().interval()).hasSeconds(30);
        }

        @Test
        void aFeedWithoutDataWhosePingsAreAnsweredIsAlive(Harness harness) {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.live(
                    simulator,
                    AAPL,
                    builder -> builder.heartbeat(new Heartbeat(Duration.ofMillis(20), Duration.ofMillis(500))));

            simulator.inject(FaultSpec.of(Fault.MUTE)).awaitFired(PATIENCE);
            long before = stream.statistics().wireBytes();
            Awaitility.await("answers to pings")
                    .until(() -> stream.statistics().wireBytes() >= before + 3 * PONG_BYTES);

            assertThat(stream.status().state()).isEqualTo(StreamState.LIVE);
            assertThat(stream.status().epoch()).isEqualTo(1);
        }
    }

    @Nested
    class Freshness {

        @Test
        void aQuoteIsFreshForItsTimeToLiveAndKnownForEver(Harness harness) throws InterruptedException {
            Duration timeToLive = Duration.ofMillis(300);
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.live(simulator, AAPL, builder -> builder.latestTimeToLive(timeToLive));
            CompletableFuture<Boolean> freshWhenCalled = new CompletableFuture<>();
            stream.onQuote(quote ->
                    freshWhenCalled.complete(stream.latest().quote("AAPL").isPresent()));

            simulator.publish(quote("AAPL", 1), trade("AAPL", 1), bar("AAPL", 1));
            harness.journal(stream).awaitDelivered(3);
            assertThat(result(freshWhenCalled)).isTrue();
            Awaitility.await().until(() -> stream.latest().quote("AAPL").isEmpty());

            assertThat(stream.latest().lastQuote("AAPL")).hasValueSatisfying(last -> {
                assertThat(last.value()).isEqualTo(quote("AAPL", 1));
                assertThat(last.age()).isGreaterThan(timeToLive);
            });
            Awaitility.await().until(() -> stream.latest().bar("AAPL").isEmpty());
            assertThat(stream.latest().trade("AAPL")).isEmpty();
            assertThat(stream.latest().lastTrade("AAPL")).isPresent();
            assertThat(stream.latest().lastBar("AAPL")).isPresent();
        }

        @Test
        void anOlderQuoteDoesNotReplaceANewerOne(Harness harness) {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.live(simulator, AAPL);

            simulator.publish(quote("AAPL", 2), quote("AAPL", 1));
            harness.journal(stream).awaitDelivered(2);

            assertThat(stream.latest().quote("AAPL")).contains(quote("AAPL", 2));
        }
    }

    @Nested
    class WrongMoments {

        @Test
        void anythingAfterTheEndSaysToMakeANewOne(Harness harness) {
            MarketDataStream stream = harness.live(harness.simulator(), AAPL);

            stream.close();

            assertThatIllegalStateException()
                    .isThrownBy(() -> stream.subscribe(MSFT))
                    .withMessageContaining("make a new one");
            assertThatIllegalStateException().isThrownBy(() -> stream.unsubscribe(AAPL));
            stream.removeHandlers("AAPL");
            stream.onQuote(quote -> {}).remove();
            stream.close();
        }

        @Test
        void closingDuringEachStepEndsItThere(Harness harness) {
            AlpacaSimulator simulator = harness.simulator(
                    builder -> builder.fault(FaultSpec.of(Fault.NO_WELCOME).always()));
            MarketDataStream stream = harness.stream(simulator, Feed.IEX);
            CompletableFuture<SubscriptionResult> connected = stream.connect(AAPL);
            harness.journal(stream).awaitState(StreamState.AUTHENTICATING);

            stream.close();

            assertThat(failure(connected)).isInstanceOf(StreamException.Closed.class);
            assertThat(stream.status().state()).isEqualTo(StreamState.CLOSED);
        }

        @Test
        void closingWhileWaitingToConnectAgainDialsNoMore(Harness harness) {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.live(simulator, AAPL);
            simulator.stop();
            harness.journal(stream).awaitState(StreamState.WAITING);

            stream.close();

            assertThat(stream.status().state()).isEqualTo(StreamState.CLOSED);
            assertThat(stream.ended()).isCompletedWithValue(null);
        }

        @Test
        void waitingInsideAHandlerFailsAtOnceInsteadOfForEver(Harness harness) {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.live(simulator, AAPL);
            CompletableFuture<SubscriptionResult> asked = new CompletableFuture<>();
            stream.onQuote(quote -> {
                stream.subscribe(MSFT).thenAccept(asked::complete);
                // A future that cannot be complete yet, however fast the server answers.
                stream.ended().join();
            });

            simulator.publish(quote("AAPL", 1));

            assertThat(harness.journal(stream).await(HandlerFailed.class).failure())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("must not wait");
            assertThat(result(asked).granted()).isEqualTo(MSFT);
        }

        @Test
        void closingInsideAHandlerReturnsAtOnceAndNoHandlerIsCalledAnyMore(Harness harness) {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.live(simulator, AAPL);
            Inbox<Quote> closing = new Inbox<>();
            stream.onQuote(quote -> {
                closing.accept(quote);
                stream.close();
            });

            simulator.publish(quote("AAPL", 1), quote("AAPL", 2));

            result(stream.ended());
            assertThat(closing.received()).containsExactly(quote("AAPL", 1));
            assertThat(harness.journal(stream).delivered()).isEmpty();
        }

        @Test
        void aChannelThatTheFeedDoesNotOfferIsRefusedByName(Harness harness) {
            MarketDataStream stream = harness.live(harness.simulator(), AAPL);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> stream.subscribe(Subscription.of(Channel.ORDER_BOOKS, "AAPL")))
                    .withMessageContaining("orderbooks");
            assertThat(stream.status().state()).isEqualTo(StreamState.LIVE);
        }

        @Test
        void aMessageThatCannotBeReadCostsNoOther(Harness harness) throws InterruptedException {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.live(simulator, AAPL);
            Inbox<Quote> quotes = new Inbox<>();
            stream.onQuote(quotes);

            simulator.inject(FaultSpec.of(Fault.MALFORMED_ELEMENT));
            simulator.publish(quote("AAPL", 1));
            simulator.inject(FaultSpec.of(Fault.MALFORMED_FRAME));
            simulator.publish(quote("AAPL", 2));

            assertThat(quotes.next()).isEqualTo(quote("AAPL", 1));
            assertThat(quotes.next()).isEqualTo(quote("AAPL", 2));
            assertThat(stream.statistics().undecodable()).isEqualTo(2);
            assertThat(stream.status().epoch()).isEqualTo(1);
        }
    }

    @Nested
    class Wishes {

        @ParameterizedTest
        @EnumSource(
                value = Channel.class,
                names = {"QUOTES", "TRADES", "BARS"})
        void onlyOneChannelOfASymbol(Channel channel, Harness harness) {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.live(simulator, Subscription.of(channel, "AAPL"));

            for (int number = 1; number <= 3; number++) {
                simulator.publish(quote("AAPL", number), trade("AAPL", number), bar("AAPL", number));
            }

            harness.journal(stream).awaitDelivered(3);
            assertThat(harness.journal(stream).delivered())
                    .hasSize(3)
                    .extracting(MarketEvent::channel)
                    .containsOnly(channel);
            assertThat(stream.status().active()).isEqualTo(Subscription.of(channel, "AAPL"));
        }

        @Test
        void compressionSavesBytesAndChangesNothing(Harness harness) {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.live(simulator, AAPL, builder -> builder.compression(true));
            List<MarketEvent> sent = manyQuotes(500);

            simulator.publish(sent);

            harness.journal(stream).awaitDelivered(sent.size());
            assertThat(harness.journal(stream).delivered()).isEqualTo(sent);
            assertThat(onlySession(simulator).compressed()).isTrue();
            assertThat(stream.statistics().compressionRatio()).isGreaterThan(3);
        }

        @Test
        void compressionThatTheServerDeclinesIsDoneWithout(Harness harness) {
            AlpacaSimulator simulator = harness.simulator(builder -> builder.compression(false));
            MarketDataStream stream = harness.live(simulator, AAPL, builder -> builder.compression(true));

            simulator.publish(quote("AAPL", 1));

            harness.journal(stream).awaitDelivered(1);
            assertThat(onlySession(simulator).compressed()).isFalse();
        }

        @Test
        void whatHadArrivedIsDeliveredThoughTheConnectionIsLost(Harness harness) throws InterruptedException {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.live(simulator, AAPL);
            List<MarketEvent> sent = manyQuotes(100);
            CountDownLatch release = new CountDownLatch(1);
            stream.onQuote(quote -> awaitReleased(release));
            try {
                simulator.publish(sent);
                Awaitility.await().until(() -> stream.statistics().received() == sent.size());
                simulator.inject(FaultSpec.of(Fault.DROP)).awaitFired(PATIENCE);
                harness.journal(stream).awaitLive(2);
                assertThat(stream.statistics().delivered()).isZero();
            } finally {
                release.countDown();
            }

            harness.journal(stream).awaitDelivered(sent.size());
            assertThat(harness.journal(stream).delivered()).isEqualTo(sent);
        }

        @Test
        void whatHappenedIsCounted(Harness harness) {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.live(simulator, AAPL);
            stream.onTrade(trade -> {
                throw new IllegalStateException("on purpose");
            });

            simulator.publish(quote("AAPL", 1), trade("AAPL", 1));
            simulator.inject(FaultSpec.of(Fault.UNKNOWN_TYPE));
            simulator.publish(bar("AAPL", 1));
            harness.journal(stream).awaitDelivered(3);
            Awaitility.await().until(() -> stream.statistics().delivered() == 3);

            StreamStatistics counts = stream.statistics();
            assertThat(counts.received()).isEqualTo(3);
            assertThat(counts.unknown()).isEqualTo(1);
            assertThat(counts.handlerFailures()).isEqualTo(1);
            assertThat(counts.connections()).isEqualTo(1);
            assertThat(counts.attempts()).isEqualTo(1);
            assertThat(counts.messageBytes()).isPositive();
            assertThat(counts.wireBytes()).isGreaterThan(counts.messageBytes());
        }

        @Test
        void severalStreamsRunSideBySide(Harness harness) {
            AlpacaSimulator simulator = harness.simulator();
            List<MarketDataStream> streams = new ArrayList<>();
            for (int number = 1; number <= 4; number++) {
                streams.add(harness.live(simulator, AAPL));
            }

            simulator.publish(manyQuotes(50));

            for (MarketDataStream stream : streams) {
                harness.journal(stream).awaitDelivered(50);
                assertThat(harness.journal(stream).delivered()).isEqualTo(manyQuotes(50));
            }
            assertThat(simulator.sessions()).hasSize(4);
        }

        private static List<MarketEvent> manyQuotes(int count) {
            return IntStream.rangeClosed(1, count)
                    .mapToObj(number -> (MarketEvent) quote("AAPL", number))
                    .toList();
        }

        private static SessionRecord onlySession(AlpacaSimulator simulator) {
            assertThat(simulator.ledger().sessions()).hasSize(1);
            return simulator.ledger().sessions().get(0);
        }

        private static void awaitReleased(CountDownLatch release) {
            try {
                assertThat(release.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Nested
    class Metrics {

        @Test
        void messagesAreCountedByChannel(Harness harness) {
            AlpacaSimulator simulator = harness.simulator();
            MarketDataStream stream = harness.live(simulator, AAPL);

            simulator.publish(Messages.quote("AAPL", 1), Messages.quote("AAPL", 2), Messages.trade("AAPL", 3));
            harness.journal(stream).awaitDelivered(3);

            assertThat(stream.statistics().receivedByChannel())
                    .containsOnly(Map.entry(Channel.QUOTES, 2L), Map.entry(Channel.TRADES, 1L));
        }
    }
}
