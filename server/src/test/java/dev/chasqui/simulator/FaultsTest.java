package dev.chasqui.simulator;

import static dev.chasqui.simulator.RawClient.AUTH;
import static dev.chasqui.simulator.RawClient.AUTHENTICATED;
import static dev.chasqui.simulator.RawClient.CONNECTED;
import static dev.chasqui.simulator.TestEvents.quote;
import static dev.chasqui.simulator.TestEvents.quoteJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.wire.ControlMessage;
import dev.chasqui.wire.DecodeProblem;
import dev.chasqui.wire.Encoding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fault fires, is recorded, and is seen by a client that looks at the bytes. */
class FaultsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String ACKNOWLEDGED = "[{\"T\":\"subscription\",\"quotes\":[\"A\"]}]";
    private static final String SUBSCRIBE = "{\"action\":\"subscribe\",\"quotes\":[\"A\"]}";

    private final List<AutoCloseable> open = new ArrayList<>();
    private AlpacaSimulator simulator = AlpacaSimulator.builder().build();

    @AfterEach
    void closeAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private void start(AlpacaSimulator.Builder builder) {
        simulator = builder.start();
        open.add(simulator);
    }

    private void startWith(String fault) {
        start(AlpacaSimulator.builder().fault(FaultSpec.parse(fault)));
    }

    private RawClient connected() {
        RawClient client = RawClient.connect(simulator.uri(Feed.IEX));
        open.add(client);
        return client;
    }

    private RawClient authenticated() {
        RawClient client = connected();
        client.expect(CONNECTED);
        client.send(AUTH);
        client.expect(AUTHENTICATED);
        return client;
    }

    private RawClient subscribed() {
        RawClient client = authenticated();
        client.send(SUBSCRIBE);
        client.expect(ACKNOWLEDGED);
        return client;
    }

    private FaultHandle inject(String fault) {
        return simulator.inject(FaultSpec.parse(fault));
    }

    private void assertRecorded(Fault... faults) {
        assertThat(simulator.ledger().faults())
                .extracting(record -> record.spec().fault())
                .containsExactly(faults);
    }

    private static String error(int code, String text) {
        return "[{\"T\":\"error\",\"code\":" + code + ",\"msg\":\"" + text + "\"}]";
    }

    @Test
    void dropResetsTheConnectionAndFreesTheSlot() {
        start(AlpacaSimulator.builder());
        RawClient client = subscribed();
        FaultHandle drop = inject("drop");
        assertThat(client.end()).isEqualTo("reset");
        drop.awaitFired(PATIENCE);
        assertThat(drop.firedCount()).isEqualTo(1);
        assertRecorded(Fault.DROP);
        subscribed().expectNothing();
    }

    @Test
    void dropStrikesOnItsScheduleAndAsOftenAsItMay() {
        startWith("drop=every:60ms,times:3");
        for (int i = 0; i < 3; i++) {
            assertThat(authenticated().end()).isEqualTo("reset");
        }
        assertRecorded(Fault.DROP, Fault.DROP, Fault.DROP);
        RawClient survivor = subscribed();
        assertThat(survivor.isSilentFor(Duration.ofMillis(150))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect", "auth", "subscribe"})
    void dropStrikesAtAStage(String stage) {
        startWith("drop=at:" + stage);
        RawClient client = connected();
        client.expect(CONNECTED);
        if (!stage.equals("connect")) {
            client.send(AUTH);
            client.expect(AUTHENTICATED);
        }
        if (stage.equals("subscribe")) {
            client.send(SUBSCRIBE);
            client.expect(ACKNOWLEDGED);
        }
        assertThat(client.end()).isEqualTo("reset");
        subscribed().expectNothing();
    }

    @Test
    void dropStrikesAfterMessages() {
        startWith("drop=after:3messages");
        RawClient client = subscribed();
        simulator.publish(quote("A"), quote("A"));
        simulator.publish(quote("A"));
        simulator.publish(quote("A"));
        client.nextText();
        client.expect("[" + quoteJson("A") + "]");
        assertThat(client.end()).isEqualTo("reset");
        SessionRecord session = simulator.ledger().sessions().get(0);
        assertThat(session.eventsSent()).isEqualTo(3);
        assertThat(session.closeCause()).isEqualTo("fault drop");
    }

    @Test
    void dropInFrameShowsPartOfAFrameOnly() {
        start(AlpacaSimulator.builder().keepEvents(true));
        RawClient client = subscribed();
        inject("drop-in-frame").awaitFired(PATIENCE);
        assertThat(client.rest())
                .contains("\"T\":\"q\",\"S\":\"A\"")
                .doesNotContain("}]")
                .endsWith("<reset>");
        assertThat(simulator.ledger().sessions().get(0).events()).isEmpty();
        assertRecorded(Fault.DROP_IN_FRAME);
    }

    @Test
    void halfOpenIsSilentAndHoldsItsSlotUntilThePongIsMissed() {
        start(AlpacaSimulator.builder().pingInterval(Duration.ofSeconds(1)).pongTimeout(Duration.ofMillis(200)));
        RawClient client = subscribed();
        SimulatedSession session = simulator.awaitSession(Feed.IEX, PATIENCE);
        inject("half-open").awaitFired(PATIENCE);
        simulator.publish(quote("A"));
        client.ping("anybody?");

        RawClient newcomer = connected();
        newcomer.expect(CONNECTED);
        newcomer.send(AUTH);
        newcomer.expect(error(406, "connection limit exceeded"));
        assertThat(simulator.ledger().violations()).isEmpty();

        assertThat(session.awaitClosed(PATIENCE)).isEqualTo("no pong");
        authenticated().expectNothing();
        assertThat(client.isSilentFor(Duration.ofMillis(100))).isTrue();
        assertThat(session.record().eventsSent()).isZero();
    }

    @Test
    void muteWithholdsDataAndAnswersEverythingElse() {
        startWith("mute");
        RawClient client = subscribed();
        simulator.publish(quote("A"));
        client.expectNothing();
        assertRecorded(Fault.MUTE);
        assertThat(simulator.ledger().sessions().get(0).eventsSent()).isZero();
    }

    @Test
    void muteMayEnd() {
        start(AlpacaSimulator.builder());
        RawClient client = subscribed();
        inject("mute=for:400ms").awaitFired(PATIENCE);
        simulator.publish(quote("A"));
        client.expectNothing();
        Awaitility.await().atMost(PATIENCE).until(() -> {
            simulator.publish(quote("A"));
            return simulator.ledger().sessions().get(0).eventsSent() > 0;
        });
        client.expect("[" + quoteJson("A") + "]");
    }

    @Test
    void ghostKeepsTheSlotForItsTime() {
        start(AlpacaSimulator.builder().ghostDuration(Duration.ofSeconds(1)));
        RawClient client = subscribed();
        inject("ghost").awaitFired(PATIENCE);
        assertThat(client.end()).isEqualTo("reset");
        RawClient newcomer = connected();
        newcomer.expect(CONNECTED);
        newcomer.send(AUTH);
        newcomer.expect(error(406, "connection limit exceeded"));
        String answer = error(406, "connection limit exceeded");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (answer.contains("406") && System.nanoTime() < deadline) {
            newcomer.send(AUTH);
            answer = newcomer.nextText();
        }
        assertThat(answer).isEqualTo(AUTHENTICATED);
        assertThat(simulator.ledger().violations()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "close, 1001",
        "close=code:1000, 1000",
        "close=code:1012, 1012",
        "close=code:1013, 1013",
        "close=code:none, 1005"
    })
    void closeSendsACloseFrame(String fault, int code) {
        start(AlpacaSimulator.builder());
        RawClient client = subscribed();
        inject(fault).awaitFired(PATIENCE);
        assertThat(client.end()).isEqualTo("close " + code);
        assertThat(client.end()).isEqualTo("eof");
    }

    @Test
    void slowLinkCarriesSoMuchAndNoMore() {
        startWith("slow-link=bytes-per-second:4000");
        long begun = System.nanoTime();
        RawClient client = subscribed();
        for (int i = 0; i < 10; i++) {
            simulator.publish(quote("A"), quote("A"));
        }
        for (int i = 0; i < 10; i++) {
            assertThat(client.nextText()).startsWith("[" + quoteJson("A"));
        }
        long bytes = simulator.ledger().sessions().get(0).bytesSent();
        long least = TimeUnit.SECONDS.toNanos(bytes) / 4000 * 8 / 10;
        assertThat(System.nanoTime() - begun).isGreaterThan(least);
        assertRecorded(Fault.SLOW_LINK);
    }

    @Test
    void oneByteSendsWholeMessagesInPieces() throws IOException {
        startWith("one-byte");
        RawClient client = subscribed();
        simulator.publish(quote("A"));
        client.expect("[" + quoteJson("A") + "]");
        client.ping("x");
        assertThat(client.next().opcode()).isEqualTo(RawClient.PONG);
        assertRecorded(Fault.ONE_BYTE);
    }

    @Test
    void malformedElementStandsAmongGoodOnes() {
        start(AlpacaSimulator.builder().keepEvents(true));
        RawClient client = subscribed();
        FaultHandle handle = inject("malformed-element");
        assertThat(handle.firedCount()).isZero();
        simulator.publish(quote("A"), quote("A"));
        client.expect("[" + quoteJson("A") + ",{\"T\":\"t\",\"S\":\"A\",\"p\":\"no price\"}," + quoteJson("A") + "]");
        handle.awaitFired(PATIENCE);
        simulator.publish(quote("A"));
        client.expect("[" + quoteJson("A") + "]");
        assertThat(simulator.ledger().sessions().get(0).events()).hasSize(3);
    }

    @Test
    void unknownTypeStandsAmongKnownOnes() {
        startWith("unknown-type=at:auth");
        RawClient client = subscribed();
        simulator.publish(quote("A"));
        client.expect("[{\"T\":\"zz\",\"S\":\"A\",\"v\":\"of tomorrow\"}," + quoteJson("A") + "]");
        assertRecorded(Fault.UNKNOWN_TYPE);
    }

    @Test
    void malformedFrameBreaksOff() {
        start(AlpacaSimulator.builder());
        RawClient client = subscribed();
        inject("malformed-frame").awaitFired(PATIENCE);
        assertThat(client.nextText()).startsWith("[{\"T\":\"zz\"").doesNotEndWith("]");
        simulator.publish(quote("A"));
        client.expect("[" + quoteJson("A") + "]");
    }

    @Test
    void oversizedFrameIsAnnouncedAndSent() {
        start(AlpacaSimulator.builder());
        RawClient client = subscribed();
        inject("oversized-frame=bytes:3000000").awaitFired(PATIENCE);
        assertThat(client.next().payload()).hasSize(3_000_000);
        assertThat(client.end()).isEqualTo("reset");
    }

    @Test
    void restartTakesTheServerAwayAndBringsItBackOnItsPort() {
        start(AlpacaSimulator.builder());
        RawClient client = subscribed();
        int port = simulator.port();
        inject("restart=for:200ms").awaitFired(PATIENCE);
        assertThat(client.end()).isEqualTo("reset");
        Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> subscribed().expectNothing());
        assertThat(simulator.port()).isEqualTo(port);
        assertRecorded(Fault.RESTART);
    }

    @Test
    void restartStrikesOnItsSchedule() {
        startWith("restart=after:800ms");
        assertThat(authenticated().end()).isEqualTo("reset");
        assertRecorded(Fault.RESTART);
    }

    @Test
    void refuseAnswersTheOpeningRequest() {
        startWith("refuse=status:429,retry-after:7s,times:2");
        for (int i = 0; i < 2; i++) {
            try (RawClient refused = RawClient.request(simulator.uri(Feed.IEX))) {
                assertThat(refused.status()).isEqualTo(429);
                assertThat(refused.responseHead().toLowerCase(Locale.ROOT)).contains("retry-after: 7\r\n");
            }
        }
        subscribed().expectNothing();
        assertRecorded(Fault.REFUSE, Fault.REFUSE);
        assertThat(simulator.ledger().faults().get(0).sessionId()).isEqualTo(FaultRecord.NO_SESSION);
    }

    @Test
    void noWelcomeLeavesTheGreetingOut() {
        startWith("no-welcome");
        RawClient client = connected();
        client.expectNothing();
        client.send(AUTH);
        client.expect(AUTHENTICATED);
    }

    @Test
    void lateWelcomeComesBeforeTheAnswersThatWaitForIt() {
        startWith("late-welcome=delay:700ms");
        RawClient client = connected();
        client.send(AUTH);
        client.expectNothing();
        client.expect(CONNECTED);
        client.expect(AUTHENTICATED);
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid syntax",
        "402, auth failed",
        "406, connection limit exceeded",
        "409, insufficient subscription",
        "411, insufficient scope",
        "500, internal error",
        "499, unknown error"
    })
    void errorAnswersCredentials(int code, String text) {
        startWith("error=code:" + code + ",times:2");
        RawClient client = connected();
        client.expect(CONNECTED);
        client.send(AUTH);
        client.expect(error(code, text));
        client.send(AUTH);
        client.expect(error(code, text));
        client.send(AUTH);
        client.expect(AUTHENTICATED);
        assertRecorded(Fault.ERROR, Fault.ERROR);
    }

    @Test
    void errorAnswersSubscriptionsWhichThenHaveNoEffect() {
        startWith("error=code:405,at:subscribe");
        RawClient client = authenticated();
        client.send("{\"action\":\"subscribe\",\"quotes\":[\"B\"]}");
        client.expect(error(405, "symbol limit exceeded"));
        client.send(SUBSCRIBE);
        client.expect(ACKNOWLEDGED);
    }

    @Test
    void errorComesUnaskedAndMayEndTheConnection() {
        start(AlpacaSimulator.builder());
        RawClient client = subscribed();
        inject("error=code:500,after:0s").awaitFired(PATIENCE);
        client.expect(error(500, "internal error"));
        client.expectNothing();
        inject("error=code:407,after:0s").awaitFired(PATIENCE);
        client.expect(error(407, "slow client"));
        assertThat(client.end()).startsWith("close");
        RawClient second = subscribed();
        inject("error=code:500,then:close,after:0s").awaitFired(PATIENCE);
        second.expect(error(500, "internal error"));
        assertThat(second.end()).startsWith("close");
    }

    @Test
    void lateAckDelaysEffectAndAnswersInOrder() {
        startWith("late-ack=delay:700ms");
        RawClient client = authenticated();
        client.send(SUBSCRIBE);
        client.send("{\"action\":\"subscribe\",\"quotes\":[\"B\"]}");
        client.expectNothing();
        simulator.publish(quote("A"));
        client.expect(ACKNOWLEDGED);
        client.expect("[{\"T\":\"subscription\",\"quotes\":[\"A\",\"B\"]}]");
    }

    @Test
    void lostAckTakesEffect() {
        startWith("lost-ack");
        RawClient client = authenticated();
        client.send(SUBSCRIBE);
        simulator.awaitSubscribed(Feed.IEX, Channel.QUOTES, "A", PATIENCE);
        simulator.publish(quote("A"));
        client.expect("[" + quoteJson("A") + "]");
    }

    @Test
    void partialAckLeavesTheLastSymbolOut() {
        startWith("partial-ack");
        RawClient client = authenticated();
        client.send("{\"action\":\"subscribe\",\"quotes\":[\"A\",\"B\"],\"statuses\":[\"A\"]}");
        client.expect(ACKNOWLEDGED);
        simulator.publish(quote("A"), quote("B"));
        client.expect("[" + quoteJson("A") + "]");
        client.send("{\"action\":\"subscribe\",\"quotes\":[\"A\",\"B\"]}");
        client.expect("[{\"T\":\"subscription\",\"quotes\":[\"A\",\"B\"]}]");
    }

    @Test
    void aFaultMayStrikeOneSessionOnly() {
        start(AlpacaSimulator.builder().connectionLimit(2));
        RawClient first = subscribed();
        SimulatedSession session = simulator.awaitSession(Feed.IEX, PATIENCE);
        RawClient second = subscribed();
        session.inject(FaultSpec.of(Fault.DROP)).awaitFired(PATIENCE);
        assertThat(first.end()).isEqualTo("reset");
        second.expectNothing();
        session.awaitClosed(PATIENCE);
        assertThatThrownBy(() -> session.inject(FaultSpec.of(Fault.DROP)))
                .isInstanceOf(SimulatorException.class)
                .hasMessage("session 1 has ended");
        SimulatedSession survivor = simulator.awaitSession(Feed.IEX, PATIENCE);
        assertThatThrownBy(() -> survivor.inject(FaultSpec.of(Fault.RESTART)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onDemandAFaultWaitsForASessionIfThereIsNone() {
        start(AlpacaSimulator.builder());
        FaultHandle drop = inject("drop");
        assertThat(drop.firedCount()).isZero();
        assertThat(authenticated().end()).isEqualTo("reset");
        assertThat(drop.firedCount()).isEqualTo(1);
        subscribed().expectNothing();
    }

    @Test
    void aCancelledFaultStrikesNoMore() {
        start(AlpacaSimulator.builder());
        FaultHandle drop = inject("drop=every:50ms");
        assertThat(authenticated().end()).isEqualTo("reset");
        drop.cancel();
        assertThat(subscribed().isSilentFor(Duration.ofMillis(200))).isTrue();
    }

    @Test
    void waitingForAFaultThatDoesNotStrikeSaysSo() {
        start(AlpacaSimulator.builder());
        FaultHandle drop = inject("drop");
        assertThatThrownBy(() -> drop.awaitFired(Duration.ofMillis(20)))
                .isInstanceOf(SimulatorException.class)
                .hasMessage("after 20 ms: the fault drop has struck 0 times instead of 1");
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void everyFaultFiresOnDemand(Fault fault) {
        start(AlpacaSimulator.builder());
        FaultSpec spec = FaultSpec.of(fault);
        FaultHandle handle = simulator.inject(fault == Fault.ERROR ? spec.code(406) : spec);
        try {
            RawClient client = connected();
            client.send(AUTH);
            client.send(SUBSCRIBE);
            simulator.awaitSubscribed(Feed.IEX, Channel.QUOTES, "A", Duration.ofMillis(300));
            simulator.publish(quote("A"));
        } catch (AssertionError | SimulatorException | UncheckedIOException e) {
            // Whatever the client saw of it: that it fired is what counts here.
            assertThat(e).isNotNull();
        }
        handle.awaitFired(PATIENCE);
        assertRecorded(fault);
    }

    static List<Arguments> shapes() {
        List<Arguments> shapes = new ArrayList<>();
        for (Encoding encoding : Encoding.values()) {
            shapes.add(Arguments.of(Feed.IEX, encoding, quote("A")));
            shapes.add(Arguments.of(Feed.CRYPTO_US, encoding, quote("A")));
            shapes.add(Arguments.of(Feed.NEWS, encoding, TestEvents.news(1, "A")));
            shapes.add(Arguments.of(Feed.TRADE_UPDATES, encoding, TestEvents.update("new")));
        }
        shapes.add(Arguments.of(Feed.OPTIONS_OPRA, Encoding.MSGPACK, quote("A")));
        return shapes;
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void brokenFramesAreBrokenAsTheyShouldBeInEveryShape(Feed feed, Encoding encoding, MarketEvent event) {
        start(AlpacaSimulator.builder());
        DecodedClient client = new DecodedClient(simulator.uri(feed), feed.kind(), encoding);
        open.add(client);
        client.subscribe(event.channel(), "A");
        simulator.awaitSubscribed(feed, event.channel(), feed.kind() == FeedKind.TRADING ? "*" : "A", PATIENCE);
        client.skipTo(ControlMessage.class);
        inject("malformed-element");
        inject("unknown-type");
        simulator.publish(event);
        simulator.publish(event);
        inject("malformed-frame");
        inject("error=code:500,after:0s");

        List<Object> seen = client.untilError();
        assertThat(seen).filteredOn(MarketEvent.class::isInstance).hasSize(2);
        assertThat(seen).filteredOn("zz"::equals).hasSizeBetween(1, 2);
        assertThat(seen)
                .filteredOn(DecodeProblem.class::isInstance)
                .extracting(problem -> ((DecodeProblem) problem).scope())
                .containsExactly(DecodeProblem.Scope.ELEMENT, DecodeProblem.Scope.FRAME);
    }
}
