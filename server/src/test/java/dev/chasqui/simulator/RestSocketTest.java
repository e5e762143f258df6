package dev.chasqui.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.Timestamps;
import dev.chasqui.model.Trade;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class RestSocketTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TRADES = "/v2/stocks/trades?symbols=A&start=2026-01-01&limit=10000";

    private final AlpacaSimulator simulator =
            AlpacaSimulator.builder().accept("K", "S").start();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() {
        simulator.close();
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create(simulator.restUri() + target))
                .timeout(PATIENCE)
                .header("APCA-API-KEY-ID", "K")
                .header("APCA-API-SECRET-KEY", "S");
    }

    private HttpResponse<byte[]> get(String target) throws IOException, InterruptedException {
        return http.send(request(target).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> getPacked(String target) throws IOException, InterruptedException {
        return http.send(
                request(target).header("Accept-Encoding", "gzip").build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static List<Trade> trades(int count) {
        return IntStream.range(0, count).mapToObj(i -> TestEvents.trade("A", i)).toList();
    }

    @Test
    void streamAndRestTellTheSameOnOnePort() throws Exception {
        assertThat(simulator.restUri().getPort()).isEqualTo(simulator.port());
        try (RawClient client = RawClient.connect(simulator.uri(Feed.IEX))) {
            client.send("{\"action\":\"auth\",\"key\":\"K\",\"secret\":\"S\"}");
            client.send("{\"action\":\"subscribe\",\"trades\":[\"A\"]}");
            simulator.awaitSubscribed(Feed.IEX, Channel.TRADES, "A", PATIENCE);
            simulator.publish(TestEvents.trade("A", 1));
            client.nextText();
            client.nextText();
            client.nextText();
            client.expect("[" + TestEvents.tradeJson("A", 1) + "]");
            HttpResponse<byte[]> response = get(TRADES);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("content-type")).hasValue("application/json; charset=UTF-8");
            String row = TestEvents.tradeJson("A", 1).replace("\"T\":\"t\",\"S\":\"A\",", "");
            assertThat(new String(response.body(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"trades\":{\"A\":[" + row + "]},\"next_page_token\":null}");
            simulator.publish(TestEvents.trade("A", 2));
            client.expect("[" + TestEvents.tradeJson("A", 2) + "]");
        }
    }

    @Test
    void oneConnectionServesManyRequests() throws Exception {
        simulator.publish(trades(3));
        for (int i = 0; i < 50; i++) {
            assertThat(get(TRADES).statusCode()).isEqualTo(200);
        }
        List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(http.sendAsync(request(TRADES).build(), HttpResponse.BodyHandlers.ofByteArray()));
        }
        for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
            assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
        assertThat(simulator.ledger().restRequestCount()).isEqualTo(70);
    }

    @Test
    void theLedgerHasPathAndStatusAndNoSecret() throws Exception {
        get("/v2/clock");
        get("/v9/nothing?a=b");
        http.send(
                HttpRequest.newBuilder(URI.create(simulator.restUri() + "/v2/clock"))
                        .header("APCA-API-KEY-ID", "K")
                        .header("APCA-API-SECRET-KEY", "WRONG")
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        List<RestRecord> requests = simulator.ledger().restRequests();
        assertThat(requests).extracting(RestRecord::status).containsExactly(200, 404, 401);
        assertThat(requests).extracting(RestRecord::path).containsExactly("/v2/clock", "/v9/nothing", "/v2/clock");
        assertThat(requests.get(1).query()).containsEntry("a", "b");
        assertThat(requests.toString()).doesNotContain("WRONG");
    }

    @Test
    void aResetInTheBodyIsAnErrorOfTheClient() {
        simulator.publish(trades(5_000));
        simulator.rest(RestOptions.builder().every(RestFault.RESET_IN_BODY, 1).build());
        assertThatThrownBy(() -> get(TRADES)).isInstanceOf(IOException.class);
    }

    @Test
    void aBodyIsPackedAndMayBeCutOff() throws Exception {
        simulator.publish(trades(5_000));
        HttpResponse<byte[]> packed = getPacked(TRADES);
        assertThat(packed.headers().firstValue("content-encoding")).hasValue("gzip");
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
            JsonNode page = JSON.readTree(gzip.readAllBytes());
            assertThat(page.path("trades").path("A").size()).isEqualTo(5_000);
        }
        simulator.rest(RestOptions.builder().every(RestFault.TRUNCATED_BODY, 1).build());
        byte[] cut = getPacked(TRADES).body();
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(cut))) {
            assertThatThrownBy(gzip::readAllBytes).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void noAnswerIsAnErrorOfTheClientAndTheOptionsMayChangeBack() throws Exception {
        simulator.rest(RestOptions.builder().every(RestFault.NO_ANSWER, 1).build());
        assertThatThrownBy(() -> get("/v2/clock")).isInstanceOf(IOException.class);
        assertThat(simulator.ledger().restRequests())
                .extracting(RestRecord::status)
                .contains(RestRecord.NO_ANSWER);
        simulator.rest(RestOptions.defaults());
        assertThat(get("/v2/clock").statusCode()).isEqualTo(200);
    }

    @Test
    void closeEndsTheThreadThatWrites() throws Exception {
        get("/v2/clock");
        simulator.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("chasqui-simulator"));
        assertThatThrownBy(() -> get("/v2/clock")).isInstanceOf(IOException.class);
    }

    @Test
    void aSlowAnswerComesNotBeforeItsTime() throws Exception {
        simulator.rest(RestOptions.builder().answerDelay(Duration.ofMillis(300)).build());
        long begin = System.nanoTime();
        assertThat(get("/v2/clock").statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void newsAreServedWhereTheirStreamIsAndOtherStreamsAskForAnUpgrade() throws Exception {
        simulator.publish(TestEvents.news(7, "A"));
        HttpResponse<byte[]> news = get("/v1beta1/news?start=2026-01-01");
        assertThat(JSON.readTree(news.body()).path("news").get(0).path("id").asLong())
                .isEqualTo(7);
        assertThat(get("/v2/iex").statusCode()).isEqualTo(426);
    }

    @Test
    void aSeededMarketIsServedAsItWasPublished() throws Exception {
        Instant start = Instant.parse("2026-01-05T14:30:00Z");
        try (AlpacaSimulator seeded = AlpacaSimulator.builder()
                        .market(MarketSource.seeded(3)
                                .symbols("AAPL", "MSFT")
                                .start(start)
                                .length(Duration.ofMinutes(5))
                                .pace(Pace.MAX))
                        .keepEvents(true)
                        .start();
                RawClient client = RawClient.authenticated(seeded.uri(Feed.SIP))) {
            client.send("{\"action\":\"subscribe\",\"bars\":[\"*\"]}");
            seeded.finished().get(20, TimeUnit.SECONDS);
            List<Long> published = seeded.ledger().published().stream()
                    .flatMap(frame -> frame.events().stream())
                    .filter(event ->
                            event instanceof Trade trade && trade.symbol().equals("AAPL"))
                    .map(event -> ((Trade) event).id())
                    .toList();
            HttpResponse<byte[]> response = http.send(
                    HttpRequest.newBuilder(URI.create(seeded.restUri()
                                    + "/v2/stocks/trades?symbols=AAPL&limit=10000&start=2026-01-05&end="
                                    + Timestamps.toInstant(Timestamps.toEpochNanos(start.plus(Duration.ofMinutes(5))))))
                            .header("APCA-API-KEY-ID", "any")
                            .header("APCA-API-SECRET-KEY", "any")
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            List<Long> served = new ArrayList<>();
            JSON.readTree(response.body())
                    .path("trades")
                    .path("AAPL")
                    .forEach(row -> served.add(row.path("i").asLong()));
            assertThat(served).isNotEmpty().isEqualTo(published);
        }
    }
}
