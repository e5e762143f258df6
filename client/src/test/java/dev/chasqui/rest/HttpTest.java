package dev.chasqui.rest;

import static dev.chasqui.rest.RawHttpServer.head;
import static dev.chasqui.rest.RawHttpServer.utf8;
import static dev.chasqui.rest.RestFixture.CREDENTIALS;
import static dev.chasqui.rest.RestFixture.KEY;
import static dev.chasqui.rest.RestFixture.MSFT;
import static dev.chasqui.rest.RestFixture.SECRET;
import static dev.chasqui.rest.ScriptedTransport.NO_TRADES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.chasqui.model.Trade;
import dev.chasqui.rest.RestException.Kind;
import dev.chasqui.stream.options.ProxyOptions;
import dev.chasqui.wire.Page;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK's HTTP client under servers that misbehave, over real sockets. */
@Timeout(60)
class HttpTest {

    private static final RetryPolicy QUICK = new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(5));
    private static final String TRADES =
            "{\"trades\":{\"MSFT\":[{\"t\":\"2026-01-05T14:30:00Z\",\"p\":1.5,\"s\":2,\"i\":3}]},\"next_page_token\":null}";

    private final List<AutoCloseable> opened = new ArrayList<>();
    private RawHttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = open(RawHttpServer.start());
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        Awaitility.await().atMost(Duration.ofSeconds(2)).until(HttpTest::threadsOfClients, List::isEmpty);
    }

    private static List<String> threadsOfClients() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("chasqui-") || name.startsWith("HttpClient-"))
                .toList();
    }

    private <C extends AutoCloseable> C open(C closeable) {
        opened.add(closeable);
        return closeable;
    }

    private RestClientBuilder builder() {
        return RestClient.builder()
                .dataHost(server.uri())
                .credentials(CREDENTIALS)
                .retries(RetryPolicy.NONE);
    }

    private CompletableFuture<Page<Trade>> ask(RestClientBuilder builder) {
        return open(builder.build()).trades(MSFT);
    }

    private RestException failure(RestClientBuilder builder) {
        Throwable thrown = catchThrowable(() -> ask(builder).get(30, TimeUnit.SECONDS));
        assertThat(thrown).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(RestException.class);
        RestException failure = (RestException) Objects.requireNonNull(thrown.getCause());
        RestFixture.assertShowsNoSecret(failure);
        return failure;
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }

    @Test
    void answerIsReadAndTheRequestIsPlainHttp() throws Exception {
        server.thenJson(200, TRADES);
        Page<Trade> page = ask(builder()).get(30, TimeUnit.SECONDS);
        assertThat(page.elements()).extracting(Trade::price).containsExactly(1.5);
        assertThat(server.requests()).hasSize(1);
        assertThat(server.requests().get(0))
                .startsWith("GET /v2/stocks/trades?symbols=MSFT&feed=sip HTTP/1.1\r\n")
                .containsIgnoringCase("accept-encoding: gzip")
                .containsIgnoringCase("apca-api-key-id: " + KEY)
                .containsIgnoringCase("apca-api-secret-key: " + SECRET)
                .doesNotContainIgnoringCase("upgrade");
    }

    @Test
    void compressedAnswerIsRead() throws Exception {
        byte[] packed = gzip(utf8(TRADES));
        server.then(head(200, "Content-Encoding: gzip", "Content-Length: " + packed.length) + "\r\n", packed);
        assertThat(ask(builder()).get(30, TimeUnit.SECONDS).elements()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectIsNotFollowedAndCredentialsGoNowhereElse(int status) throws Exception {
        RawHttpServer elsewhere = open(RawHttpServer.start()).thenJson(200, TRADES);
        server.thenJson(status, "", "Location: " + elsewhere.uri() + "/v2/stocks/trades");
        RestException failure = failure(builder().retries(QUICK));
        assertThat(failure.kind()).isEqualTo(Kind.REDIRECT);
        assertThat(failure).hasMessageContaining("not followed, as credentials go to no other address");
        assertThat(server.requests()).hasSize(1);
        assertThat(elsewhere.requests()).isEmpty();
    }

    @Test
    void bodyShorterThanAnnouncedIsACutAnswerAndTriedAgain() throws Exception {
        String cut = TRADES.substring(0, 20);
        server.then(head(200, "Content-Length: " + TRADES.length()) + "\r\n", utf8(cut))
                .thenJson(200, TRADES);
        assertThat(ask(builder().retries(QUICK)).get(30, TimeUnit.SECONDS).elements())
                .hasSize(1);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void cutChunksAreACutAnswer() {
        String chunk = Integer.toHexString(20) + "\r\n" + TRADES.substring(0, 20) + "\r\n";
        server.then(head(200, "Transfer-Encoding: chunked") + "\r\n", utf8(chunk));
        assertThat(failure(builder()).kind()).isEqualTo(Kind.CONNECTION);
    }

    @Test
    void bodyWithoutLengthThatEndsEarlyIsNoShorterPage() {
        server.then(head(200) + "\r\n", utf8(TRADES.substring(0, TRADES.length() - 2)));
        RestException failure = failure(builder().retries(QUICK));
        assertThat(failure.kind()).isEqualTo(Kind.BODY);
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void resetWithinTheBodyIsACutAnswer() throws Exception {
        server.then(socket -> {
            RawHttpServer.write(socket, head(200, "Content-Length: 1000") + "\r\n", utf8("{\"trades\""));
            RawHttpServer.reset(socket);
        });
        RestException failure = failure(builder().retries(QUICK));
        assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
        assertThat(failure.mayPass()).isTrue();
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void brokenCompressionIsACutAnswer() throws Exception {
        byte[] packed = gzip(utf8(TRADES));
        byte[] cut = Arrays.copyOf(packed, packed.length / 2);
        server.then(head(200, "Content-Encoding: gzip", "Content-Length: " + cut.length) + "\r\n", cut);
        RestException ofCut = failure(builder());
        assertThat(ofCut.kind()).isEqualTo(Kind.BODY);
        assertThat(ofCut.mayPass()).isTrue();
        RawHttpServer other = open(RawHttpServer.start());
        other.then(head(200, "Content-Encoding: gzip", "Content-Length: 4") + "\r\n", utf8("junk"));
        assertThat(failure(builder().dataHost(other.uri()))).hasMessageContaining("gzip compression is broken");
    }

    @Test
    void compressedBombIsRefusedAtTheLimit() throws Exception {
        byte[] bomb = gzip(new byte[64 << 20]);
        assertThat(bomb.length).isLessThan(1 << 17);
        server.then(head(200, "Content-Encoding: gzip", "Content-Length: " + bomb.length) + "\r\n", bomb);
        RestException failure = failure(builder().maxBodyBytes(1 << 20).retries(QUICK));
        assertThat(failure.kind()).isEqualTo(Kind.BODY);
        assertThat(failure).hasMessageContaining("more than 1048576 bytes").hasMessageContaining("raise maxBodyBytes");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void endlessBodyIsCutAtTheLimit() throws Exception {
        CountDownLatch cut = new CountDownLatch(1);
        server.then(socket -> {
            RawHttpServer.write(socket, head(200) + "\r\n", new byte[0]);
            try {
                while (true) {
                    socket.getOutputStream().write(new byte[8192]);
                }
            } catch (IOException ended) {
                cut.countDown();
            }
        });
        RestException failure = failure(builder().maxBodyBytes(1 << 20).retries(QUICK));
        assertThat(failure.kind()).isEqualTo(Kind.BODY);
        assertThat(cut.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void bodyThatTricklesIsGivenUpAtTheTimeout() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        server.then(socket -> {
            RawHttpServer.write(socket, head(200, "Content-Length: 1000000") + "\r\n", utf8("{"));
            // Ends when the client closes its side.
            if (socket.getInputStream().read() < 0) {
                gone.countDown();
            }
        });
        RestException failure = failure(builder().timeout(Duration.ofMillis(200)));
        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void serverThatNeverAnswersIsGivenUpAtTheTimeout() {
        server.then(socket -> server.hold());
        assertThat(failure(builder().timeout(Duration.ofMillis(100))).kind()).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void tooManyRequestsWithoutHeadersIsTriedAgain() throws Exception {
        server.thenJson(429, "{\"message\":\"too many requests.\"}").thenJson(200, NO_TRADES);
        assertThat(ask(builder().retries(QUICK)).get(30, TimeUnit.SECONDS).elements())
                .isEmpty();
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void tooManyRequestsWithRetryAfterIsTriedAgain() throws Exception {
        server.thenJson(429, "{}", "Retry-After: 1").thenJson(200, NO_TRADES);
        long before = System.nanoTime();
        assertThat(ask(builder().retries(QUICK)).get(30, TimeUnit.SECONDS).elements())
                .isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void refusalAsAPageIsRead() {
        String page = "<html>\r\n<head><title>401 Authorization Required</title></head></html>";
        server.then(head(401, "Content-Type: text/html", "Content-Length: " + page.length()) + "\r\n", utf8(page));
        RestException failure = failure(builder());
        assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORIZED);
        assertThat(failure.serverMessage()).isEqualTo("401 Authorization Required");
    }

    @Test
    void pagesThatGoRoundInACircleAreLeft() {
        server.thenJson(200, TRADES.replace("null", "\"again\""));
        RestClient client = open(builder().build());
        List<Trade> seen = new ArrayList<>();
        Throwable thrown = catchThrowable(() -> client.allTrades(MSFT).forEach(seen::add));
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        RestException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.PAGING));
        assertThat(seen).hasSize(2);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void nobodyListeningIsAConnectionFailure() throws Exception {
        URI nobody;
        try (ServerSocket free = new ServerSocket(0)) {
            nobody = URI.create("http://127.0.0.1:" + free.getLocalPort());
        }
        RestException failure = failure(builder().dataHost(nobody));
        assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
        assertThat(failure.mayPass()).isTrue();
    }

    @Test
    void serverThatSpeaksNoHttpIsAConnectionFailure() {
        server.then("SSH-2.0-x\r\n\r\n", new byte[0]);
        assertThat(failure(builder()).kind()).isEqualTo(Kind.CONNECTION);
    }

    @Test
    void plainServerBehindASecureAddressSeesNoCredentials() {
        server.then("HTTP/1.1 400 x\r\n\r\n", new byte[0]);
        RestException failure = failure(builder().dataHost(server.secureUri()).timeout(Duration.ofSeconds(5)));
        assertThat(failure.kind()).isIn(Kind.CONNECTION, Kind.TIMEOUT);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void proxyIsAskedToConnectAndSeesNoCredentials() {
        server.then("HTTP/1.1 407 x\r\nContent-Length: 0\r\n\r\n", new byte[0]);
        RestException failure = failure(builder()
                .dataHost(URI.create("https://data.example:8443"))
                .proxy(ProxyOptions.of("127.0.0.1", server.uri().getPort())));
        assertThat(failure.kind()).isEqualTo(Kind.PROXY);
        assertThat(failure.mayPass()).isFalse();
        assertThat(server.requests()).hasSize(1);
        assertThat(server.requests().get(0))
                .startsWith("CONNECT data.example:8443 HTTP/1.1\r\n")
                .doesNotContain(KEY)
                .doesNotContain(SECRET);
    }

    @Test
    void passwordThatTheJdkWithholdsFromATunnelIsATypedFailureWithTheRemedy() {
        server.then("HTTP/1.1 407 x\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n", new byte[0]);
        RestException failure = failure(builder()
                .dataHost(URI.create("https://data.example:8443"))
                .proxy(new ProxyOptions("127.0.0.1", server.uri().getPort(), "user", "proxy-password")));
        assertThat(failure.kind()).isEqualTo(Kind.PROXY);
        assertThat(failure)
                .hasMessageContaining("jdk.http.auth.tunneling.disabledSchemes")
                .hasMessageNotContaining("proxy-password");
        assertThat(server.requests())
                .singleElement()
                .satisfies(head -> assertThat(head).doesNotContain("Proxy-Authorization", KEY, SECRET));
    }

    @Test
    void userAndPasswordGoToTheProxyOfAPlainAddress() throws Exception {
        server.thenJson(200, NO_TRADES);
        RestClient client = open(builder()
                .dataHost(URI.create("http://127.0.0.1:1"))
                .proxy(new ProxyOptions("127.0.0.1", server.uri().getPort(), "user", "word"))
                .build());
        assertThat(client.trades(MSFT).get(30, TimeUnit.SECONDS).elements()).isEmpty();
        assertThat(server.requests())
                .singleElement()
                .satisfies(head -> assertThat(head)
                        .startsWith("GET http://127.0.0.1:1/")
                        .contains("Proxy-Authorization: Basic dXNlcjp3b3Jk\r\n"));
    }

    @Test
    void callbackMayWaitForAnotherRequest() throws Exception {
        server.thenJson(200, NO_TRADES);
        RestClient client = open(builder().build());
        CompletableFuture<Integer> nested = client.trades(MSFT)
                .thenApply(first -> client.trades(MSFT).join().elements().size());
        assertThat(nested.get(30, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void closingEndsRequestsAndThreadsAtOnce() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        server.then(socket -> {
            asked.countDown();
            server.hold();
        });
        RestClient client = builder().build();
        CompletableFuture<Page<Trade>> answer = client.trades(MSFT);
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        client.close();
        assertThat(answer).isCompletedExceptionally();
        Awaitility.await().atMost(Duration.ofSeconds(2)).until(HttpTest::threadsOfClients, List::isEmpty);
    }

    @Test
    void closingWithinACallbackDoesNotInterruptIt() throws Exception {
        server.thenJson(200, NO_TRADES);
        RestClient client = builder().build();
        CompletableFuture<Boolean> interrupted = client.trades(MSFT).thenApply(page -> {
            client.close();
            return Thread.currentThread().isInterrupted();
        });
        assertThat(interrupted.get(30, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void clientThatWasNeverUsedHasNoThreads() {
        RestClient client = open(builder().build());
        assertThat(client).isNotNull();
        assertThat(threadsOfClients()).isEmpty();
    }
}
