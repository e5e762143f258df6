package dev.chasqui.acceptance.checklist;

import static dev.chasqui.acceptance.checklist.Checklist.LIMIT;
import static dev.chasqui.acceptance.checklist.Checklist.changesAsked;
import static dev.chasqui.acceptance.checklist.Checklist.failure;
import static dev.chasqui.acceptance.checklist.Checklist.get;
import static dev.chasqui.acceptance.checklist.Checklist.rawClient;
import static dev.chasqui.acceptance.checklist.Checklist.stream;
import static dev.chasqui.acceptance.checklist.Checklist.trade;
import static dev.chasqui.acceptance.checklist.Checklist.tradeText;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.chasqui.simulator.SessionRecord;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.MarketDataStreamBuilder;
import dev.chasqui.stream.StreamException;
import dev.chasqui.stream.SubscriptionResult;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.ErrorClass;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamState;
import dev.chasqui.stream.options.AuthenticationMode;
import dev.chasqui.stream.options.Credentials;
import dev.chasqui.stream.options.Heartbeat;
import dev.chasqui.stream.options.ReconnectPolicy;
import dev.chasqui.wire.ClientRequest;
import dev.chasqui.wire.Encoding;
import dev.chasqui.wire.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Items 1 to 15 of the checklist: greeting, credentials, refusals, giving up, and the end of a stream. */
@ExtendWith(InvariantsExtension.class)
final class HandshakeChecklistTest {

    private static final Subscription AAPL = Subscription.trades("AAPL");
    private static final Duration A_WHILE = Duration.ofMillis(100);
    private static final Duration AT_ONCE = Duration.ofMillis(500);
    private static final String GREETING = "[{\"T\":\"success\",\"msg\":\"connected\"}]";

    // 1
    @Test
    void serverGreetsFirstThenTakesCredentials(Harness harness) throws IOException {
        AlpacaSimulator simulator = harness.simulator();
        try (RawSocket client = rawClient(simulator, Feed.IEX, Encoding.JSON)) {
            assertThat(client.read().text()).isEqualTo(GREETING);
            client.send(
                    RawSocket.TEXT,
                    true,
                    "{\"action\":\"auth\",\"key\":\"k\",\"secret\":\"s\"}".getBytes(StandardCharsets.UTF_8));
            assertThat(client.read().text()).isEqualTo("[{\"T\":\"success\",\"msg\":\"authenticated\"}]");
        }
    }

