package dev.chasqui.acceptance.checklist;

import static dev.chasqui.acceptance.checklist.Checklist.LIMIT;
import static dev.chasqui.acceptance.checklist.Checklist.failure;
import static dev.chasqui.acceptance.checklist.Checklist.get;
import static dev.chasqui.acceptance.checklist.Checklist.stream;
import static dev.chasqui.acceptance.checklist.Checklist.trade;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.acceptance.Harness;
import dev.chasqui.acceptance.InvariantsExtension;
import dev.chasqui.acceptance.Journal;
import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.Subscription;
import dev.chasqui.simulator.AlpacaSimulator;
import dev.chasqui.simulator.Fault;
import dev.chasqui.simulator.FaultSpec;
import dev.chasqui.simulator.FaultStage;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.StreamException;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamState;
import dev.chasqui.stream.options.Heartbeat;
import dev.chasqui.stream.options.ReconnectPolicy;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Items 37 to 41 and 44 to 46 of the checklist: losing a connection, noticing it, and coming back. */
@ExtendWith(InvariantsExtension.class)
final class LivenessChecklistTest {

    private static final Subscription AAPL = Subscription.trades("AAPL");
    private static final Duration SHORT = Duration.ofMillis(100);

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static URI nobodyListens() throws IOException {
        return URI.create("ws://127.0.0.1:" + freePort());
    }

    // 37
    @ParameterizedTest
    @CsvSource({"close, CLOSED_BY_SERVER", "drop, CONNECTION_LOST", "drop-in-frame, CONNECTION_LOST"})
    void aLostConnectionIsToldWithItsCauseAndTriedAgain(String fault, Cause.Kind kind, Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(simulator, Feed.IEX);
        get(stream.connect(AAPL));
        simulator.inject(FaultSpec.parse(fault));
        Journal journal = harness.journal(stream);
        journal.awaitLive(2);
        StreamEvent.StateChanged left = journal.awaitState(StreamState.WAITING);
        assertThat(left.from()).isEqualTo(StreamState.LIVE);
        assertThat(left.cause().kind()).isEqualTo(kind);
        assertThat(journal.events(StreamEvent.ReconnectScheduled.class))
                .extracting(StreamEvent.ReconnectScheduled::attempt)
                .containsExactly(1);
    }

    // 37
    @Test
    void aServerThatRefusesConnectionsIsTriedAgain(Harness harness) throws IOException {
        MarketDataStream stream = stream(harness, nobodyListens(), builder -> {});
        stream.connect(AAPL);
        assertThat(harness.journal(stream)
                        .await(StreamEvent.ReconnectScheduled.class)
                        .cause()
                        .kind())
                .isEqualTo(Cause.Kind.CONNECTION_REFUSED);
    }

    // 37: a label of more than 63 characters cannot be a name, so no name server is asked.
    @Test
    void aNameThatCannotBeResolvedIsTriedAgain(Harness harness) {
        URI unknown = URI.create("ws://" + "a".repeat(64) + ".invalid");
        MarketDataStream stream = stream(harness, unknown, builder -> builder.allowPlaintext());
        stream.connect(AAPL);
        assertThat(harness.journal(stream)
                        .await(StreamEvent.ReconnectScheduled.class, next -> next.attempt() == 2)
                        .cause()
                        .kind())
                .isEqualTo(Cause.Kind.NAME_RESOLUTION);
    }

    // 37
    @Test
    void aServerThatNeverSpokeTlsEndsTheStreamWithAHint(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(
                simulator, Feed.IEX, builder -> builder.uri(URI.create("wss://127.0.0.1:" + simulator.port())));
        StreamException.Refused refused = failure(stream.connect(AAPL), StreamException.Refused.class);
        assertThat(refused.reason().kind()).isEqualTo(Cause.Kind.TLS);
        assertThat(refused).hasMessageContaining("does not speak TLS");
        assertThat(simulator.ledger().sessions()).isEmpty();
    }

    // 38
    @Test
    void delaysAreDoubledCappedSpreadAndTheSameForTheSameSeed() {
        ReconnectPolicy policy = ReconnectPolicy.defaults();
        SplittableRandom one = new SplittableRandom(38);
        SplittableRandom other = new SplittableRandom(38);
        for (int round = 0; round < 200; round++) {
            for (int attempt = 1; attempt <= 40; attempt++) {
                Duration delay = policy.delay(attempt, one);
                assertThat(delay).isEqualTo(policy.delay(attempt, other));
                double exact = Math.min(Math.pow(2, attempt - 1), 60);
                assertThat(delay.toNanos() / 1e9).isBetween(exact * 0.8 - 1e-6, Math.min(exact * 1.2, 60) + 1e-6);
            }
        }
    }

