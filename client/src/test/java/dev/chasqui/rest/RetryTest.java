package dev.chasqui.rest;

import static dev.chasqui.rest.RestFixture.MSFT;
import static dev.chasqui.rest.RestFixture.failure;
import static dev.chasqui.rest.ScriptedTransport.NO_TRADES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Trade;
import dev.chasqui.rest.HttpTransport.Response;
import dev.chasqui.rest.RestException.Kind;
import dev.chasqui.stream.options.Credentials;
import dev.chasqui.wire.Page;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent again, when, and what is not; on virtual time. */
class RetryTest {

    private static final Duration LONG = Duration.ofMinutes(30);

    private final RestFixture fixture = new RestFixture();
    private final VirtualTime time = fixture.time;
    private final ScriptedTransport transport = fixture.transport;

    private CompletableFuture<Page<Trade>> ask(RestClient client) {
        return client.trades(MSFT);
    }

    @ParameterizedTest
    @CsvSource({"429,RATE_LIMITED", "500,SERVER", "502,SERVER", "503,SERVER", "504,SERVER"})
    void statusThatMayPassIsSentAgainFiveTimes(int status, Kind kind) {
        transport.then(status, "{\"message\":\"not now\"}");
        CompletableFuture<Page<Trade>> answer = ask(fixture.builder().build());
        time.advance(LONG);
        RestException failure = failure(answer);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.mayPass()).isTrue();
        assertThat(failure.serverMessage()).isEqualTo("not now");
        assertThat(transport.requests).hasSize(6);
        assertThat(time.waiting()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "301,REDIRECT",
        "302,REDIRECT",
        "307,REDIRECT",
        "308,REDIRECT",
        "304,REDIRECT",
        "400,BAD_REQUEST",
        "401,UNAUTHORIZED",
        "403,FORBIDDEN",
        "404,NOT_FOUND",
        "405,BAD_REQUEST",
        "407,PROXY",
        "408,BAD_REQUEST",
        "410,BAD_REQUEST",
        "422,BAD_REQUEST",
        "425,BAD_REQUEST",
        "501,SERVER",
        "505,SERVER"
    })
    void otherStatusIsToldAtOnce(int status, Kind kind) {
        transport.then(status, "{}");
        RestException failure = failure(ask(fixture.builder().build()));
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.mayPass()).isFalse();
        assertThat(transport.requests).hasSize(1);
        assertThat(time.waiting()).isZero();
    }

    @Test
    void connectionThatFailsOrIsCutIsTriedAgain() {
        transport
                .thenFail(new ConnectException())
                .thenFail(new IOException("fixed content-length: 5, bytes received: 3"))
                .then(200, "{\"trades\":{\"MS")
                .then(200, NO_TRADES);
        CompletableFuture<Page<Trade>> answer = ask(fixture.builder().build());
        time.advance(LONG);
        assertThat(answer.join().elements()).isEmpty();
        assertThat(transport.requests).hasSize(4);
    }

    @Test
    void transportThatThrowsIsNotTriedAgain() {
        transport.thenFail(new IllegalStateException(RestFixture.SECRET));
        RestException failure = failure(ask(fixture.builder().build()));
        assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
        assertThat(failure).hasMessageContaining("java.lang.IllegalStateException");
        assertThat(transport.requests).hasSize(1);
    }

    @Test
    void answerThatNobodyForesawEndsTheCall() {
        transport.then(new CompletableFuture<Response>().completeAsync(() -> null, Runnable::run));
        assertThat(failure(ask(fixture.builder().retries(RetryPolicy.NONE).build())))
                .hasMessageContaining("the transport gave no answer");
        CompletableFuture<Page<Trade>> broken = ask(new RestFixture()
                .builder()
                .transport(new ScriptedTransport(time)
                        .then(CompletableFuture.completedFuture(new Response(200, Map.of(), nothing()))))
                .build());
        assertThat(broken).isCompletedExceptionally();
    }

    @SuppressWarnings("NullAway") // As a transport may do that was not written for null checks.
    private static byte[] nothing() {
        return null;
    }

    @Test
    void delaysGrowAndAreSpread() {
        transport.then(503, "");
        RetryPolicy policy = new RetryPolicy(6, Duration.ofSeconds(1), Duration.ofSeconds(8));
        CompletableFuture<Page<Trade>> answer =
                ask(fixture.builder().retries(policy).build());
        time.advance(LONG);
        assertThat(failure(answer).kind()).isEqualTo(Kind.SERVER);
        List<Integer> most = List.of(1, 2, 4, 8, 8, 8);
        for (int i = 0; i < most.size(); i++) {
            Duration delay = transport.times.get(i + 1).minus(transport.times.get(i));
            assertThat(delay).isBetween(Duration.ofMillis(500L * most.get(i)), Duration.ofSeconds(most.get(i)));
        }
        assertThat(transport.times).hasSize(7);
    }

    @Test
    void retriesCanBeSwitchedOffForARequest() {
        transport.then(503, "", "Retry-After", "7");
        RestException failure = failure(ask(fixture.builder().build().withRetries(RetryPolicy.NONE)));
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(transport.requests).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void retryAfterInSecondsIsWaitedFor(int status) {
        transport.then(status, "", "retry-after", "42").then(200, NO_TRADES);
        CompletableFuture<Page<Trade>> answer = ask(fixture.builder().build());
        time.advance(LONG);
        assertThat(answer).isCompleted();
        assertThat(transport.times).containsExactly(Duration.ZERO, Duration.ofSeconds(42));
    }

    @Test
    void retryAfterAsADateIsWaitedFor() {
        transport.then(429, "", "Retry-After", "Mon, 05 Jan 2026 14:30:25 GMT").then(200, NO_TRADES);
        CompletableFuture<Page<Trade>> answer = ask(fixture.builder().build());
        time.advance(LONG);
        assertThat(answer).isCompleted();
        assertThat(transport.times).containsExactly(Duration.ZERO, Duration.ofSeconds(25));
    }

    @Test
    void endOfTheRateWindowIsWaitedForWhenNothingElseIsTold() {
        long reset = VirtualTime.START.getEpochSecond() + 17;
        transport.then(429, "", "X-RateLimit-Reset", String.valueOf(reset)).then(200, NO_TRADES);
        CompletableFuture<Page<Trade>> answer = ask(fixture.builder().build());
        time.advance(LONG);
        assertThat(answer).isCompleted();
        assertThat(transport.times).containsExactly(Duration.ZERO, Duration.ofSeconds(17));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-5", "", "1e3", "99999999999999999999", "Mon, 99 Jan 2026 14:30:25 GMT"})
    void retryAfterThatMeansNothingIsIgnored(String header) {
        transport.then(429, "", "Retry-After", header).then(200, NO_TRADES);
        CompletableFuture<Page<Trade>> answer = ask(fixture.builder().build());
        time.advance(LONG);
        assertThat(answer).isCompleted();
        assertThat(transport.times.get(1)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void retryAfterOfMoreThanTenMinutesIsToldInsteadOfWaitedFor() {
        transport.then(503, "", "Retry-After", "601");
        RestException failure = failure(ask(fixture.builder().build()));
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(601));
        assertThat(transport.requests).hasSize(1);
    }

    @Test
    void answerThatNeverComesIsGivenUpAtTheTimeout() {
        CompletableFuture<Response> never = new CompletableFuture<>();
        transport.then(never).then(200, NO_TRADES);
        CompletableFuture<Page<Trade>> answer =
                ask(fixture.builder().timeout(Duration.ofSeconds(3)).build());
        time.advance(Duration.ofMillis(2_999));
        assertThat(never).isNotDone();
        time.advance(Duration.ofMillis(1));
        assertThat(never).isCancelled();
        assertThat(answer).isNotDone();
        time.advance(Duration.ofSeconds(1));
        assertThat(answer).isCompleted();
        assertThat(time.waiting()).isZero();
    }

    @Test
    void timeoutIsTold() {
        transport.then(new CompletableFuture<>());
        CompletableFuture<Page<Trade>> answer =
                ask(fixture.builder().retries(RetryPolicy.NONE).build());
        time.advance(LONG);
        RestException failure = failure(answer);
        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(failure)
                .hasMessage("/v2/stocks/trades: no whole answer within PT15S; try again, ask for less at once,"
                        + " or raise the timeout");
    }

    @Test
    void requestCancelledBetweenAttemptsIsNotSentAgain() {
        transport.then(503, "");
        CompletableFuture<Page<Trade>> answer = ask(fixture.builder().build());
        answer.cancel(true);
        assertThat(time.waiting()).isZero();
        time.advance(LONG);
        assertThat(transport.requests).hasSize(1);
    }

    @Test
    void requestCancelledUnderWayFreesItsConnection() {
        CompletableFuture<Response> never = new CompletableFuture<>();
        transport.then(never);
        CompletableFuture<Page<Trade>> answer = ask(fixture.builder().build());
        answer.cancel(true);
        assertThat(never).isCancelled();
        assertThat(time.waiting()).isZero();
    }

    @Test
    void requestCanBeCancelledThoughItsNextStepWasFasterThanTheNoteOfItsLast() {
        RestTime eager = new RestTime() {
            @Override
            public long nanoTime() {
                return time.nanoTime();
            }

            @Override
            public Instant wallClock() {
                return time.wallClock();
            }

            // As if the timer's thread had done its work before schedule returned.
            @Override
            public Runnable schedule(Duration delay, Runnable task) {
                if (delay.compareTo(Duration.ofSeconds(1)) > 0) {
                    return time.schedule(delay, task);
                }
                task.run();
                return () -> {};
            }

            @Override
            public void close() {}
        };
        CompletableFuture<Response> never = new CompletableFuture<>();
        transport.then(503, "").then(never);
        CompletableFuture<Page<Trade>> answer =
                ask(fixture.builder().time(eager).build());
        answer.cancel(true);
        assertThat(never).isCancelled();
        assertThat(time.waiting()).isZero();
    }

    @Test
    void closingEndsWhatIsUnderWayAndWhatComesLater() {
        CompletableFuture<Response> never = new CompletableFuture<>();
        transport.then(never);
        RestClient client = fixture.builder().build();
        CompletableFuture<Page<Trade>> underWay = ask(client);
        client.close();
        client.close();
        assertThat(failure(underWay).kind()).isEqualTo(Kind.CLOSED);
        assertThat(never).isCancelled();
        assertThat(transport.closed).isTrue();
        assertThat(failure(ask(client)).kind()).isEqualTo(Kind.CLOSED);
        assertThat(failure(ask(client.withRetries(RetryPolicy.NONE))).kind()).isEqualTo(Kind.CLOSED);
        assertThat(transport.requests).hasSize(1);
    }

    @Test
    void eachAttemptAsksForCredentials() {
        AtomicInteger asked = new AtomicInteger();
        transport.then(503, "").then(200, NO_TRADES);
        CompletableFuture<Page<Trade>> answer = ask(fixture.builder()
                .credentials(() -> Credentials.of("key" + asked.incrementAndGet(), "canary-secret"))
                .build());
        time.advance(LONG);
        assertThat(answer).isCompleted();
        assertThat(transport.requests.stream().map(request -> request.headers().get("APCA-API-KEY-ID")))
                .containsExactly("key1", "key2");
    }

    @Test
    void supplierThatFailsIsToldWithoutItsText() {
        CompletableFuture<Page<Trade>> answer = ask(fixture.builder()
                .credentials(() -> {
                    throw new IOException(RestFixture.SECRET);
                })
                .build());
        time.advance(LONG);
        RestException failure = failure(answer);
        assertThat(failure.kind()).isEqualTo(Kind.CREDENTIALS);
        assertThat(failure).hasMessageContaining("failed with java.io.IOException");
        assertThat(transport.requests).isEmpty();
        assertThat(time.waiting()).isZero();
    }

    @Test
    void credentialsThatNoHeaderCanCarryAreRefusedWithoutBeingRepeated() {
        RestException failure = failure(ask(
                fixture.builder().credentials(Credentials.of("kéy", "s€cret")).build()));
        assertThat(failure.kind()).isEqualTo(Kind.CREDENTIALS);
        assertThat(failure.getMessage()).doesNotContain("kéy").doesNotContain("s€cret");
        assertThat(transport.requests).isEmpty();
    }
}