    // 1
    @Test
    void serverGreetsInMessagePackWhenAskedFor(Harness harness) throws IOException {
        AlpacaSimulator simulator = harness.simulator();
        try (RawSocket client = rawClient(simulator, Feed.IEX, Encoding.MSGPACK)) {
            RawSocket.Frame greeting = client.read();
            assertThat(greeting.opcode()).isEqualTo(RawSocket.BINARY);
            assertThat(greeting.payload())
                    .isEqualTo("\u0091\u0082\u00a1T\u00a7success\u00a3msg\u00a9connected"
                            .getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    // 1
    @Test
    void serverGivesUpOnAClientThatDoesNotAuthenticateInTime(Harness harness) throws IOException {
        AlpacaSimulator simulator = harness.simulator(builder -> builder.authTimeout(A_WHILE));
        try (RawSocket client = rawClient(simulator, Feed.IEX, Encoding.JSON)) {
            client.read();
            assertThat(client.read().text()).isEqualTo("[{\"T\":\"error\",\"code\":404,\"msg\":\"auth timeout\"}]");
            assertThat(client.awaitEnd()).isPresent();
        }
    }

    // 1
    @ParameterizedTest
    @EnumSource(Encoding.class)
    void clientSendsCredentialsAfterTheGreetingOnly(Encoding encoding, Harness harness) throws IOException {
        try (ScriptedServer server = new ScriptedServer()) {
            MarketDataStream stream = stream(
                    harness,
                    server.uri(Feed.IEX),
                    builder -> builder.encoding(encoding).credentials(Credentials.of("key-of-1", "secret-of-1")));
            CompletableFuture<SubscriptionResult> connected = stream.connect(AAPL);
            ScriptedServer.Peer peer = server.accept().upgrade();
            assertThat(peer.socket().isSilentFor(A_WHILE)).isTrue();
            peer.greet();

            RawSocket.Frame credentials = peer.socket().read();
            String wanted = encoding == Encoding.JSON
                    ? "{\"action\":\"auth\",\"key\":\"key-of-1\",\"secret\":\"secret-of-1\"}"
                    : "\u0083\u00a6action\u00a4auth\u00a3key\u00a8key-of-1\u00a6secret\u00absecret-of-1";
            assertThat(credentials.opcode()).isEqualTo(encoding == Encoding.JSON ? RawSocket.TEXT : RawSocket.BINARY);
            assertThat(credentials.payload()).isEqualTo(wanted.getBytes(StandardCharsets.ISO_8859_1));
            peer.authenticated().grant();
            assertThat(get(connected).granted()).isEqualTo(AAPL);
        }
    }

    // 2
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"connected\"",
                "good morning",
                "[{\"T\":\"success\",\"msg\":",
                "[{\"T\":\"t\",\"S\":\"AAPL\",\"i\":1,\"x\":\"V\",\"p\":1,\"s\":1,\"c\":[],\"z\":\"C\",\"t\":\"2026-01-05T14:30:00Z\"}]",
            })
    void whatIsNoGreetingIsAProtocolErrorAndIsTriedAgainMuchLater(String frame, Harness harness) throws IOException {
        try (ScriptedServer server = new ScriptedServer()) {
            MarketDataStream stream = stream(harness, server);
            CompletableFuture<SubscriptionResult> connected = stream.connect(AAPL);
            ScriptedServer.Peer peer = server.accept().upgrade().text(frame);

            peer.socket().awaitEnd();
            StreamEvent.ReconnectScheduled next = harness.journal(stream).await(StreamEvent.ReconnectScheduled.class);
            assertThat(next.cause().kind()).isEqualTo(Cause.Kind.PROTOCOL);
            assertThat(next.cause().text()).contains("does not speak Alpaca's protocol");
            assertThat(next.delay()).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
            assertThat(connected).isNotDone();
        }
    }

    // 2
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"T\":\"success\",\"msg\":\"good morning\"}]",
                "[{\"T\":\"greeting\",\"msg\":\"connected\"}]",
                "[]",
            })
    void aFrameThatIsNotTheGreetingDoesNotCountAsIt(String frame, Harness harness) throws IOException {
        try (ScriptedServer server = new ScriptedServer()) {
            MarketDataStream stream = stream(
                    harness,
                    server.uri(Feed.IEX),
                    builder -> builder.timeouts(Harness.SHORT_TIMEOUTS.withWelcome(A_WHILE)));
            CompletableFuture<SubscriptionResult> connected = stream.connect(AAPL);
            server.accept().upgrade().text(frame).socket().awaitEnd();
            server.acceptLive();
            get(connected);
            assertThat(harness.journal(stream)
                            .await(StreamEvent.ReconnectScheduled.class)
                            .cause()
                            .kind())
                    .isEqualTo(Cause.Kind.WELCOME_TIMEOUT);
        }
    }

    // 2
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"T\":\"success\",\"msg\":\"connected\"},{\"T\":\"banner\",\"text\":\"hello\"}]",
                "[{\"T\":\"banner\"},{\"msg\":\"connected\",\"T\":\"success\"}]",
                "{\"T\":\"success\",\"msg\":\"connected\"}",
            })
    void aGreetingAmongOtherElementsIsAGreeting(String frame, Harness harness) throws IOException {
        try (ScriptedServer server = new ScriptedServer()) {
            CompletableFuture<SubscriptionResult> connected =
                    stream(harness, server).connect(AAPL);
            ScriptedServer.Peer peer = server.accept().upgrade().text(frame);
            peer.readAuthentication();
            peer.authenticated().grant();
            get(connected);
        }
    }

    // 3
    @Test
    void nothingIsSentWhileTheHandshakeIsUnanswered(Harness harness) throws IOException {
        try (ScriptedServer server = new ScriptedServer()) {
            MarketDataStream stream = stream(
                    harness,
                    server.uri(Feed.IEX),
                    builder -> builder.timeouts(Harness.SHORT_TIMEOUTS.withUpgrade(A_WHILE))
                            .heartbeat(new Heartbeat(Duration.ofMillis(10), Duration.ofMillis(10))));
            stream.connect(AAPL);
            ScriptedServer.Peer peer = server.accept();
            assertThat(peer.socket().readHead()).startsWith("GET /v2/iex HTTP/1.1\r\n");
            assertThat(peer.socket().readToEnd()).isEmpty();
            assertThat(harness.journal(stream)
                            .await(StreamEvent.ReconnectScheduled.class)
                            .cause()
                            .kind())
                    .isEqualTo(Cause.Kind.UPGRADE_TIMEOUT);
        }
    }

    // 3
    @Test
    void noCredentialsAreSentWhileTheGreetingIsAwaited(Harness harness) throws IOException {
        try (ScriptedServer server = new ScriptedServer()) {
            MarketDataStream stream = stream(
                    harness,
                    server.uri(Feed.IEX),
                    builder -> builder.timeouts(Harness.SHORT_TIMEOUTS.withWelcome(A_WHILE)));
            stream.connect(AAPL);
            assertThat(server.accept().upgrade().socket().readToEnd()).isEmpty();
            assertThat(harness.journal(stream)
                            .await(StreamEvent.ReconnectScheduled.class)
                            .cause()
                            .kind())
                    .isEqualTo(Cause.Kind.WELCOME_TIMEOUT);
        }
    }

    // 3
    @Test
    void aLateGreetingIsAnswered(Harness harness) {
        AlpacaSimulator simulator = harness.simulator(
                builder -> builder.fault(FaultSpec.of(Fault.LATE_WELCOME).delay(A_WHILE)));
        MarketDataStream stream = harness.stream(simulator, Feed.IEX);
        get(stream.connect(AAPL));
        assertThat(stream.statistics().attempts()).isEqualTo(1);
    }

    // 3
    @Test
    void connectTimesOutWhenTheServerTakesNoConnection(Harness harness) throws IOException {
        List<SocketChannel> fillers = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), full.getLocalPort());
            for (int i = 0; i < 4; i++) {
                SocketChannel filler = SocketChannel.open();
                filler.configureBlocking(false);
                filler.connect(address);
                fillers.add(filler);
            }
            MarketDataStream stream = stream(
                    harness,
                    URI.create("ws://127.0.0.1:" + full.getLocalPort()),
                    builder -> builder.timeouts(Harness.SHORT_TIMEOUTS.withConnect(A_WHILE)));
            stream.connect(AAPL);
            assertThat(harness.journal(stream)
                            .await(StreamEvent.ReconnectScheduled.class)
                            .cause()
                            .kind())
                    .isEqualTo(Cause.Kind.CONNECT_TIMEOUT);
            stream.close();
        } finally {
            for (SocketChannel filler : fillers) {
                filler.close();
            }
        }
    }

    // 4
    @Test
    void connectCompletesWithTheFirstAcknowledgementOnly(Harness harness) throws IOException {
        try (ScriptedServer server = new ScriptedServer()) {
            MarketDataStream stream = stream(harness, server);
            CompletableFuture<SubscriptionResult> connected = stream.connect(AAPL);
            ScriptedServer.Peer peer = server.acceptSession();
            Subscription asked = peer.readSubscribe();
            assertThat(asked).isEqualTo(AAPL);
            harness.journal(stream).awaitState(StreamState.SUBSCRIBING);
            assertThat(connected).isNotDone();

            peer.acknowledge(asked);
            assertThat(get(connected))
                    .isEqualTo(new SubscriptionResult(AAPL, AAPL, Subscription.none(), Subscription.none()));
            assertThat(stream.status().state()).isEqualTo(StreamState.LIVE);
        }
    }

    // 5
    @Test
    void wrongCredentialsEndTheStreamAfterOneAttempt(Harness harness) {
        AlpacaSimulator simulator = harness.simulator(builder -> builder.accept("another key", "another secret"));
        MarketDataStream stream = harness.stream(simulator, Feed.IEX);
        StreamException.Refused refused = failure(stream.connect(AAPL), StreamException.Refused.class);
        assertThat(refused.reason().kind()).isEqualTo(Cause.Kind.SERVER_ERROR);
        assertThat(refused.reason().code()).isEqualTo(402);
        assertThat(refused).hasMessageContaining("auth failed").hasMessageContaining("check key and secret");

        assertThat(failure(stream.ended(), StreamException.Refused.class)).isSameAs(refused);
        simulator.awaitNoSessions(LIMIT);
        assertThat(stream.status().state()).isEqualTo(StreamState.FAILED);
        assertThat(simulator.ledger().sessions()).hasSize(1);
        assertThat(simulator.ledger().sessions().get(0).requests()).hasSize(1);
        assertThat(harness.journal(stream).events(StreamEvent.ReconnectScheduled.class))
                .isEmpty();
    }

    // 6
    @ParameterizedTest
    @ValueSource(ints = {408, 409, 411})
    void whatThePlanDoesNotAllowEndsTheStreamAfterOneAttempt(int code, Harness harness) {
        AlpacaSimulator simulator = harness.simulator(
                builder -> builder.fault(FaultSpec.of(Fault.ERROR).code(code).always()));
        MarketDataStream stream = harness.stream(simulator, Feed.SIP);
        StreamException.Refused refused = failure(stream.connect(AAPL), StreamException.Refused.class);
        assertThat(refused.reason().code()).isEqualTo(code);
        assertThat(harness.journal(stream).await(StreamEvent.ServerError.class).errorClass())
                .isEqualTo(ErrorClass.FATAL);
        assertThat(stream.statistics().attempts()).isEqualTo(1);
        assertThat(simulator.ledger().sessions()).hasSize(1);
    }

    // 6
    @Test
    void aFeedOutsideThePlanIsRefusedWithAHint(Harness harness) {
        AlpacaSimulator simulator = harness.simulator(builder -> builder.acceptedFeeds(Feed.IEX));
        assertThat(failure(harness.stream(simulator, Feed.SIP).connect(AAPL), StreamException.Refused.class))
                .hasMessageContaining("409")
                .hasMessageContaining("the plan does not include this feed");
    }

    // 6
    @Test
    void aChannelRefusedOnConnectingFailsConnectAndLeavesTheStreamLive(Harness harness) {
        AlpacaSimulator simulator = harness.simulator(
                builder -> builder.fault(FaultSpec.of(Fault.ERROR).code(410).at(FaultStage.SUBSCRIBE)));
        MarketDataStream stream = harness.stream(simulator, Feed.IEX);
        StreamException.RequestFailed refused = failure(stream.connect(AAPL), StreamException.RequestFailed.class);
        assertThat(refused.reason().code()).isEqualTo(410);
        assertThat(refused.result().refused()).isEqualTo(AAPL);
        assertThat(stream.status().state()).isEqualTo(StreamState.LIVE);
        assertThat(stream.status().desired()).isEqualTo(Subscription.none());
    }

    // 6
    @Test
    void aChannelRefusedLaterFailsThatRequestOnly(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(simulator, Feed.IEX);
        get(stream.connect(AAPL));
        simulator.inject(FaultSpec.of(Fault.ERROR).code(410).at(FaultStage.SUBSCRIBE));
        assertThat(failure(stream.subscribe(Subscription.bars("AAPL")), StreamException.RequestFailed.class)
                        .reason()
                        .code())
                .isEqualTo(410);
        simulator.publish(trade("AAPL", 1));
        harness.journal(stream).awaitDelivered(1);
        assertThat(stream.statistics().attempts()).isEqualTo(1);
    }

    // 7
    @Test
    void anAuthenticationTimeoutOfTheServerIsTriedAgain(Harness harness) {
        AlpacaSimulator simulator = harness.simulator(
                builder -> builder.fault(FaultSpec.of(Fault.ERROR).code(404).times(2)));
        MarketDataStream stream = harness.stream(simulator, Feed.IEX);
        get(stream.connect(AAPL));
        assertThat(stream.statistics().attempts()).isEqualTo(3);
        assertThat(harness.journal(stream)
                        .await(StreamEvent.ReconnectScheduled.class)
                        .cause()
                        .code())
                .isEqualTo(404);
    }

    // 7
    @Test
    void aSessionThatTheServerForgotIsAuthenticatedAgainOnTheSameSocket(Harness harness) throws IOException {
        try (ScriptedServer server = new ScriptedServer()) {
            MarketDataStream stream = stream(harness, server);
            CompletableFuture<SubscriptionResult> connected = stream.connect(AAPL);
            ScriptedServer.Peer peer = server.acceptLive();
            get(connected);
            peer.say(ErrorCode.NOT_AUTHENTICATED.toMessage());
            peer.readAuthentication();
            peer.authenticated();
            assertThat(peer.grant()).isEqualTo(AAPL);
            Journal journal = harness.journal(stream);
            journal.await(
                    StreamEvent.StateChanged.class,
                    step -> step.from() == StreamState.LIVE && step.to() == StreamState.AUTHENTICATING);
            peer.text("[" + tradeText("AAPL", 7) + "]");
            journal.awaitDelivered(1);
            assertThat(stream.statistics().attempts()).isEqualTo(1);
        }
    }

    // 7
    @Test
    void alreadyAuthenticatedCountsAsAuthenticated(Harness harness) throws IOException {
        try (ScriptedServer server = new ScriptedServer()) {
            CompletableFuture<SubscriptionResult> connected =
                    stream(harness, server).connect(AAPL);
            ScriptedServer.Peer peer = server.accept().upgrade().greet();
            peer.readAuthentication();
            peer.say(ErrorCode.ALREADY_AUTHENTICATED.toMessage()).grant();
            assertThat(get(connected).isComplete()).isTrue();
        }
    }

    // 8
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aTakenSlotIsAskedForAgainOnTheSameSocket(int refusals, Harness harness) {
        AlpacaSimulator simulator = harness.simulator(
                builder -> builder.fault(FaultSpec.of(Fault.ERROR).code(406).times(refusals)));
        MarketDataStream stream = harness.stream(simulator, Feed.IEX);
        get(stream.connect(AAPL));

        Journal journal = harness.journal(stream);
        journal.awaitState(StreamState.WAITING_FOR_SLOT);
        assertThat(journal.events(StreamEvent.WaitingForSlot.class))
                .extracting(StreamEvent.WaitingForSlot::attempt)
                .startsWith(1)
                .hasSize(refusals);
        assertThat(simulator.ledger().sessions()).hasSize(1);
        assertThat(simulator.ledger().sessions().get(0).requests())
                .map(SessionRecord.Request::request)
                .filteredOn(ClientRequest.Authenticate.class::isInstance)
                .hasSize(refusals + 1);
    }

    // 8
    @Test
    void theSlotIsAwaitedLongerThanAGhostLivesUnlessSetOtherwise() {
        assertThat(ReconnectPolicy.defaults().slotBudget()).isGreaterThan(Duration.ofSeconds(90));
    }

    // 8
    @Test
    void aSlotThatIsNeverFreeEndsTheStreamWhenTheBudgetIsSpent(Harness harness) {
        AlpacaSimulator simulator = harness.simulator(
                builder -> builder.fault(FaultSpec.of(Fault.ERROR).code(406).always()));
        MarketDataStream stream = harness.stream(
                simulator,
                Feed.IEX,
                builder -> builder.reconnect(Harness.QUICK_RECONNECT.withSlotBudget(Duration.ofMillis(200))));
        assertThat(failure(stream.connect(AAPL), StreamException.SlotTaken.class))
                .hasMessageContaining("end the other program");
    }

    // 9
    @Test
    void theSlotOfAGhostIsWonOverSeveralSocketsThatTheServerClosesWith404(Harness harness) {
        AlpacaSimulator simulator = harness.simulator(
                builder -> builder.ghostDuration(Duration.ofMillis(600)).authTimeout(Duration.ofMillis(150)));
        MarketDataStream stream = harness.stream(simulator, Feed.IEX);
        get(stream.connect(AAPL));
        simulator.inject(FaultSpec.of(Fault.GHOST));

        Journal journal = harness.journal(stream);
        journal.await(
                StreamEvent.StateChanged.class,
                step -> step.to() == StreamState.LIVE && step.origin().epoch() > 1);
        simulator.publish(trade("AAPL", 1));
        journal.awaitDelivered(1);
        assertThat(simulator.ledger().sessions())
                .anyMatch(session -> session.closeCause().equals("error 404"))
                .hasSizeGreaterThan(2);
        journal.awaitState(StreamState.WAITING_FOR_SLOT);
    }

    // 9
    @ParameterizedTest
    @ValueSource(strings = {"close", "drop", "404"})
    void theSlotIsWonAfterTheServerEndedTheRefusedSocket(String end, Harness harness) throws IOException {
        try (ScriptedServer server = new ScriptedServer()) {
            CompletableFuture<SubscriptionResult> connected =
                    stream(harness, server).connect(AAPL);
            for (int i = 0; i < 2; i++) {
                ScriptedServer.Peer refused = server.accept().upgrade().greet();
                refused.readAuthentication();
                refused.say(ErrorCode.CONNECTION_LIMIT_EXCEEDED.toMessage());
                refused.readAuthentication();
                switch (end) {
                    case "close" -> refused.socket().send(RawSocket.CLOSE, true, new byte[] {0x03, (byte) 0xe8});
                    case "drop" -> refused.socket().reset();
                    default -> refused.say(ErrorCode.AUTH_TIMEOUT.toMessage());
                }
            }
            server.acceptLive();
            assertThat(get(connected).granted()).isEqualTo(AAPL);
        }
    }

    // 10
    @ParameterizedTest
    @CsvSource({"401,1", "403,1", "404,3"})
    void aRefusedOpeningEndsTheStreamWithAHint(int status, int attempts, Harness harness) {
        AlpacaSimulator simulator = harness.simulator(builder ->
                builder.fault(FaultSpec.of(Fault.REFUSE).status(status).always()));
        MarketDataStream stream = harness.stream(simulator, Feed.IEX);
        StreamException.Refused refused = failure(stream.connect(AAPL), StreamException.Refused.class);
        assertThat(refused.reason().kind()).isEqualTo(Cause.Kind.HTTP_STATUS);
        assertThat(refused.reason().code()).isEqualTo(status);
        assertThat(refused).hasMessageContaining("HTTP " + status).hasMessageContaining("check");
        assertThat(stream.statistics().attempts()).isEqualTo(attempts);
    }

    // 10
    @ParameterizedTest
    @CsvSource({"429,0,10", "429,25,25", "503,12,12"})
    void aBusyServerIsLeftAloneAsLongAsItAsksFor(int status, int retryAfter, int least, Harness harness) {
        FaultSpec refuse = FaultSpec.of(Fault.REFUSE).status(status);
        AlpacaSimulator simulator = harness.simulator(
                builder -> builder.fault(retryAfter == 0 ? refuse : refuse.retryAfter(Duration.ofSeconds(retryAfter))));
        MarketDataStream stream = harness.stream(simulator, Feed.IEX);
        stream.connect(AAPL);
        StreamEvent.ReconnectScheduled next = harness.journal(stream).await(StreamEvent.ReconnectScheduled.class);
        assertThat(next.delay()).isEqualTo(Duration.ofSeconds(least));
        assertThat(next.cause().code()).isEqualTo(status);
    }

    // 10
    @Test
    void aServerInTroubleIsTriedAgainAfterTheUsualDelays(Harness harness) {
        AlpacaSimulator simulator = harness.simulator(
                builder -> builder.fault(FaultSpec.of(Fault.REFUSE).status(500).times(3)));
        MarketDataStream stream = harness.stream(simulator, Feed.IEX);
        get(stream.connect(AAPL));
        assertThat(harness.journal(stream).events(StreamEvent.ReconnectScheduled.class))
                .extracting(StreamEvent.ReconnectScheduled::delay)
                .containsExactly(Duration.ofMillis(20), Duration.ofMillis(40), Duration.ofMillis(80));
    }

    // 11
    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1", "ws://example.com/v2/iex", "ws:nothing", "wss://key:secret@127.0.0.1"})
    void anInvalidAddressIsRefusedAtOnceAndLeavesNoThread(String address) {
        MarketDataStreamBuilder builder = MarketDataStream.stocks(Feed.IEX)
                .credentials(Credentials.of("k", "s"))
                .uri(URI.create(address));
        assertThatThrownBy(builder::build).isInstanceOf(IllegalArgumentException.class);
    }

    // 12
    @Test
    void closingBeforeConnectingEndsTheStreamWithoutASocket(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(simulator, Feed.IEX);
        stream.close();
        get(stream.ended());
        assertThat(simulator.ledger().sessions()).isEmpty();
        assertThat(stream.statistics().attempts()).isZero();
    }

    // 12
    @Test
    void closingDuringTheHandshakeCompletesConnectAtOnceAndDialsNoMore(Harness harness) throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            MarketDataStream stream = stream(harness, server);
            CompletableFuture<SubscriptionResult> connected = stream.connect(AAPL);
            ScriptedServer.Peer peer = server.accept();
            peer.socket().readHead();
            assertClosesAtOnce(stream, connected);
            assertThat(peer.socket().readToEnd()).isEmpty();
            assertThat(server.isLeftAloneFor(A_WHILE)).isTrue();
        }
    }

    // 12
    @Test
    void closingWhileCredentialsAreJudgedCompletesConnectAtOnceAndDialsNoMore(Harness harness) throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            MarketDataStream stream = stream(harness, server);
            CompletableFuture<SubscriptionResult> connected = stream.connect(AAPL);
            ScriptedServer.Peer peer = server.accept().upgrade().greet();
            peer.readAuthentication();
            assertClosesAtOnce(stream, connected);
            assertThat(peer.socket().awaitEnd()).contains(1000);
            assertThat(server.isLeftAloneFor(A_WHILE)).isTrue();
        }
    }

    // 12
    @Test
    void closingWhileWaitingToDialCompletesConnectAtOnceAndDialsNoMore(Harness harness) throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            MarketDataStream stream = stream(
                    harness,
                    server.uri(Feed.IEX),
                    builder -> builder.reconnect(Harness.QUICK_RECONNECT.withDelays(A_WHILE, A_WHILE)));
            CompletableFuture<SubscriptionResult> connected = stream.connect(AAPL);
            server.accept().socket().reset();
            harness.journal(stream).awaitState(StreamState.WAITING);
            assertClosesAtOnce(stream, connected);
            assertThat(server.isLeftAloneFor(A_WHILE.multipliedBy(2))).isTrue();
        }
    }

    private static void assertClosesAtOnce(MarketDataStream stream, CompletableFuture<SubscriptionResult> connected)
            throws Exception {
        CompletableFuture<Long> completedAt = connected.handle((result, failure) -> System.nanoTime());
        long before = System.nanoTime();
        stream.close();
        assertThat(Duration.ofNanos(get(completedAt) - before)).isLessThan(AT_ONCE);
        failure(connected, StreamException.Closed.class);
        assertThat(stream.status().state()).isEqualTo(StreamState.CLOSED);
    }

    // 13
    @Test
    void connectingTwiceUsesOneSocketAndGivesTheSameFuture(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(simulator, Feed.IEX);
        CompletableFuture<SubscriptionResult> first = stream.connect(AAPL);
        CompletableFuture<SubscriptionResult> second = stream.connect(Subscription.trades("MSFT"));
        assertThat(second).isSameAs(first);
        get(first);
        simulator.awaitSubscribed(Feed.IEX, Channel.TRADES, "MSFT", LIMIT);
        assertThat(simulator.ledger().sessions()).hasSize(1);
    }

    // 13
    @Test
    void closingTwiceSendsOneClose(Harness harness) throws IOException {
        try (ScriptedServer server = new ScriptedServer()) {
            MarketDataStream stream = stream(harness, server);
            CompletableFuture<SubscriptionResult> connected = stream.connect(AAPL);
            ScriptedServer.Peer peer = server.acceptLive();
            get(connected);
            stream.close();
            stream.close();
            assertThat(peer.socket().read().closeCode()).isEqualTo(1000);
            assertThat(peer.socket().readToEnd()).isEmpty();
        }
    }

    // 13
    @Test
    void askingAnEndedStreamIsATypedError(Harness harness) {
        MarketDataStream stream = harness.stream(harness.simulator(), Feed.IEX);
        get(stream.connect(AAPL));
        stream.close();
        assertThatThrownBy(() -> stream.subscribe(AAPL))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("make a new one");
        assertThatThrownBy(() -> stream.connect(Subscription.trades("MSFT"))).isInstanceOf(IllegalStateException.class);
    }

    // 14
    @Test
    void aTimeoutOfOneCallerDoesNotCompleteTheFutureForOthers(Harness harness) throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            CompletableFuture<SubscriptionResult> connected =
                    stream(harness, server).connect(AAPL);
            assertThatThrownBy(() -> connected.get(1, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            failure(connected.orTimeout(1, TimeUnit.MILLISECONDS), TimeoutException.class);
            assertThat(connected.complete(null)).isFalse();
            assertThat(connected.cancel(true)).isFalse();
            assertThat(connected).isNotDone();
            server.acceptLive();
            assertThat(get(connected).granted()).isEqualTo(AAPL);
        }
    }

    // 14
    @Test
    void anInterruptedCallerIsToldAndKeepsItsFlag(Harness harness) throws IOException {
        try (ScriptedServer server = new ScriptedServer()) {
            MarketDataStream stream = stream(harness, server);
            CompletableFuture<SubscriptionResult> connected = stream.connect(AAPL);
            Thread.currentThread().interrupt();
            assertThatThrownBy(connected::get).isInstanceOf(InterruptedException.class);
            assertThat(connected).isNotDone();

            Thread.currentThread().interrupt();
            stream.subscribe(Subscription.bars("AAPL"));
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            stream.close();
            assertThat(Thread.interrupted()).isTrue();
            get(stream.ended());
        }
    }

    // 15: every test of these classes looks for its credentials in logs, events and exceptions; here the server gives
    // them back.
    @ParameterizedTest
    @ValueSource(strings = {"[%s]", "[{\"T\":\"t\",%s}", "%s"})
    void credentialsThatTheServerEchoesAreShownNowhere(String shape, Harness harness) throws IOException {
        try (ScriptedServer server = new ScriptedServer()) {
            MarketDataStream stream = stream(harness, server);
            stream.connect(AAPL);
            ScriptedServer.Peer peer = server.accept().upgrade().greet();
            String credentials = peer.socket().readMessage().text();
            peer.text(String.format(shape, credentials.substring(0, credentials.length() - 1)));
            assertThat(harness.journal(stream)
                            .await(StreamEvent.ReconnectScheduled.class)
                            .cause()
                            .kind())
                    .isEqualTo(Cause.Kind.PROTOCOL);
        }
    }

    // 15
    @Test
    void credentialsInHeadersAreShownNowhere(Harness harness) {
        AlpacaSimulator simulator = harness.simulator(builder -> builder.accept("another key", "another secret"));
        MarketDataStream stream =
                harness.stream(simulator, Feed.IEX, builder -> builder.authentication(AuthenticationMode.HEADER));
        StreamException.Refused refused = failure(stream.connect(AAPL), StreamException.Refused.class);
        assertThat(refused.reason().code()).isEqualTo(402);
        assertThat(changesAsked(simulator)).isEmpty();
    }
}