    // 38
    @Test
    void attemptsOfAStreamFollowThePolicy(Harness harness) throws IOException {
        ReconnectPolicy policy = Harness.QUICK_RECONNECT
                .withDelays(Duration.ofMillis(10), Duration.ofMillis(80))
                .withJitter(0.2)
                .withMaxAttempts(6);
        MarketDataStream stream = stream(harness, nobodyListens(), builder -> builder.reconnect(policy));
        assertThat(failure(stream.connect(AAPL), StreamException.GaveUp.class))
                .hasMessageContaining("gave up after 6 attempts");
        List<StreamEvent.ReconnectScheduled> scheduled =
                harness.journal(stream).events(StreamEvent.ReconnectScheduled.class);
        assertThat(scheduled).hasSize(6);
        for (StreamEvent.ReconnectScheduled next : scheduled) {
            double exact = Math.min(10 << (next.attempt() - 1), 80);
            assertThat(next.delay().toNanos() / 1e6).isBetween(exact * 0.8 - 0.001, Math.min(exact * 1.2, 80) + 0.001);
        }
    }

    // 39
    @Test
    void aServerThatAcceptsAndDropsAtOnceIsStillBackedOffFrom(Harness harness) {
        AlpacaSimulator simulator = harness.simulator(builder ->
                builder.fault(FaultSpec.of(Fault.DROP).at(FaultStage.SUBSCRIBE).always()));
        ReconnectPolicy policy =
                Harness.QUICK_RECONNECT.withStableAfter(Duration.ofSeconds(10)).withMaxAttempts(4);
        MarketDataStream stream = harness.stream(simulator, Feed.IEX, builder -> builder.reconnect(policy));
        stream.connect(AAPL);
        failure(stream.ended(), StreamException.GaveUp.class);
        assertThat(harness.journal(stream).events(StreamEvent.ReconnectScheduled.class))
                .extracting(StreamEvent.ReconnectScheduled::delay)
                .containsExactly(
                        Duration.ofMillis(20), Duration.ofMillis(40), Duration.ofMillis(80), Duration.ofMillis(160));
    }

    // 39
    @Test
    void aSessionThatHasProvenGoodSetsTheCountBack(Harness harness) {
        AlpacaSimulator simulator = harness.simulator(builder -> builder.fault(
                FaultSpec.of(Fault.DROP).every(Duration.ofMillis(300)).times(3)));
        MarketDataStream stream = harness.stream(
                simulator,
                Feed.IEX,
                builder -> builder.reconnect(Harness.QUICK_RECONNECT
                        .withStableAfter(Duration.ofMillis(20))
                        .withMaxAttempts(2)));
        get(stream.connect(AAPL));
        harness.journal(stream).awaitLive(4);
        assertThat(harness.journal(stream).events(StreamEvent.ReconnectScheduled.class))
                .extracting(StreamEvent.ReconnectScheduled::attempt)
                .containsExactly(1, 1, 1);
    }

    // 40
    @Test
    void twentyDropsOverALifetimeAreSurvived(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(
                simulator,
                Feed.IEX,
                builder -> builder.reconnect(Harness.QUICK_RECONNECT.withStableAfter(Duration.ZERO)));
        get(stream.connect(AAPL));
        Journal journal = harness.journal(stream);
        for (int drop = 1; drop <= 20; drop++) {
            simulator.inject(FaultSpec.of(Fault.DROP));
            journal.awaitLive(drop + 1);
        }
        simulator.publish(trade("AAPL", 1));
        journal.awaitDelivered(1);
        assertThat(stream.statistics().connections()).isEqualTo(21);
        assertThat(simulator.ledger().sessions()).hasSize(21);
    }

    // 41
    @Test
    void aSilentPeerIsFoundInTimeAndItsSocketIsAbortedWithoutAClose(Harness harness) throws IOException {
        try (ScriptedServer server = new ScriptedServer()) {
            MarketDataStream stream =
                    stream(harness, server.uri(Feed.IEX), builder -> builder.heartbeat(new Heartbeat(SHORT, SHORT)));
            CompletableFuture<?> connected = stream.connect(AAPL);
            ScriptedServer.Peer peer = server.acceptLive();
            get(connected);
            Journal journal = harness.journal(stream);
            StreamEvent.StateChanged lost = journal.awaitState(StreamState.WAITING);
            assertThat(lost.cause().kind()).isEqualTo(Cause.Kind.HEARTBEAT);
            long live = journal.awaitLive(1).origin().monotonicNanos();
            assertThat(Duration.ofNanos(lost.origin().monotonicNanos() - live))
                    .isBetween(SHORT.multipliedBy(2).minusMillis(20), Duration.ofSeconds(2));
            assertThat(peer.socket().read().opcode()).isEqualTo(RawSocket.PING);
            assertThat(peer.socket().awaitEnd()).isEmpty();
        }
    }

    // 41
    @Test
    void aPeerThatAnswersPingsOrSendsAnythingIsNotTakenForDead(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(
                simulator,
                Feed.IEX,
                builder -> builder.heartbeat(new Heartbeat(Duration.ofMillis(20), Duration.ofMillis(500))));
        get(stream.connect(AAPL));
        long before = stream.statistics().wireBytes();
        Awaitility.await().atMost(LIMIT).until(() -> stream.statistics().wireBytes() >= before + 2 * 3);
        assertThat(stream.status().state()).isEqualTo(StreamState.LIVE);
        assertThat(stream.statistics().attempts()).isEqualTo(1);
    }

