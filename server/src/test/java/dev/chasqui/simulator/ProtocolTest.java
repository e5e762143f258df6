package dev.chasqui.simulator;

import static dev.chasqui.simulator.RawClient.AUTH;
import static dev.chasqui.simulator.RawClient.AUTHENTICATED;
import static dev.chasqui.simulator.RawClient.CONNECTED;
import static dev.chasqui.simulator.TestEvents.quote;
import static dev.chasqui.simulator.TestEvents.quoteJson;
import static dev.chasqui.simulator.TestEvents.trade;
import static dev.chasqui.simulator.TestEvents.tradeJson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Subscription;
import dev.chasqui.wire.ClientRequest;
import dev.chasqui.wire.ControlMessage;
import dev.chasqui.wire.Encoding;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private AlpacaSimulator start(AlpacaSimulator.Builder builder) {
        AlpacaSimulator simulator = builder.start();
        open.add(simulator);
        return simulator;
    }

    private AlpacaSimulator start() {
        return start(AlpacaSimulator.builder());
    }

    private RawClient opened(RawClient client) {
        open.add(client);
        return client;
    }

    private RawClient authenticated(AlpacaSimulator simulator, Feed feed, String... headers) {
        return opened(RawClient.authenticated(simulator.uri(feed), headers));
    }

    private static String error(int code, String text) {
        return "[{\"T\":\"error\",\"code\":" + code + ",\"msg\":\"" + text + "\"}]";
    }

    private static String subscribe(String rest) {
        return "{\"action\":\"subscribe\"," + rest + "}";
    }

    private static String unsubscribe(String rest) {
        return "{\"action\":\"unsubscribe\"," + rest + "}";
    }

    private static String acknowledged(String rest) {
        return "[{\"T\":\"subscription\"" + rest + "}]";
    }

    @Test
    void theNormalDialogueGoesAsDocumented() {
        AlpacaSimulator simulator = start();
        RawClient client = opened(RawClient.connect(simulator.uri(Feed.IEX)));

        client.expect(CONNECTED);
        client.send(AUTH);
        client.expect(AUTHENTICATED);
        client.send(subscribe("\"trades\":[\"MSFT\"],\"bars\":[\"*\"]"));
        client.expect(acknowledged(
                ",\"trades\":[\"MSFT\"],\"bars\":[\"*\"],\"corrections\":[\"MSFT\"],\"cancelErrors\":[\"MSFT\"]"));
        simulator.publish(trade("MSFT", 1), quote("MSFT"), trade("MSFT", 2));
        client.expect("[" + tradeJson("MSFT", 1) + "," + tradeJson("MSFT", 2) + "]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/sip",
                "/v2/iex",
                "/v2/delayed_sip",
                "/v2/test",
                "/v1beta1/boats",
                "/v1beta1/overnight",
                "/v2/boats",
                "/v2/overnight",
                "/v1beta3/crypto/us",
                "/v1beta3/crypto/us-1",
                "/v1beta3/crypto/eu-1",
                "/v1beta1/crypto-perps/global",
                "/v1beta1/news",
                "/v1beta1/indicative",
                "/v1beta1/opra"
            })
    void everyPathOfADataStreamGreets(String path) {
        AlpacaSimulator simulator = start();
        opened(RawClient.connect(simulator.baseUri().resolve(path))).expect(CONNECTED);
    }

    @ParameterizedTest
    @CsvSource({
        "/v2/nothing, 404",
        "/, 404",
        "/v1beta2/crypto, 404",
        "/v1beta3/crypto/US!, 404",
        "/v1beta1/options/indicative, 404"
    })
    void anUnknownPathIsNotFound(String path, int status) {
        AlpacaSimulator simulator = start();
        assertThat(opened(RawClient.request(simulator.baseUri().resolve(path))).status())
                .isEqualTo(status);
    }

    @Test
    void aPlainRequestIsToldToUpgrade() {
        AlpacaSimulator simulator = start();
        RawClient client = opened(RawClient.request(simulator.uri(Feed.IEX), "plain"));
        assertThat(client.status()).isEqualTo(426);
        assertThat(client.responseHead().toLowerCase(Locale.ROOT)).contains("upgrade: websocket");
    }

    @Test
    void anUnknownWebSocketVersionIsRefused() {
        AlpacaSimulator simulator = start();
        RawClient client = opened(RawClient.request(
                simulator.uri(Feed.IEX),
                "plain",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 99"));
        assertThat(client.status()).isEqualTo(426);
    }

    // Authentication

    @Test
    void badCredentialsAreRefusedUntilGoodOnesCome() {
        AlpacaSimulator simulator = start(AlpacaSimulator.builder().accept("K", "S"));
        RawClient client = opened(RawClient.connect(simulator.uri(Feed.IEX)));
        client.expect(CONNECTED);

        client.send("{\"action\":\"auth\",\"key\":\"K\",\"secret\":\"wrong\"}");
        client.expect(error(402, "auth failed"));
        client.send("{\"action\":\"auth\",\"key\":\"wrong\",\"secret\":\"S\"}");
        client.expect(error(402, "auth failed"));
        client.send("{\"action\":\"auth\"}");
        client.expect(error(402, "auth failed"));
        client.send("{\"action\":\"authenticate\"}");
        assertThat(client.nextText()).isIn(error(400, "invalid syntax"), error(402, "auth failed"));
        client.send(AUTH);
        client.expect(AUTHENTICATED);
    }

    @Test
    void aSecondAuthenticationIsAnsweredWithoutHarm() {
        RawClient client = authenticated(start(), Feed.IEX);
        client.send(AUTH);
        client.expect(error(403, "already authenticated"));
        client.send(subscribe("\"quotes\":[\"A\"]"));
        client.expect(acknowledged(",\"quotes\":[\"A\"]"));
    }

    @Test
    void aRequestBeforeAuthenticationIsRefused() {
        AlpacaSimulator simulator = start();
        RawClient client = opened(RawClient.connect(simulator.uri(Feed.IEX)));
        client.expect(CONNECTED);
        client.send(subscribe("\"quotes\":[\"A\"]"));
        client.expect(error(401, "not authenticated"));
        assertThat(simulator.ledger().violations()).hasSize(1);
    }

    @Test
    void whoDoesNotAuthenticateInTimeIsToldAndDisconnected() {
        AlpacaSimulator simulator = start(AlpacaSimulator.builder().authTimeout(Duration.ofMillis(150)));
        RawClient client = opened(RawClient.connect(simulator.uri(Feed.IEX)));
        client.expect(CONNECTED);
        client.expect(error(404, "auth timeout"));
        assertThat(client.end()).startsWith("close");
        assertThat(client.end()).isEqualTo("eof");
    }

    @ParameterizedTest
    @ValueSource(strings = {"keys", "basic", "bearer"})
    void credentialsInHeadersAuthenticateUnasked(String form) {
        AlpacaSimulator simulator =
                start(AlpacaSimulator.builder().accept("K", "S").accept("access_token", "TOKEN"));
        RawClient client = opened(RawClient.connect(simulator.uri(Feed.IEX), headers(form, "S")));
        client.expect(CONNECTED);
        client.expect(AUTHENTICATED);
        client.send(AUTH);
        client.expect(error(403, "already authenticated"));
    }

    private static String[] headers(String form, String secret) {
        return switch (form) {
            case "keys" -> new String[] {"APCA-API-KEY-ID: K", "APCA-API-SECRET-KEY: " + secret};
            case "basic" ->
                new String[] {
                    "Authorization: Basic "
                            + Base64.getEncoder().encodeToString(("K:" + secret).getBytes(StandardCharsets.UTF_8))
                };
            default -> new String[] {"Authorization: Bearer TOKEN"};
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"keys", "basic"})
    void badCredentialsInHeadersAreRefusedByAFrame(String form) {
        AlpacaSimulator simulator = start(AlpacaSimulator.builder().accept("K", "S"));
        RawClient client = opened(RawClient.connect(simulator.uri(Feed.IEX), headers(form, "wrong")));
        client.expect(CONNECTED);
        client.expect(error(402, "auth failed"));
        client.send(AUTH);
        client.expect(AUTHENTICATED);
    }

    @Test
    void aFeedOutsideOfThePlanIsRefusedAfterAuthentication() {
        AlpacaSimulator simulator = start(AlpacaSimulator.builder().acceptedFeeds(Feed.IEX));
        RawClient client = opened(RawClient.connect(simulator.uri(Feed.SIP)));
        client.expect(CONNECTED);
        client.send(AUTH);
        client.expect(error(409, "insufficient subscription"));
        client.expectNothing();
    }

    @Test
    void optionsAreRefusedInJson() {
        AlpacaSimulator simulator = start();
        RawClient client = opened(RawClient.connect(simulator.uri(Feed.OPTIONS_INDICATIVE)));
        client.expect(CONNECTED);
        client.send(AUTH);
        client.expect(error(412, "option messages are only available in MsgPack format"));
    }

    // The connection limit

    @Test
    void aNewcomerOverTheLimitIsRefusedAndMayTryAgainOnTheSameSocket() {
        AlpacaSimulator simulator = start();
        RawClient incumbent = authenticated(simulator, Feed.IEX);
        RawClient newcomer = opened(RawClient.connect(simulator.uri(Feed.IEX)));
        newcomer.expect(CONNECTED);
        newcomer.send(AUTH);
        newcomer.expect(error(406, "connection limit exceeded"));
        incumbent.expectNothing();
        assertThat(simulator.ledger().violations()).hasSize(1);

        SimulatedSession first = simulator.awaitSession(Feed.IEX, PATIENCE);
        incumbent.close();
        first.awaitClosed(PATIENCE);
        newcomer.send(AUTH);
        newcomer.expect(AUTHENTICATED);
    }

    @Test
    void theRefusedNewcomerIsDisconnectedAtTheDeadlineOfAuthentication() {
        AlpacaSimulator simulator = start(AlpacaSimulator.builder().authTimeout(Duration.ofMillis(500)));
        authenticated(simulator, Feed.IEX);
        RawClient newcomer = opened(RawClient.connect(simulator.uri(Feed.IEX)));
        newcomer.expect(CONNECTED);
        newcomer.send(AUTH);
        newcomer.expect(error(406, "connection limit exceeded"));
        newcomer.expect(error(404, "auth timeout"));
        assertThat(newcomer.end()).startsWith("close");
    }

    @Test
    void limitsAreCountedPerEndpointAndKey() {
        AlpacaSimulator simulator = start();
        authenticated(simulator, Feed.IEX);
        authenticated(simulator, Feed.SIP);
        RawClient other = opened(RawClient.connect(simulator.uri(Feed.IEX)));
        other.expect(CONNECTED);
        other.send("{\"action\":\"auth\",\"key\":\"OTHER\",\"secret\":\"S\"}");
        other.expect(AUTHENTICATED);
        assertThat(simulator.ledger().violations()).isEmpty();
    }

    @Test
    void theSameFeedAtTwoPathsIsOneEndpoint() {
        AlpacaSimulator simulator = start();
        authenticated(simulator, Feed.BOATS);
        RawClient second = opened(RawClient.connect(simulator.baseUri().resolve("/v2/boats")));
        second.expect(CONNECTED);
        second.send(AUTH);
        second.expect(error(406, "connection limit exceeded"));
    }

    @Test
    void aHigherLimitLetsMoreIn() {
        AlpacaSimulator simulator = start(AlpacaSimulator.builder().connectionLimit(2));
        authenticated(simulator, Feed.IEX);
        authenticated(simulator, Feed.IEX);
        RawClient third = opened(RawClient.connect(simulator.uri(Feed.IEX)));
        third.expect(CONNECTED);
        third.send(AUTH);
        third.expect(error(406, "connection limit exceeded"));
    }

    // Subscriptions

    @Test
    void subscriptionsAddUpAndAreAcknowledgedInFullAndSorted() {
        RawClient client = authenticated(start(), Feed.IEX);
        client.send(subscribe("\"quotes\":[\"MSFT\",\"AAPL\"]"));
        client.expect(acknowledged(",\"quotes\":[\"AAPL\",\"MSFT\"]"));
        client.send(subscribe("\"quotes\":[\"IBM\"],\"statuses\":[\"*\"]"));
        client.expect(acknowledged(",\"quotes\":[\"AAPL\",\"IBM\",\"MSFT\"],\"statuses\":[\"*\"]"));
        client.send(unsubscribe("\"quotes\":[\"AAPL\",\"NEVER\"]"));
        client.expect(acknowledged(",\"quotes\":[\"IBM\",\"MSFT\"],\"statuses\":[\"*\"]"));
        client.send(unsubscribe("\"quotes\":[\"IBM\",\"MSFT\"],\"statuses\":[\"*\"]"));
        client.expect(acknowledged(""));
    }

    @Test
    void emptyChannelsAreListedIfAskedFor() {
        RawClient client = authenticated(start(AlpacaSimulator.builder().writeEmptyChannels(true)), Feed.IEX);
        client.send(subscribe("\"bars\":[\"A\"]"));
        assertThat(client.nextText())
                .startsWith("[{\"T\":\"subscription\",\"trades\":[],\"quotes\":[],\"bars\":[\"A\"]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"action\":\"subscribe\"}",
                "{\"action\":\"subscribe\",\"quotes\":[]}",
                "{\"action\":\"subscribe\",\"nonsense\":[\"A\"]}",
                "{\"action\":\"subscribe\",\"news\":[\"A\"]}",
                "{\"action\":\"subscribe\",\"corrections\":[\"A\"]}",
                "{\"action\":\"unsubscribe\",\"news\":[\"A\"]}",
                "{\"action\":\"subscribe\",\"quotes\":[\"A B\"]}",
                "{\"action\":\"subscribe\",\"quotes\":[\"B@D\"]}",
                "{\"action\":\"subscribe\",\"quotes\":[\"\"]}",
                "{\"action\":\"dance\",\"quotes\":[\"A\"]}",
                "[{\"action\":\"subscribe\",\"quotes\":[\"A\"]}]",
                "{\"action\":\"subscribe\",\"quotes\":[\"A\"]}{\"action\":\"subscribe\",\"quotes\":[\"B\"]}",
                "not json",
                ""
            })
    void whatIsNotUnderstoodGets400AndChangesNothing(String request) {
        AlpacaSimulator simulator = start();
        RawClient client = authenticated(simulator, Feed.IEX);
        client.send(request);
        client.expect(error(400, "invalid syntax"));
        client.send(unsubscribe("\"quotes\":[\"Z\"]"));
        client.expect(acknowledged(""));
    }

    @Test
    void emptyForeignAndUnknownChannelsBesideAValidOneAreIgnored() {
        RawClient client = authenticated(start(), Feed.IEX);
        client.send("{\"quotes\":[\"A\"],\"news\":[\"X\"],\"orderbooks\":null,\"trades\":[],\"zz\":[\"Y\"],"
                + "\"T\":\"subscription\",\"cancelErrors\":[\"A\"],\"action\":\"subscribe\"}");
        client.expect(acknowledged(",\"quotes\":[\"A\"]"));
    }

    @Test
    void foreignChannelsGet410AsDocumentedIfAskedFor() {
        RawClient client = authenticated(
                start(AlpacaSimulator.builder().foreignChannels(ForeignChannelAnswer.INVALID_ACTION)), Feed.IEX);
        client.send(subscribe("\"quotes\":[\"A\"],\"news\":[\"X\"]"));
        client.expect(error(410, "invalid subscribe action for this feed"));
        client.send(subscribe("\"quotes\":[\"A\"],\"news\":[]"));
        client.expect(acknowledged(",\"quotes\":[\"A\"]"));
    }

    @Test
    void theSymbolLimitCountsTradesAndQuotesAndIsAllOrNothing() {
        RawClient client = authenticated(start(AlpacaSimulator.builder().symbolLimit(3)), Feed.IEX);
        client.send(subscribe("\"trades\":[\"A\"],\"quotes\":[\"A\",\"B\"],\"bars\":[\"C\",\"D\",\"E\",\"F\"]"));
        String state = ",\"trades\":[\"A\"],\"quotes\":[\"A\",\"B\"],\"bars\":[\"C\",\"D\",\"E\",\"F\"],"
                + "\"corrections\":[\"A\"],\"cancelErrors\":[\"A\"]";
        client.expect(acknowledged(state));
        client.send(subscribe("\"quotes\":[\"Z\"],\"bars\":[\"Z\"]"));
        client.expect(error(405, "symbol limit exceeded"));
        client.send(subscribe("\"quotes\":[\"B\"]"));
        client.expect(acknowledged(state));
    }

    @Test
    void starAndNamesAreIndependentMembersAndEachMessageComesOnce() {
        AlpacaSimulator simulator = start();
        RawClient client = authenticated(simulator, Feed.IEX);
        client.send(subscribe("\"quotes\":[\"*\",\"A\"]"));
        client.expect(acknowledged(",\"quotes\":[\"*\",\"A\"]"));
        simulator.publish(quote("A"), quote("B"));
        client.expect("[" + quoteJson("A") + "," + quoteJson("B") + "]");
        client.send(unsubscribe("\"quotes\":[\"*\"]"));
        client.expect(acknowledged(",\"quotes\":[\"A\"]"));
        simulator.publish(quote("A"), quote("B"));
        client.expect("[" + quoteJson("A") + "]");
    }

    @Test
    void starMayAbsorbNames() {
        RawClient client = authenticated(start(AlpacaSimulator.builder().starAbsorbsNames(true)), Feed.IEX);
        client.send(subscribe("\"quotes\":[\"*\",\"A\"]"));
        client.expect(acknowledged(",\"quotes\":[\"*\"]"));
        client.send(unsubscribe("\"quotes\":[\"*\"]"));
        client.expect(acknowledged(""));
    }

    @Test
    void correctionsAndCancelsFollowTrades() {
        AlpacaSimulator simulator = start();
        RawClient client = authenticated(simulator, Feed.IEX);
        client.send(subscribe("\"trades\":[\"A\"]"));
        client.nextText();
        simulator.publish(
                TestEvents.correction("A", 1),
                TestEvents.correction("B", 2),
                TestEvents.cancel("A", 3),
                TestEvents.cancel("B", 4));
        assertThat(client.nextText())
                .startsWith("[{\"T\":\"c\",\"S\":\"A\"")
                .contains("{\"T\":\"x\",\"S\":\"A\"")
                .doesNotContain("\"S\":\"B\"");
    }

    @Test
    void anArticleComesOnceAndWithoutSymbolsToStarOnly() {
        AlpacaSimulator simulator = start(AlpacaSimulator.builder().connectionLimit(2));
        RawClient named = authenticated(simulator, Feed.NEWS);
        RawClient all = authenticated(simulator, Feed.NEWS);
        named.send(subscribe("\"news\":[\"A\",\"B\",\"BTC/USD\"]"));
        named.nextText();
        all.send(subscribe("\"news\":[\"*\"]"));
        all.nextText();

        simulator.publish(TestEvents.news(1, "A", "B"));
        simulator.publish(TestEvents.news(2));
        simulator.publish(TestEvents.news(3, "BTCUSD"));

        assertThat(named.nextText()).contains("\"id\":1,");
        assertThat(named.nextText()).contains("\"id\":3,");
        named.expectNothing();
        assertThat(all.nextText()).contains("\"id\":1,");
        assertThat(all.nextText()).contains("\"id\":2,");
        assertThat(all.nextText()).contains("\"id\":3,");
    }

    @Test
    void eachSessionGetsWhatItSubscribedToInTheFramesOfTheMarket() {
        AlpacaSimulator simulator = start(AlpacaSimulator.builder().connectionLimit(3));
        RawClient trades = authenticated(simulator, Feed.IEX);
        RawClient quotes = authenticated(simulator, Feed.IEX);
        RawClient nothing = authenticated(simulator, Feed.IEX);
        trades.send(subscribe("\"trades\":[\"A\"]"));
        trades.nextText();
        quotes.send(subscribe("\"quotes\":[\"A\",\"B\"]"));
        quotes.nextText();

        simulator.publish(trade("A", 1), quote("A"), trade("B", 2));
        simulator.publish(quote("B"), trade("A", 3));

        trades.expect("[" + tradeJson("A", 1) + "]");
        trades.expect("[" + tradeJson("A", 3) + "]");
        quotes.expect("[" + quoteJson("A") + "]");
        quotes.expect("[" + quoteJson("B") + "]");
        nothing.expectNothing();
    }

    @Test
    void publishingToAFeedLeavesOthersAlone() {
        AlpacaSimulator simulator = start();
        RawClient iex = authenticated(simulator, Feed.IEX);
        RawClient sip = authenticated(simulator, Feed.SIP);
        for (RawClient client : List.of(iex, sip)) {
            client.send(subscribe("\"quotes\":[\"A\"]"));
            client.nextText();
        }
        simulator.publish(Feed.SIP, List.of(quote("A")));
        sip.expect("[" + quoteJson("A") + "]");
        iex.expectNothing();
    }

    // Encodings, opcodes, fragments

    @Test
    void jsonIsAcceptedInBinaryFramesAndAnsweredInText() {
        AlpacaSimulator simulator = start();
        RawClient client = opened(RawClient.connect(simulator.uri(Feed.IEX)));
        client.expect(CONNECTED);
        client.sendBinary(AUTH.getBytes(StandardCharsets.UTF_8));
        client.expect(AUTHENTICATED);
    }

    @Test
    void messagePackIsSpokenBothWaysOnRequest() {
        AlpacaSimulator simulator = start();
        DecodedClient client =
                new DecodedClient(simulator.uri(Feed.OPTIONS_INDICATIVE), FeedKind.OPTIONS, Encoding.MSGPACK);
        open.add(client);
        assertThat(client.next()).isEqualTo(new ControlMessage.Success("connected"));
        assertThat(client.next()).isEqualTo(new ControlMessage.Success("authenticated"));

        String symbol = "SPY260116C00600000";
        Subscription wanted = Subscription.of(List.of(Channel.TRADES, Channel.QUOTES), List.of(symbol));
        client.send(new ClientRequest.Subscribe(wanted));
        assertThat(client.next()).isEqualTo(new ControlMessage.Acknowledgement(wanted));
        client.send(new ClientRequest.Subscribe(Subscription.quotes("*")));
        assertThat(client.next())
                .isEqualTo(new ControlMessage.Failure(413, "star subscription is not allowed for option quotes"));
        client.send(new ClientRequest.Subscribe(Subscription.bars("A")));
        assertThat(client.next()).isEqualTo(new ControlMessage.Failure(400, "invalid syntax"));

        simulator.publish(quote(symbol));
        assertThat(client.next())
                .isInstanceOfSatisfying(
                        Quote.class, quote -> assertThat(quote.symbol()).isEqualTo(symbol));
    }

    @Test
    void jsonOnAMessagePackSessionIsNotUnderstood() {
        AlpacaSimulator simulator = start();
        DecodedClient client = new DecodedClient(simulator.uri(Feed.IEX), FeedKind.STOCKS, Encoding.MSGPACK);
        open.add(client);
        client.skipTo(ControlMessage.class);
        client.skipTo(ControlMessage.class);
        client.raw().send(AUTH);
        assertThat(client.next()).isEqualTo(new ControlMessage.Failure(400, "invalid syntax"));
    }

    @Test
    void fragmentsAreJoinedWithAnEmptyLastOne() {
        RawClient client = authenticated(start(), Feed.IEX);
        byte[] request = subscribe("\"quotes\":[\"A\",\"B\"]").getBytes(StandardCharsets.UTF_8);
        client.sendFrame(RawClient.TEXT, false, Arrays.copyOf(request, 10));
        client.ping("between");
        client.sendFrame(RawClient.CONTINUATION, false, Arrays.copyOfRange(request, 10, request.length));
        client.sendFrame(RawClient.CONTINUATION, true, new byte[0]);
        assertThat(client.next().text()).isEqualTo("between");
        client.expect(acknowledged(",\"quotes\":[\"A\",\"B\"]"));
    }

    @Test
    void aRequestOfElevenThousandSymbolsIsTaken() {
        RawClient client = authenticated(start(), Feed.IEX);
        StringJoiner symbols = new StringJoiner("\",\"", "\"", "\"");
        for (int i = 0; i < 11_000; i++) {
            symbols.add("SYM" + i);
        }
        client.send(subscribe("\"bars\":[" + symbols + "]"));
        assertThat(client.nextText()).contains("\"SYM10999\"").hasSizeGreaterThan(100_000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRequestOverTheLimitEndsTheConnection(boolean fragmented) {
        AlpacaSimulator simulator = start(AlpacaSimulator.builder().maxRequestBytes(2048));
        RawClient client = authenticated(simulator, Feed.IEX);
        SimulatedSession session = simulator.awaitSession(Feed.IEX, PATIENCE);
        byte[] half = new byte[1500];
        Arrays.fill(half, (byte) ' ');
        if (fragmented) {
            client.sendFrame(RawClient.TEXT, false, half);
            client.sendFrame(RawClient.CONTINUATION, true, half);
        } else {
            client.sendFrame(RawClient.TEXT, true, new byte[3000]);
        }
        assertThat(session.awaitClosed(PATIENCE)).isNotEmpty();
        assertThat(client.end()).isEqualTo("close 1009");
    }

    // Keep-alive and ends

    @Test
    void pingsOfTheClientAreAnsweredWithTheirPayload() {
        RawClient client = authenticated(start(), Feed.IEX);
        client.ping("payload");
        RawClient.Frame pong = client.next();
        assertThat(pong.opcode()).isEqualTo(RawClient.PONG);
        assertThat(pong.text()).isEqualTo("payload");
    }

    @Test
    void whoAnswersPingsStaysAndWhoDoesNotIsDropped() {
        AlpacaSimulator simulator = start(
                AlpacaSimulator.builder().pingInterval(Duration.ofMillis(200)).pongTimeout(Duration.ofMillis(500)));
        RawClient client = authenticated(simulator, Feed.IEX);
        for (int i = 0; i < 3; i++) {
            assertThat(client.next().opcode()).isEqualTo(RawClient.PING);
            client.pong();
        }
        SimulatedSession session = simulator.awaitSession(Feed.IEX, PATIENCE);
        assertThat(session.awaitClosed(PATIENCE)).isEqualTo("no pong");
        assertThat(client.rest()).hasSizeLessThan(12);
        assertThat(session.record().pongsReceived()).isEqualTo(3);
        assertThat(session.record().pingsSent()).isBetween(4L, 7L);
    }

    @Test
    void aCloseOfTheClientEndsTheConnectionWithoutACloseFrame() {
        AlpacaSimulator simulator = start();
        RawClient client = authenticated(simulator, Feed.IEX);
        SimulatedSession session = simulator.awaitSession(Feed.IEX, PATIENCE);
        client.sendClose(1000);
        assertThat(client.end()).isEqualTo("eof");
        assertThat(session.awaitClosed(PATIENCE)).isEqualTo("closed by the client, code 1000");
    }

    @Test
    void aResetOfTheClientFreesItsSlot() {
        AlpacaSimulator simulator = start();
        RawClient client = authenticated(simulator, Feed.IEX);
        SimulatedSession session = simulator.awaitSession(Feed.IEX, PATIENCE);
        client.reset();
        session.awaitClosed(PATIENCE);
        authenticated(simulator, Feed.IEX).expectNothing();
        assertThat(simulator.ledger().violations()).isEmpty();
    }

    // The trading stream

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"action\":\"auth\",\"key\":\"K\",\"secret\":\"S\"}",
                "{\"action\":\"authenticate\",\"data\":{\"key_id\":\"K\",\"secret_key\":\"S\"}}"
            })
    void theTradingStreamSpeaksItsOwnProtocolInBinaryFrames(String auth) {
        AlpacaSimulator simulator = start(AlpacaSimulator.builder().accept("K", "S"));
        RawClient client = opened(RawClient.connect(simulator.uri(Feed.TRADE_UPDATES)));
        client.expectNothing();
        client.send("{\"action\":\"listen\",\"data\":{\"streams\":[\"trade_updates\"]}}");
        expectBinary(
                client, "{\"stream\":\"authorization\",\"data\":{\"status\":\"unauthorized\",\"action\":\"listen\"}}");
        client.send(auth.replace("\"S\"", "\"wrong\""));
        expectBinary(
                client,
                "{\"stream\":\"authorization\",\"data\":{\"status\":\"unauthorized\",\"action\":\"authenticate\"}}");
        client.send(auth);
        expectBinary(
                client,
                "{\"stream\":\"authorization\",\"data\":{\"status\":\"authorized\",\"action\":\"authenticate\"}}");
        client.send("{\"action\":\"listen\",\"data\":{\"streams\":[\"trade_updates\",\"account_updates\"]}}");
        expectBinary(client, "{\"stream\":\"listening\",\"data\":{\"streams\":[\"trade_updates\"]}}");
        simulator.publish(TestEvents.update("new"));
        assertThat(client.next().text()).startsWith("{\"stream\":\"trade_updates\",\"data\":{\"event\":\"new\"");
        client.send("{\"action\":\"listen\",\"data\":{\"streams\":[]}}");
        expectBinary(client, "{\"stream\":\"listening\",\"data\":{\"streams\":[]}}");
    }

    private static void expectBinary(RawClient client, String text) {
        RawClient.Frame frame = client.next();
        assertThat(frame.text()).isEqualTo(text);
        assertThat(frame.opcode()).isEqualTo(RawClient.BINARY);
    }

    @Test
    void theTradingStreamMaySpeakText() {
        AlpacaSimulator simulator = start(AlpacaSimulator.builder().binaryTradingFrames(false));
        RawClient client = opened(RawClient.connect(simulator.baseUri().resolve("/stream/")));
        client.send(AUTH);
        assertThat(client.nextText()).contains("\"authorized\"");
    }

    @Test
    void tooManyTradingStreamsAreRefusedAtTheHandshake() {
        AlpacaSimulator simulator = start();
        opened(RawClient.connect(simulator.uri(Feed.TRADE_UPDATES))).expectNothing();
        assertThat(opened(RawClient.request(simulator.uri(Feed.TRADE_UPDATES))).status())
                .isEqualTo(429);
    }
}
