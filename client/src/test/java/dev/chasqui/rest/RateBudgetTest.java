package dev.chasqui.rest;

import static dev.chasqui.rest.RestFixture.MSFT;
import static dev.chasqui.rest.RestFixture.failure;
import static dev.chasqui.rest.ScriptedTransport.NO_TRADES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The rate limit, kept on virtual time. */
class RateBudgetTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final RestFixture fixture = new RestFixture();
    private final VirtualTime time = fixture.time;
    private final ScriptedTransport transport = fixture.transport;

    @Test
    void asManyAsThePlanAllowsGoAtOnceAndTheNextAMinuteLater() {
        transport.then(200, NO_TRADES);
        RestClient client = fixture.builder().build();
        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (int i = 0; i < 201; i++) {
            answers.add(client.trades(MSFT));
        }
        assertThat(transport.requests).hasSize(200);
        time.advance(MINUTE.minusNanos(1));
        assertThat(transport.requests).hasSize(200);
        time.advance(Duration.ofNanos(1));
        assertThat(transport.requests).hasSize(201);
        assertThat(answers).allMatch(CompletableFuture::isDone);
    }

    @Test
    void noMinuteSeesMoreThanTheBudgetWhateverIsAsked() {
        long seed = Long.getLong("chasqui.seed", System.nanoTime());
        Random random = new Random(seed);
        transport.then(200, NO_TRADES);
        int budget = 1 + random.nextInt(30);
        RestClient client =
                fixture.builder().budget(RateBudget.perMinute(budget, time)).build();
        for (int i = 0; i < 2_000; i++) {
            CompletableFuture<?> ignored = client.trades(MSFT);
            if (random.nextInt(10) == 0) {
                time.advance(Duration.ofMillis(random.nextInt(30_000)));
            }
        }
        time.advance(Duration.ofDays(2));
        List<Duration> times = transport.times;
        assertThat(times).as("seed %d", seed).hasSize(2_000).isSorted();
        for (int i = budget; i < times.size(); i++) {
            assertThat(times.get(i).minus(times.get(i - budget)))
                    .as("seed %d, request %d", seed, i)
                    .isGreaterThanOrEqualTo(MINUTE);
        }
    }

    @Test
    void clientsThatShareABudgetAreCountedTogether() {
        transport.then(200, NO_TRADES);
        RateBudget shared = RateBudget.perMinute(3, time);
        RestClient first = fixture.builder().budget(shared).build();
        RestClient second = fixture.builder().budget(shared).build();
        for (int i = 0; i < 2; i++) {
            CompletableFuture<?> ignored = first.trades(MSFT);
            CompletableFuture<?> unusedToo = second.trades(MSFT);
        }
        assertThat(transport.requests).hasSize(3);
        time.advance(MINUTE);
        assertThat(transport.requests).hasSize(4);
    }

    @Test
    void serverThatSaysWaitStopsEveryRequestOfTheBudget() {
        transport
                .then(429, "{\"message\":\"too many requests.\"}", "Retry-After", "20")
                .then(200, NO_TRADES);
        RestClient client = fixture.builder().build();
        CompletableFuture<?> refused = client.withRetries(RetryPolicy.NONE).trades(MSFT);
        assertThat(failure(refused).retryAfter()).contains(Duration.ofSeconds(20));
        CompletableFuture<?> other = client.trades(MSFT);
        time.advance(Duration.ofSeconds(20).minusNanos(1));
        assertThat(transport.requests).hasSize(1);
        time.advance(Duration.ofNanos(1));
        assertThat(other).isCompleted();
    }

    @Test
    void refusalWithoutHeadersStopsTheBudgetAsWell() {
        transport.then(429, "").then(200, NO_TRADES);
        RestClient client = fixture.builder().build();
        CompletableFuture<?> first = client.trades(MSFT);
        CompletableFuture<?> second = client.trades(MSFT);
        assertThat(transport.requests).hasSize(1);
        time.advance(Duration.ofSeconds(2));
        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(transport.times.get(1)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void requestThatWaitsForATokenWaitsForAPauseToo() {
        RateBudget budget = RateBudget.perMinute(1, time);
        transport.then(200, NO_TRADES);
        RestClient client = fixture.builder().budget(budget).build();
        CompletableFuture<?> first = client.trades(MSFT);
        CompletableFuture<?> second = client.trades(MSFT);
        time.advance(Duration.ofSeconds(50));
        budget.pauseFor(Duration.ofSeconds(30));
        CompletableFuture<?> third = client.trades(MSFT);
        time.advance(Duration.ofMinutes(10));
        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(third).isCompleted();
        assertThat(transport.times).containsExactly(Duration.ZERO, Duration.ofSeconds(80), Duration.ofSeconds(140));
    }

    @Test
    void lastRequestOfTheServersWindowIsFollowedByAPauseUntilItsEnd() {
        long reset = VirtualTime.START.getEpochSecond() + 9;
        transport
                .then(200, NO_TRADES, "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", String.valueOf(reset))
                .then(200, NO_TRADES);
        RestClient client = fixture.builder().build();
        CompletableFuture<?> first = client.trades(MSFT);
        assertThat(first).isCompleted();
        CompletableFuture<?> second = client.trades(MSFT);
        time.advance(Duration.ofSeconds(9));
        assertThat(second).isCompleted();
        assertThat(transport.times).containsExactly(Duration.ZERO, Duration.ofSeconds(9));
    }

    @Test
    void serverClockFarAheadCostsAMinuteAtMost() {
        transport
                .then(200, NO_TRADES, "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "99999999999")
                .then(200, NO_TRADES);
        RestClient client = fixture.builder().build();
        CompletableFuture<?> first = client.trades(MSFT);
        CompletableFuture<?> second = client.trades(MSFT);
        time.advance(MINUTE);
        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
    }

    @Test
    void budgetIsChecked() {
        assertThat(RateBudget.perMinute(10_000).requestsPerMinute()).isEqualTo(10_000);
        assertThatThrownBy(() -> RateBudget.perMinute(0)).hasMessage("requests per minute must be 1 to 1000000, not 0");
    }
}
