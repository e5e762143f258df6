package dev.chasqui.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Subscription;
import dev.chasqui.model.Trade;
import dev.chasqui.wire.ClientRequest;
import dev.chasqui.wire.Encoding;
import dev.chasqui.wire.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The state machine without a socket and without a clock. */
class SessionTest {

    private static final String CONNECTED = "[{\"T\":\"success\",\"msg\":\"connected\"}]";
    private static final String AUTHENTICATED = "[{\"T\":\"success\",\"msg\":\"authenticated\"}]";
    private static final String AUTH = "{\"action\":\"auth\",\"key\":\"K\",\"secret\":\"S\"}";

    private final FakeTimers timers = new FakeTimers();
    private final List<String> news = new ArrayList<>();
    private final SessionObserver observer = new SessionObserver() {
        @Override
        public void authenticated(Session session) {
            news.add(session.id() + " authenticated");
        }

        @Override
        public void refusedForConnectionLimit(Session session) {
            news.add(session.id() + " over the limit");
        }

        @Override
        public void closed(Session session, String cause) {
            news.add(session.id() + " closed: " + cause);
        }
    };
    private Interference interference = Interference.NONE;
    private SessionHub hub = hub(ServerPolicy.DEFAULT);
    private RecordingLink link = new RecordingLink();

    private SessionHub hub(ServerPolicy policy) {
        Authenticator authenticator =
                (feed, key, secret) -> secret.equals("S") ? Optional.empty() : Optional.of(ErrorCode.AUTH_FAILED);
        return new SessionHub(policy, authenticator, timers, interference, List.of(observer));
    }

    private Session open() {
        link = new RecordingLink();
        Handshake handshake = new Handshake(Feed.IEX, "/v2/iex", Encoding.JSON, false, "", Optional.empty());
        return hub.open(handshake, link);
    }

    private Session ready() {
        Session session = open();
        receive(session, AUTH);
        assertThat(link.taken()).containsExactly(CONNECTED, AUTHENTICATED);
        return session;
    }

    private static void receive(Session session, String request) {
        byte[] bytes = request.getBytes(StandardCharsets.UTF_8);
        session.received(bytes, 0, bytes.length);
    }

    private static MarketEvent trade(String symbol) {
        return new Trade(symbol, 0, 1, "V", 1.5, 1, List.of("@"), "C", null, null, MarketEvent.NO_TIMESTAMP);
    }

    private void publish(boolean bounded, MarketEvent... events) {
        hub.publish(feed -> true, DataFrame.of(List.of(events)), bounded);
        hub.flush();
    }

    private static String json(String symbol) {
        return "{\"T\":\"t\",\"S\":\"" + symbol
                + "\",\"i\":1,\"x\":\"V\",\"p\":1.5,\"s\":1,\"c\":[\"@\"],\"z\":\"C\",\"t\":\"1970-01-01T00:00:00Z\"}";
    }

    @Test
    void authenticationIsDueAfterTenSeconds() {
        Session session = open();
        timers.advance(Duration.ofMillis(9_999));
        assertThat(session.state()).isEqualTo(Session.State.AUTHENTICATING);
        timers.advance(Duration.ofMillis(1));
        assertThat(link.taken())
                .containsExactly(CONNECTED, "[{\"T\":\"error\",\"code\":404,\"msg\":\"auth timeout\"}]", "close 1008");
        assertThat(session.state()).isEqualTo(Session.State.CLOSED);
        assertThat(hub.sessions()).isEmpty();
    }

    @Test
    void anAuthenticatedSessionHasNoDeadline() {
        Session session = ready();
        for (int minute = 0; minute < 60; minute++) {
            timers.advance(Duration.ofSeconds(54));
            session.ponged();
        }
        assertThat(session.state()).isEqualTo(Session.State.READY);
        assertThat(link.taken()).hasSize(60).containsOnly("ping");
    }

    @Test
    void aMissingPongEndsTheSessionSixtySecondsAfterTheLastSign() {
        Session session = ready();
        timers.advance(Duration.ofMillis(59_999));
        assertThat(session.state()).isEqualTo(Session.State.READY);
        timers.advance(Duration.ofMillis(1));
        assertThat(link.taken()).containsExactly("ping", "drop");
        assertThat(news).containsExactly("1 authenticated", "1 closed: no pong");
    }

