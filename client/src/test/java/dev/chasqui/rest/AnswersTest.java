package dev.chasqui.rest;

import static dev.chasqui.rest.RestFixture.MSFT;
import static dev.chasqui.rest.RestFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.model.Bar;
import dev.chasqui.model.Feed;
import dev.chasqui.model.Snapshot;
import dev.chasqui.model.Trade;
import dev.chasqui.rest.RestException.Kind;
import dev.chasqui.wire.Page;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes of answers, good and bad. */
class AnswersTest {

    private static final String TRADE = "{\"t\":\"2026-01-05T14:30:00.1Z\",\"x\":\"V\",\"p\":431.1,\"s\":10,\"i\":7}";
    private static final String BAR = "{\"t\":\"2026-01-05T05:00:00Z\",\"o\":1,\"h\":3,\"l\":1,\"c\":2,\"v\":9}";

    private final RestFixture fixture = new RestFixture();
    private final RestClient client =
            fixture.builder().retries(RetryPolicy.NONE).build();

    private static RestException refusal(int status, String body) {
        RestFixture once = new RestFixture();
        once.transport.then(status, body);
        return failure(once.builder().retries(RetryPolicy.NONE).build().trades(MSFT));
    }

    @Test
    void pageGivesRecordsAndToken() {
        fixture.transport.then(200, "{\"trades\":{\"MSFT\":[" + TRADE + "]},\"next_page_token\":\"more\"}");
        Page<Trade> page = client.trades(MSFT).join();
        assertThat(page.elements()).hasSize(1);
        assertThat(page.elements().get(0).symbol()).isEqualTo("MSFT");
        assertThat(page.nextPageToken()).isEqualTo("more");
    }

    @Test
    void latestValuesAreGivenBySymbolAndMayBeAbsent() {
        fixture.transport.then(200, "{\"trades\":{\"A\":" + TRADE + ",\"B\":null}}");
        Map<String, Trade> both =
                client.latestTrades(Feed.SIP, List.of("A", "B", "C")).join();
        assertThat(both).containsOnlyKeys("A");
        assertThat(client.latestTrade(Feed.SIP, "A").join()).isPresent();
        assertThat(client.latestTrade(Feed.SIP, "B").join()).isEmpty();
    }

    @Test
    void snapshotOfStocksIsFound() {
        fixture.transport.then(200, "{\"A\":{\"latestTrade\":" + TRADE + "},\"B\":null}");
        assertThat(client.snapshot(Feed.SIP, "A").join().map(Snapshot::latestTrade))
                .isPresent();
        assertThat(client.snapshots(Feed.SIP, List.of("A", "B")).join()).containsOnlyKeys("A");
    }

    @Test
    void barsAreOfTheKindOfTheirTimeframe() {
        fixture.transport.then(200, "{\"bars\":{\"MSFT\":[" + BAR + "]}}");
        assertThat(client.bars(MSFT, Timeframe.WEEK).join().elements().get(0).kind())
                .isEqualTo(Bar.Kind.DAY);
        assertThat(client.bars(MSFT, Timeframe.HOUR).join().elements().get(0).kind())
                .isEqualTo(Bar.Kind.MINUTE);
        assertThat(client.latestBar(Feed.SIP, "MSFT").join().map(Bar::kind)).contains(Bar.Kind.MINUTE);
    }

    @Test
    void clockAndCalendarAreRead() {
        fixture.transport
                .then(
                        200,
                        "{\"timestamp\":\"2026-01-05T09:15:00-05:00\",\"is_open\":true,"
                                + "\"next_open\":\"2026-01-06T09:30:00-05:00\",\"next_close\":\"2026-01-05T16:00:00-05:00\"}")
                .then(200, "[{\"date\":\"2026-01-05\",\"open\":\"09:30\",\"close\":\"16:00\"}]");
        assertThat(client.clock().join().open()).isTrue();
        assertThat(client.calendar(LocalDate.of(2026, 1, 5), LocalDate.of(2026, 1, 5))
                        .join())
                .hasSize(1);
    }

    @Test
    void latestValueThatCannotBeReadIsAFailureAndNotAbsent() {
        fixture.transport.then(200, "{\"trades\":{\"A\":" + TRADE + ",\"B\":{\"p\":1}}}");
        RestException failure = failure(client.latestTrades(Feed.SIP, List.of("A", "B")));
        assertThat(failure.kind()).isEqualTo(Kind.BODY);
        assertThat(failure).hasMessageContaining("the first of them B in t: required, but missing");
    }