    // 41
    @Test
    void afterABlackHoleTheStreamWaitsForItsOwnOldSlotAndComesBack(Harness harness) {
        AlpacaSimulator simulator = harness.simulator(
                builder -> builder.pingInterval(Duration.ofMillis(300)).pongTimeout(Duration.ofMillis(300)));
        MarketDataStream stream =
                harness.stream(simulator, Feed.IEX, builder -> builder.heartbeat(new Heartbeat(SHORT, SHORT)));
        get(stream.connect(AAPL));
        simulator.inject(FaultSpec.of(Fault.HALF_OPEN));
        harness.journal(stream)
                .await(
                        StreamEvent.StateChanged.class,
                        step -> step.to() == StreamState.LIVE && step.origin().epoch() > 1);
        simulator.publish(trade("AAPL", 1));
        harness.journal(stream).awaitDelivered(1);
    }

    // 44
    @Test
    void aServerThatIsDownForLongCostsNeitherThreadsNorDescriptors(Harness harness) throws IOException {
        ReconnectPolicy policy = Harness.QUICK_RECONNECT
                .withDelays(Duration.ofMillis(1), Duration.ofMillis(4))
                .forever();
        MarketDataStream stream = stream(harness, nobodyListens(), builder -> builder.reconnect(policy));
        long begin = System.nanoTime();
        stream.connect(AAPL);
        Awaitility.await().atMost(LIMIT).until(() -> stream.statistics().attempts() >= 30);
        int threads = ownThreads();
        int descriptors = descriptors();
        Awaitility.await()
                .atMost(LIMIT.multipliedBy(2))
                .until(() -> stream.statistics().attempts() >= 300);
        assertThat(ownThreads()).isLessThanOrEqualTo(threads + 2);
        assertThat(descriptors()).isLessThanOrEqualTo(descriptors + 5);
        stream.close();
        long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
        assertThat(stream.statistics().attempts()).isLessThanOrEqualTo(4 + millis / 4);
    }

    private static int ownThreads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("chasqui-"))
                .count();
    }

    private static int descriptors() {
        String[] open = new File("/proc/self/fd").list();
        return open == null ? 0 : open.length;
    }

    // 45
    @Test
    void closingWhileAnAttemptIsPendingOpensNoSocketAfterwards(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(
                simulator, Feed.IEX, builder -> builder.reconnect(Harness.QUICK_RECONNECT.withDelays(SHORT, SHORT)));
        get(stream.connect(AAPL));
        simulator.inject(FaultSpec.of(Fault.DROP));
        harness.journal(stream).awaitState(StreamState.WAITING);
        stream.close();
        get(stream.ended());
        Awaitility.await("the thread that would dial is gone")
                .atMost(LIMIT)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("chasqui-io-")));
        assertThat(simulator.ledger().sessions()).hasSize(1);
        assertThat(stream.statistics().attempts()).isEqualTo(1);
        assertThat(stream.status().state()).isEqualTo(StreamState.CLOSED);
    }

    // 46
    @Test
    void aStreamIsLiveAgainOnlyAfterTheSubscriptionsAreAcknowledgedAgain(Harness harness) throws IOException {
        try (ScriptedServer server = new ScriptedServer()) {
            MarketDataStream stream = stream(harness, server);
            CompletableFuture<?> connected = stream.connect(AAPL);
            ScriptedServer.Peer first = server.acceptLive();
            get(connected);
            first.socket().reset();

            ScriptedServer.Peer second = server.acceptSession();
            assertThat(second.readSubscribe()).isEqualTo(AAPL);
            Journal journal = harness.journal(stream);
            journal.await(
                    StreamEvent.StateChanged.class,
                    step -> step.to() == StreamState.SUBSCRIBING
                            && step.origin().epoch() == 2);
            assertThat(second.socket().isSilentFor(SHORT)).isTrue();
            assertThat(stream.status().state()).isEqualTo(StreamState.SUBSCRIBING);
            assertThat(stream.status().active()).isEqualTo(Subscription.none());
            second.acknowledge(AAPL);
            journal.awaitLive(2);
            assertThat(stream.status().active()).isEqualTo(AAPL);
        }
    }

    // 46
    @Test
    void channelsOfEveryKindAreSubscribedAgain(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(simulator, Feed.SIP);
        String[] symbols = IntStream.range(0, 40).mapToObj(i -> "S" + i).toArray(String[]::new);
        Subscription wanted = Subscription.of(
                Feed.SIP.kind().channels().stream()
                        .filter(Channel::isRequestable)
                        .toList(),
                List.of(symbols));
        get(stream.connect(wanted));
        simulator.inject(FaultSpec.of(Fault.DROP));
        harness.journal(stream).awaitLive(2);
        // The server notes what it has acknowledged after it has sent that.
        assertThat(simulator
                        .awaitSubscribed(Feed.SIP, Channel.TRADES, "S39", LIMIT)
                        .subscription()
                        .requested())
                .isEqualTo(wanted);
    }
}