    @Test
    void anEndedSessionLeavesNoTimerAndDoesNothing() {
        Session session = ready();
        session.disconnected("gone");
        assertThat(timers.pending()).isZero();
        receive(session, AUTH);
        session.sendRaw(new byte[1]);
        session.end("again");
        assertThat(link.taken()).isEmpty();
        assertThat(news).containsExactly("1 authenticated", "1 closed: gone");
    }

    @Test
    void theSlotIsFreeWhenTheHolderIsGone() {
        Session holder = ready();
        Session newcomer = open();
        receive(newcomer, AUTH);
        assertThat(link.taken()).last().asString().contains("\"code\":406");
        holder.disconnected("gone");
        receive(newcomer, AUTH);
        assertThat(link.taken()).containsExactly(AUTHENTICATED);
        assertThat(news).contains("2 over the limit", "2 authenticated");
    }

    @Test
    void aGhostHoldsItsSlotForTheGhostDuration() {
        Session holder = ready();
        holder.endAsGhost("network");
        timers.advance(Duration.ofMillis(59_999));
        Session newcomer = open();
        receive(newcomer, AUTH);
        assertThat(link.taken()).last().asString().contains("\"code\":406");
        timers.advance(Duration.ofMillis(1));
        receive(newcomer, AUTH);
        assertThat(link.taken()).containsExactly(AUTHENTICATED);
    }

    @Test
    void anEndOfTheSameSessionTwiceFreesOneSlotOnly() {
        ready().end("first");
        Session second = ready();
        hub.sessions().get(0).end("second");
        second.disconnected("second again");
        ready();
        Session fourth = open();
        receive(fourth, AUTH);
        assertThat(link.taken()).last().asString().contains("\"code\":406");
    }

    @Test
    void dataFollowsTheAcknowledgementAndKeepsTheFramesOfTheMarket() {
        Session session = ready();
        publish(true, trade("A"));
        receive(session, "{\"action\":\"subscribe\",\"trades\":[\"A\",\"B\"]}");
        publish(true, trade("A"), trade("X"), trade("B"));
        publish(true, trade("X"));
        publish(true, trade("B"));
        assertThat(link.taken())
                .containsExactly(
                        "[{\"T\":\"subscription\",\"trades\":[\"A\",\"B\"],\"corrections\":[\"A\",\"B\"],"
                                + "\"cancelErrors\":[\"A\",\"B\"]}]",
                        "[" + json("A") + "," + json("B") + "]",
                        "[" + json("B") + "]");
        assertThat(session.eventsSent()).isEqualTo(3);
    }

    @Test
    void sessionsThatGetTheSameShareItsBytes() {
        List<RecordingLink> links = new ArrayList<>();
        for (String symbols : List.of("\"A\",\"C\"", "\"C\",\"A\"", "\"A\"", "\"*\"", "\"A\",\"B\",\"C\"")) {
            Session session = open();
            receive(session, AUTH.replace("\"K\"", "\"K" + links.size() + "\""));
            receive(session, "{\"action\":\"subscribe\",\"trades\":[" + symbols + "]}");
            links.add(link);
        }

        publish(true, trade("A"), trade("B"), trade("C"));

        assertThat(links.get(1).latest())
                .isSameAs(links.get(0).latest())
                .asString()
                .contains(json("A") + "," + json("C"));
        assertThat(links.get(2).latest()).asString().isEqualTo("[" + json("A") + "]");
        assertThat(links.get(4).latest())
                .isSameAs(links.get(3).latest())
                .asString()
                .contains(json("B"));
    }

    @Test
    void aSessionThatWantsSomethingElseFromNowOnGetsThat() {
        Session session = ready();
        receive(session, "{\"action\":\"subscribe\",\"trades\":[\"A\"]}");
        publish(true, trade("A"), trade("B"));
        receive(session, "{\"action\":\"subscribe\",\"trades\":[\"B\"]}");
        receive(session, "{\"action\":\"unsubscribe\",\"trades\":[\"A\"]}");
        publish(true, trade("A"), trade("B"));
        assertThat(link.latest()).asString().isEqualTo("[" + json("B") + "]");
    }

    @Test
    void aRecordedFrameIsPassedOnByteForByteIfAllOfItIsWanted() {
        Session session = ready();
        receive(session, "{\"action\":\"subscribe\",\"trades\":[\"A\"]}");
        link.taken();
        byte[] recorded = "[ as recorded ]".getBytes(StandardCharsets.UTF_8);
        hub.publish(feed -> true, DataFrame.recorded(List.of(trade("A")), FeedKind.STOCKS, recorded), true);
        hub.publish(feed -> true, DataFrame.recorded(List.of(trade("A"), trade("B")), FeedKind.STOCKS, recorded), true);
        assertThat(link.taken()).containsExactly("[ as recorded ]", "[" + json("A") + "]");
    }

