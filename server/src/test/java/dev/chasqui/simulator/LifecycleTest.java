package dev.chasqui.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.Subscription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LifecycleTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static List<String> simulatorThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("chasqui-simulator") || name.startsWith("globalEventExecutor"))
                .toList();
    }

    @Test
    void closeLeavesNoThreadAndNoPort() throws IOException {
        AlpacaSimulator simulator = AlpacaSimulator.builder()
                .market(MarketSource.seeded(1))
                .fault(FaultSpec.parse("drop=every:1h"))
                .start();
        RawClient client = RawClient.authenticated(simulator.uri(Feed.IEX));
        client.send("{\"action\":\"subscribe\",\"quotes\":[\"*\"]}");
        client.nextText();
        client.nextText();
        assertThat(simulatorThreads()).contains("chasqui-simulator-io", "chasqui-simulator-market");

        simulator.close();
        simulator.close();

        assertThat(simulatorThreads()).isEmpty();
        new ServerSocket(simulator.port(), 1, InetAddress.getLoopbackAddress()).close();
        client.close();
        assertThatThrownBy(() -> simulator.publish(TestEvents.quote("A")))
                .isInstanceOf(SimulatorException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(simulator::start).isInstanceOf(SimulatorException.class);
        assertThatThrownBy(() -> simulator.finished().get())
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(SimulatorException.class);
    }

    @Test
    void aTakenPortIsNamedWithTheNextStepAndLeavesNoThread() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            AlpacaSimulator simulator =
                    AlpacaSimulator.builder().port(taken.getLocalPort()).build();
            assertThatThrownBy(simulator::start)
                    .isInstanceOf(SimulatorException.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("choose another port");
            assertThat(simulatorThreads()).isEmpty();
        }
    }

    @Test
    void stopAndStartKeepThePort() {
        try (AlpacaSimulator simulator = AlpacaSimulator.builder().start()) {
            int port = simulator.port();
            RawClient client = RawClient.authenticated(simulator.uri(Feed.IEX));
            simulator.stop();
            assertThat(client.end()).isEqualTo("reset");
            simulator.awaitNoSessions(PATIENCE);
            assertThatThrownBy(() -> RawClient.connect(simulator.uri(Feed.IEX)))
                    .isInstanceOf(UncheckedIOException.class);
            simulator.start();
            assertThat(simulator.port()).isEqualTo(port);
            RawClient again = RawClient.authenticated(simulator.uri(Feed.IEX));
            simulator.restart();
            assertThat(again.end()).isEqualTo("reset");
            RawClient.authenticated(simulator.uri(Feed.IEX)).close();
            assertThat(simulator.ledger().sessions())
                    .extracting(SessionRecord::closeCause)
                    .startsWith("server stopped", "server stopped");
        }
    }

    @Test
    void whatNeedsAStartedSimulatorSaysSo() {
        AlpacaSimulator simulator = AlpacaSimulator.builder().build();
        assertThatThrownBy(simulator::port)
                .isInstanceOf(SimulatorException.class)
                .hasMessageContaining("call start() first");
        simulator.close();
    }

    @Test
    void waitingInVainTellsWhatThereIs() {
        try (AlpacaSimulator simulator = AlpacaSimulator.builder().start();
                RawClient client = RawClient.authenticated(simulator.uri(Feed.IEX))) {
            client.expectNothing();
            assertThatThrownBy(() -> simulator.awaitSubscribed(Feed.IEX, Channel.TRADES, "A", Duration.ofMillis(20)))
                    .isInstanceOf(SimulatorException.class)
                    .hasMessage(
                            "after 20 ms: no session of iex is subscribed to trades of A; sessions that live: [1 iex {}]");
        }
    }

    @Test
    void whatIsPublishedIsHandedOnInItsOrderThoughNothingIsKept() throws InterruptedException {
        BlockingQueue<Publication> published = new LinkedBlockingQueue<>();
        try (AlpacaSimulator simulator =
                AlpacaSimulator.builder().onPublished(published::add).start()) {
            simulator.publish(TestEvents.quote("A"), TestEvents.quote("B"));
            simulator.publish(TestEvents.quote("C"));

            assertThat(next(published).events()).containsExactly(TestEvents.quote("A"), TestEvents.quote("B"));
            assertThat(next(published).events()).containsExactly(TestEvents.quote("C"));
            assertThat(simulator.ledger().published()).isEmpty();
        }
    }

    private static Publication next(BlockingQueue<Publication> published) throws InterruptedException {
        return Objects.requireNonNull(published.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS), "nothing was published");
    }

    @Test
    void theLedgerTellsWhatHappened() {
        try (AlpacaSimulator simulator =
                AlpacaSimulator.builder().keepEvents(true).start()) {
            RawClient client = RawClient.connect(
                    simulator.uri(Feed.IEX),
                    "User-Agent: test/1",
                    "APCA-API-KEY-ID: K",
                    "APCA-API-SECRET-KEY: CANARY-SECRET");
            client.send("{\"action\":\"auth\",\"key\":\"K\",\"secret\":\"CANARY-SECRET\"}");
            client.send("{\"action\":\"subscribe\",\"quotes\":[\"A\"]}");
            SimulatedSession session = simulator.awaitSubscribed(Feed.IEX, Channel.QUOTES, "A", PATIENCE);
            simulator.publish(TestEvents.quote("A"), TestEvents.quote("B"));
            simulator.publish(TestEvents.quote("B"));
            for (int i = 0; i < 4; i++) {
                client.nextText();
            }
            client.expect("[" + TestEvents.quoteJson("A") + "]");
            client.sendClose(1000);
            session.awaitClosed(PATIENCE);

            SessionRecord record = simulator.ledger().sessions().get(0);
            assertThat(record).isEqualTo(session.record());
            assertThat(record.id()).isEqualTo(1);
            assertThat(record.userAgent()).isEqualTo("test/1");
            assertThat(record.path()).isEqualTo("/v2/iex");
            assertThat(record.compressed()).isFalse();
            assertThat(record.requests()).hasSize(2);
            assertThat(record.answers()).hasSize(4);
            assertThat(record.acknowledgements()).containsExactly(Subscription.quotes("A"));
            assertThat(record.events()).containsExactly(TestEvents.quote("A"));
            assertThat(record.eventsSent()).isEqualTo(1);
            assertThat(record.framesSent()).isEqualTo(1);
            assertThat(record.isOpen()).isFalse();
            assertThat(record.openedAt()).isBeforeOrEqualTo(record.authenticatedAt());
            assertThat(record.authenticatedAt()).isBeforeOrEqualTo(record.closedAt());
            assertThat(record.toString()).doesNotContain("CANARY-SECRET");
            assertThat(simulator.ledger().messagesPublished()).isEqualTo(3);
            assertThat(simulator.ledger().published()).hasSize(2);
            assertThat(simulator.ledger().violations()).isEmpty();
            client.close();
        }
    }

    @Test
    void theJdksOwnClientConnects() throws Exception {
        try (AlpacaSimulator simulator = AlpacaSimulator.builder().start()) {
            BlockingQueue<String> seen = new LinkedBlockingQueue<>();
            URI uri = simulator.uri(Feed.IEX);
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(uri, new Collector(seen))
                    .get(10, TimeUnit.SECONDS);
            assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(RawClient.CONNECTED);
            socket.sendText(RawClient.AUTH, true).get(10, TimeUnit.SECONDS);
            assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(RawClient.AUTHENTICATED);
            socket.sendClose(1000, "").get(10, TimeUnit.SECONDS);
            assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("closed 1006");
            Awaitility.await().until(() -> simulator.sessions().isEmpty());
        }
    }

    private record Collector(BlockingQueue<String> seen) implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            seen.add(data.toString());
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            seen.add("closed " + code);
            return CompletableFuture.completedFuture(null);
        }
    }
}