    @Test
    void recentDataThatThePlanDoesNotShowIsAKindOfItsOwn() {
        for (int status : new int[] {403, 422}) {
            RestException failure = refusal(
                    status,
                    "{\"code\":42210000,\"message\":\"subscription does not permit querying recent SIP data\"}");
            assertThat(failure.kind()).isEqualTo(Kind.TOO_RECENT);
            assertThat(failure)
                    .hasMessageContaining("use feed iex, or an end at least 15 minutes ago")
                    .hasMessageStartingWith("/v2/stocks/trades: status " + status);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, end should not be before start, correct the request as the server says",
        "401, unauthorized, check key and secret",
        "403, forbidden., the key or plan does not allow this",
        "404, , check the base address",
        "422, invalid symbol, correct the request as the server says",
        "429, too many requests., one RateBudget",
        "500, internal, try again later",
        "302, , credentials go to no other address"
    })
    void refusalSaysWhatToDoNext(int status, String message, String advice) {
        RestException failure = refusal(status, "{\"message\":\"" + (message == null ? "" : message) + "\"}");
        assertThat(failure).hasMessageContaining("status " + status).hasMessageContaining(advice);
        assertThat(failure.serverMessage()).isEqualTo(message == null ? "" : message);
        assertThat(failure.path()).isEqualTo("/v2/stocks/trades");
    }

    @Test
    void pageOfAProxyIsShownAsText() {
        RestException failure = refusal(401, "<html><head><title>401 Authorization Required</title></head></html>");
        assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORIZED);
        assertThat(failure.serverMessage()).isEqualTo("401 Authorization Required");
    }

    @Test
    void wordsOfTheServerAreShortAndOnOneLine() {
        RestException failure = refusal(400, "{\"message\":\"a\\nb\\u001b[2J" + "x".repeat(1_000) + "\"}");
        assertThat(failure.serverMessage()).hasSize(256).startsWith("a b [2Jxxx");
    }

    @Test
    void serverThatRepeatsTheCredentialsIsNotQuoted() {
        String escaped = RestFixture.SECRET.replace("/", "\\/").replace("+", "\\u002b");
        for (String told : List.of(RestFixture.KEY, RestFixture.SECRET, escaped)) {
            RestException failure = refusal(401, "{\"message\":\"wrong: " + told + "\"}");
            assertThat(failure.serverMessage()).isEqualTo("(left out, as it repeats the credentials)");
        }
        String atTheCut = "x".repeat(240) + RestFixture.SECRET;
        assertThat(refusal(401, atTheCut).getMessage()).doesNotContain(RestFixture.SECRET.substring(0, 8));
    }

    @Test
    void symbolsAndTokensOfTheQueryAreNotShown() {
        fixture.transport.then(500, "");
        RestException failure = failure(client.trades(MSFT.withPageToken("pagetoken")));
        assertThat(failure.toString()).doesNotContain("MSFT").doesNotContain("pagetoken");
    }

    @Test
    void answerThatIsSomethingElseIsToldAsSuch() {
        RestException failure = refusal(200, "<html>welcome to the hotel</html>");
        assertThat(failure.kind()).isEqualTo(Kind.BODY);
        assertThat(failure.mayPass()).isTrue();
        assertThat(failure).hasMessageContaining("check that the base address is Alpaca's");
    }

    @Test
    void encodingThatWasNotAskedForIsRefused() {
        fixture.transport.then(200, "xx", "Content-Encoding", "br");
        CompletableFuture<?> answer = client.trades(MSFT);
        assertThat(failure(answer)).hasMessageContaining("compressed in a way that was not asked for");
    }

    @Test
    void optionsOfTheClientAreChecked() {
        assertThatThrownBy(() -> RestClient.builder().timeout(Duration.ZERO))
                .hasMessage("timeout must be above zero and at most PT10M, not PT0S");
        assertThatThrownBy(() -> RestClient.builder().maxBodyBytes(1_023)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetryPolicy(-1, Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetryPolicy(1, Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessage("maxDelay must be PT2S to PT1H, not PT1S");
    }
}