    @Test
    void aSlowClientIsToldAndCutOffUnlessTheMarketWaits() {
        Session session = ready();
        receive(session, "{\"action\":\"subscribe\",\"trades\":[\"*\"]}");
        link.pend(ServerPolicy.DEFAULT.outboundLimitBytes() + 1);
        link.writable(false);
        publish(false, trade("A"));
        assertThat(session.state()).isEqualTo(Session.State.READY);
        assertThat(hub.isReady(feed -> true)).isFalse();
        publish(true, trade("A"));
        assertThat(link.taken()).endsWith("[{\"T\":\"error\",\"code\":407,\"msg\":\"slow client\"}]", "close 1008");
        assertThat(news).endsWith("1 closed: error 407");
    }

    @Test
    void readinessAsksSubscribedSessionsOnly() {
        assertThat(hub.isReady(feed -> true)).isFalse();
        Session session = ready();
        assertThat(hub.isReady(feed -> true)).isFalse();
        receive(session, "{\"action\":\"subscribe\",\"trades\":[\"*\"]}");
        assertThat(hub.isReady(feed -> true)).isTrue();
        assertThat(hub.isReady(Feed.SIP::equals)).isFalse();
        session.freeze();
        assertThat(hub.isReady(feed -> true)).isFalse();
    }

    @Test
    void aLateAcknowledgementHoldsBackWhatComesAfterIt() {
        interference = new Interference() {
            private boolean first = true;

            @Override
            public Delivery acknowledgement(Session session) {
                Delivery delivery = first ? Delivery.late(Duration.ofSeconds(2)) : Delivery.PROMPT;
                first = false;
                return delivery;
            }
        };
        hub = hub(ServerPolicy.DEFAULT);
        Session session = ready();
        receive(session, "{\"action\":\"subscribe\",\"bars\":[\"A\"]}");
        receive(session, "{\"action\":\"unsubscribe\",\"bars\":[\"A\"]}");
        timers.advance(Duration.ofMillis(1_999));
        assertThat(link.taken()).isEmpty();
        assertThat(session.requested()).isEqualTo(Subscription.none());
        timers.advance(Duration.ofMillis(1));
        assertThat(link.taken())
                .containsExactly("[{\"T\":\"subscription\",\"bars\":[\"A\"]}]", "[{\"T\":\"subscription\"}]");
    }

    @Test
    void aSessionThatEndsWhileAnAnswerIsLateStaysEnded() {
        interference = new Interference() {
            @Override
            public Delivery acknowledgement(Session session) {
                return Delivery.late(Duration.ofSeconds(2));
            }
        };
        hub = hub(ServerPolicy.DEFAULT);
        Session session = ready();
        receive(session, "{\"action\":\"subscribe\",\"bars\":[\"A\"]}");
        session.disconnected("gone");
        timers.advance(Duration.ofSeconds(10));
        assertThat(link.taken()).isEmpty();
        assertThat(session.requested()).isEqualTo(Subscription.none());
    }

    @Test
    void credentialsAreNeverShown() {
        List<ClientRequest> seen = new ArrayList<>();
        SessionObserver recorder = new SessionObserver() {
            @Override
            public void requested(Session session, ClientRequest request) {
                seen.add(request);
            }
        };
        hub = new SessionHub(
                ServerPolicy.DEFAULT, (feed, key, secret) -> Optional.empty(), timers, interference, List.of(recorder));
        receive(open(), AUTH);
        assertThat(seen).containsExactly(new ClientRequest.Authenticate("", ""));
        assertThat(new Handshake(
                                Feed.IEX,
                                "/v2/iex",
                                Encoding.JSON,
                                false,
                                "",
                                Optional.of(new ClientRequest.Authenticate("KEY", "CANARY-SECRET")))
                        .toString())
                .doesNotContain("CANARY")
                .doesNotContain("KEY");
    }

    @Test
    void whoeverSubscribesToEverythingIsReportedAsSuch() {
        Session session = ready();
        receive(session, "{\"action\":\"subscribe\",\"quotes\":[\"*\"],\"trades\":[\"A\"]}");
        assertThat(session.active().symbols(Channel.QUOTES)).containsExactly("*");
        assertThat(session.active().symbols(Channel.CORRECTIONS)).containsExactly("A");
        assertThat(session.requested().channels()).containsExactly(Channel.TRADES, Channel.QUOTES);
    }
}
