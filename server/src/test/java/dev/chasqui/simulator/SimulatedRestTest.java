package dev.chasqui.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.model.Bar;
import dev.chasqui.model.Feed;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.OrderBook;
import dev.chasqui.model.Timestamps;
import dev.chasqui.model.Trade;
import dev.chasqui.model.TradeCancel;
import dev.chasqui.model.TradeCorrection;
import dev.chasqui.wire.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class SimulatedRestTest {

    private static final Instant NOW = Instant.parse("2026-01-05T15:00:00Z");
    private static final long OPEN = Timestamps.toEpochNanos(Instant.parse("2026-01-05T14:30:00Z"));
    private static final Map<String, String> CREDENTIALS = Map.of("APCA-API-KEY-ID", "K", "Apca-Api-Secret-Key", "S");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALL = "/v2/stocks/trades?symbols=A,B,C&start=2026-01-05T14:30:00Z";

    private Instant now = NOW;
    private final SimulatedRest rest = SimulatedRest.create(() -> now, RestOptions.defaults());

    private static Trade trade(String symbol, long timeNanos, long id, String... conditions) {
        return new Trade(
                symbol, timeNanos, id, "V", 431.1, 100, List.of(conditions), "C", null, null, MarketEvent.NO_TIMESTAMP);
    }

    private static Bar bar(Bar.Kind kind, long timeNanos, double close) {
        return new Bar(kind, "A", timeNanos, 1, 2, 1, close, 10, 3, 1.5);
    }

    private RestResponse get(String target) {
        return rest.handle(RestRequest.of(target, CREDENTIALS));
    }

    private static String text(RestResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private JsonNode json(String target) {
        RestResponse response = get(target);
        assertThat(response.status()).as(text(response)).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private static List<Long> ids(JsonNode list) {
        List<Long> ids = new ArrayList<>();
        list.forEach(row -> ids.add(row.path("i").asLong()));
        return ids;
    }

    /** The ids of every page, symbol by symbol. */
    private List<String> pages(String target) {
        List<String> pages = new ArrayList<>();
        String token = "";
        while (token != null && pages.size() < 20) {
            JsonNode page = json(target + (token.isEmpty() ? "" : "&page_token=" + token));
            StringBuilder text = new StringBuilder();
            page.path("trades")
                    .properties()
                    .forEach(entry -> text.append(entry.getKey()).append(ids(entry.getValue())));
            pages.add(text.toString());
            token = page.path("next_page_token").isNull()
                    ? null
                    : page.path("next_page_token").asString();
        }
        return pages;
    }

    private void recordTrades(String symbol, int count) {
        List<Trade> trades = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            trades.add(trade(symbol, OPEN + i, i));
        }
        rest.record(trades);
    }

    @Test
    void exactlyAsManyRowsAsTheLimitAreOnePage() {
        recordTrades("A", 4);
        assertThat(pages(ALL + "&limit=4")).containsExactly("A[1, 2, 3, 4]");
    }

    @Test
    void oneRowMoreThanTheLimitIsASecondPage() {
        recordTrades("A", 5);
        assertThat(pages(ALL + "&limit=4")).containsExactly("A[1, 2, 3, 4]", "A[5]");
    }

    @Test
    void theLastPageIsEmptyIfSoTold() {
        recordTrades("A", 4);
        rest.options(RestOptions.builder().every(RestFault.EMPTY_LAST_PAGE, 1).build());
        assertThat(pages(ALL + "&limit=4")).containsExactly("A[1, 2, 3, 4]", "");
    }

    @Test
    void pagesGoFromSymbolToSymbolAndBreakWithinOne() {
        recordTrades("C", 2);
        recordTrades("A", 3);
        recordTrades("B", 4);
        assertThat(pages(ALL + "&limit=4")).containsExactly("A[1, 2, 3]B[1]", "B[2, 3, 4]C[1]", "C[2]");
        assertThat(pages(ALL + "&limit=3")).containsExactly("A[1, 2, 3]", "B[1, 2, 3]", "B[4]C[1, 2]");
    }

    @Test
    void descendingTurnsTheTimesOfEachSymbolRound() {
        recordTrades("A", 3);
        recordTrades("B", 2);
        assertThat(pages(ALL + "&limit=2&sort=desc")).containsExactly("A[3, 2]", "A[1]B[2]", "B[1]");
    }

    @Test
    void rowsOfOneNanosecondKeepTheirOrderAcrossPages() {
        List<Trade> trades = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            trades.add(trade("A", OPEN, i));
        }
        rest.record(trades);
        assertThat(pages(ALL + "&limit=2")).containsExactly("A[1, 2]", "A[3, 4]", "A[5]");
        assertThat(pages(ALL + "&limit=2&sort=desc")).containsExactly("A[5, 4]", "A[3, 2]", "A[1]");
    }

    @Test
    void rowsArePutInOrderOfTheirTimeWheneverTheyCome() {
        rest.record(List.of(trade("A", OPEN + 5, 1), trade("A", OPEN + 3, 2), trade("A", OPEN + 4, 3)));
        assertThat(pages(ALL)).containsExactly("A[2, 3, 1]");
    }

    @Test
    void bothEndsOfARangeBelongToItToTheNanosecond() {
        recordTrades("A", 9);
        assertThat(pages("/v2/stocks/trades?symbols=A&start=2026-01-05T14:30:00.000000003Z"
                        + "&end=2026-01-05T09:30:00.000000005-05:00"))
                .containsExactly("A[3, 4, 5]");
    }

    @Test
    void aDateIsTheWholeDayInNewYork() {
        long midnight = Timestamps.toEpochNanos(Instant.parse("2026-01-05T05:00:00Z"));
        long day = Duration.ofDays(1).toNanos();
        rest.record(List.of(
                trade("A", midnight - 1, 1),
                trade("A", midnight, 2),
                trade("A", midnight + day - 1, 3),
                trade("A", midnight + day, 4)));
        assertThat(pages("/v2/stocks/trades?symbols=A&start=2026-01-05&end=2026-01-05"))
                .containsExactly("A[2, 3]");
        assertThat(pages("/v2/stocks/trades?symbols=A")).containsExactly("A[2]");
    }

    @Test
    void aLoopingTokenGivesThePageAgainAndAgain() {
        recordTrades("A", 3);
        rest.options(RestOptions.builder().every(RestFault.LOOPING_TOKEN, 1).build());
        assertThat(pages(ALL + "&limit=2"))
                .startsWith("A[1, 2]", "A[3]", "A[3]")
                .hasSize(20);
    }

    @Test
    void aPageHasAThousandRowsUnlessToldAndTenThousandAtMost() {
        recordTrades("A", 10_001);
        assertThat(json(ALL).path("trades").path("A").size()).isEqualTo(1_000);
        assertThat(json(ALL + "&limit=10000").path("trades").path("A").size()).isEqualTo(10_000);
        assertThat(get(ALL + "&limit=10001").status()).isEqualTo(400);
    }

    @Test
    void oneSymbolInThePathHasItsListAlone() {
        recordTrades("A", 1);
        assertThat(text(get("/v2/stocks/A/trades?start=2026-01-05&limit=1")))
                .isEqualTo(
                        "{\"symbol\":\"A\",\"trades\":[{\"i\":1,\"x\":\"V\",\"p\":431.1,\"s\":100,\"c\":[],\"z\":\"C\","
                                + "\"t\":\"2026-01-05T14:30:00.000000001Z\"}],\"next_page_token\":null}");
    }

    @Test
    void unknownSymbolsAndFutureRangesAreEmpty() {
        recordTrades("A", 1);
        assertThat(text(get("/v2/stocks/trades?symbols=NONE"))).isEqualTo("{\"trades\":{},\"next_page_token\":null}");
        assertThat(text(get("/v2/stocks/trades?symbols=A&start=2027-01-01&end=2027-01-02")))
                .isEqualTo("{\"trades\":{},\"next_page_token\":null}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/stocks/trades",
                "/v2/stocks/trades?symbols=A&limit=0",
                "/v2/stocks/trades?symbols=A&limit=x",
                "/v2/stocks/trades?symbols=A&sort=up",
                "/v2/stocks/trades?symbols=A&start=yesterday",
                "/v2/stocks/trades?symbols=A&start=2026-01-05&end=2026-01-04",
                "/v2/stocks/trades?symbols=A&feed=delayed_sip",
                "/v2/stocks/trades?symbols=A&page_token=%21",
                "/v2/stocks/trades?symbols=A&page_token=QQ",
                "/v2/stocks/bars?symbols=A",
                "/v2/stocks/bars?symbols=A&timeframe=5Min",
                "/v1beta3/crypto/US/trades?symbols=BTC/USD",
                "/v1beta1/news?limit=51"
            })
    void whatCannotBeAskedIsRefusedWithAReason(String target) {
        RestResponse response = get(target);
        assertThat(response.status()).isEqualTo(400);
        assertThat(JSON.readTree(response.body()).path("message").asString()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v2/stocks/",
                "/v2/stocks/trades/",
                "/v2/stocks/orderbooks",
                "/v2/stocks/A",
                "/v1beta1/options/quotes?symbols=A",
                "/v1beta1/options/bars/latest",
                "/v1beta3/crypto/us/trades/latest",
                "/v1beta3/crypto/us/latest/dailyBars",
                "/v2/stocks/latest/trades/x"
            })
    void unknownPathsAreNotFound(String target) {
        assertThat(get(target).status()).isEqualTo(404);
    }

    @Test
    void withoutGoodCredentialsThereIsAPageOfHtml() {
        RestResponse response = rest.handle(RestRequest.of("/v2/clock", Map.of("APCA-API-KEY-ID", "K")));
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.headers()).containsEntry("content-type", "text/html");
        assertThat(text(response)).startsWith("<html>");
        assertThat(rest.handle(RestRequest.of("/v1beta3/crypto/us/latest/trades?symbols=BTC/USD", Map.of()))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aTargetThatCannotBeDecodedIsNoRequest() {
        assertThatThrownBy(() -> RestRequest.of("/v2/clock?a=%zz", Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRequestHidesItsHeadersInItsText() {
        assertThat(RestRequest.of("/v2/clock?a=b", Map.of("APCA-API-SECRET-KEY", "CANARY-SECRET")))
                .hasToString("/v2/clock{a=b}");
    }

    @Test
    void whatWasPublishedOnOneFeedIsThereOnly() {
        rest.record(Feed.IEX, List.of(trade("A", OPEN, 1)));
        rest.record(List.of(trade("A", OPEN, 2)));
        assertThat(pages(ALL + "&feed=iex")).containsExactly("A[1, 2]");
        assertThat(pages(ALL + "&feed=sip")).containsExactly("A[2]");
        assertThat(pages(ALL)).containsExactly("A[2]");
    }

    @Test
    void theHistoryOfTheDelayedFeedIsThatOfAllExchanges() {
        rest.record(Feed.DELAYED_SIP, List.of(trade("A", OPEN, 1)));
        rest.record(Feed.SIP, List.of(trade("A", OPEN + 1, 2)));
        assertThat(pages(ALL + "&feed=sip")).containsExactly("A[1, 2]");
        assertThat(json("/v2/stocks/A/trades/latest?feed=delayed_sip")
                        .path("trade")
                        .path("i")
                        .asLong())
                .isEqualTo(1);
    }

    @Test
    void aBarThatWasReplacedIsThereOnceAsItIsNow() {
        long minute = Duration.ofMinutes(1).toNanos();
        rest.record(List.of(bar(Bar.Kind.MINUTE, OPEN, 1), bar(Bar.Kind.MINUTE, OPEN + minute, 2)));
        rest.record(List.of(bar(Bar.Kind.UPDATED_MINUTE, OPEN, 1.5), bar(Bar.Kind.DAY, OPEN, 9)));
        JsonNode bars = json("/v2/stocks/bars?symbols=A&timeframe=1Min&start=2026-01-05")
                .path("bars")
                .path("A");
        assertThat(bars.size()).isEqualTo(2);
        assertThat(bars.get(0).path("c").asDouble()).isEqualTo(1.5);
        assertThat(bars.get(1).path("c").asDouble()).isEqualTo(2);
        assertThat(json("/v2/stocks/bars?symbols=A&timeframe=1Day&start=2026-01-05")
                        .path("bars")
                        .path("A")
                        .get(0)
                        .path("c")
                        .asDouble())
                .isEqualTo(9);
    }

    @Test
    void tradesThatWereWithdrawnOrCorrectedSaySo() {
        rest.record(List.of(trade("A", OPEN + 1, 1, "@"), trade("A", OPEN + 2, 2, "@"), trade("A", OPEN + 3, 3, "@")));
        rest.record(List.of(
                new TradeCancel("A", OPEN + 4, 1, "V", 431.1, 100, "C", "C"),
                new TradeCorrection(
                        "A",
                        OPEN + 5,
                        "V",
                        new TradeCorrection.Print(2, 431.1, 100, List.of("@")),
                        new TradeCorrection.Print(7, 432, 100, List.of("@")),
                        "C")));
        JsonNode trades = json(ALL).path("trades").path("A");
        assertThat(ids(trades)).containsExactly(1L, 2L, 7L, 3L);
        assertThat(trades.get(0).path("u").asString()).isEqualTo("canceled");
        assertThat(trades.get(1).path("u").asString()).isEqualTo("incorrect");
        assertThat(trades.get(2).path("u").asString()).isEqualTo("corrected");
        assertThat(trades.get(2).path("p").asDouble()).isEqualTo(432);
        assertThat(trades.get(3).has("u")).isFalse();
    }

    @Test
    void theLatestTradeIsNoOddLot() {
        rest.record(List.of(trade("A", OPEN, 1, "@"), trade("A", OPEN + 1, 2, "@", "I"), TestEvents.quote("B")));
        assertThat(json("/v2/stocks/trades/latest?symbols=A,B")
                        .path("trades")
                        .path("A")
                        .path("i")
                        .asLong())
                .isEqualTo(1);
        assertThat(json("/v2/stocks/A/trades/latest").path("trade").path("i").asLong())
                .isEqualTo(1);
        assertThat(text(get("/v2/stocks/B/trades/latest"))).isEqualTo("{\"symbol\":\"B\"}");
        assertThat(json("/v2/stocks/quotes/latest?symbols=A,B").path("quotes").size())
                .isEqualTo(1);
    }

    @Test
    void aSnapshotHasThePartsThatThereAre() {
        long day = Duration.ofDays(1).toNanos();
        rest.record(List.of(
                trade("A", OPEN, 1, "@"),
                bar(Bar.Kind.MINUTE, OPEN, 1),
                bar(Bar.Kind.DAY, OPEN - day, 3),
                bar(Bar.Kind.DAY, OPEN, 4)));
        JsonNode snapshot = json("/v2/stocks/snapshots?symbols=A,B").path("A");
        assertThat(snapshot.propertyNames()).containsExactly("latestTrade", "minuteBar", "dailyBar", "prevDailyBar");
        assertThat(snapshot.path("prevDailyBar").path("c").asDouble()).isEqualTo(3);
        assertThat(json("/v2/stocks/A/snapshot").path("symbol").asString()).isEqualTo("A");
        assertThat(text(get("/v2/stocks/snapshots?symbols=B"))).isEqualTo("{}");
    }

    @Test
    void optionsAndTheirChainsHaveSnapshots() {
        String contract = "SPY261218C00600000";
        rest.record(Feed.OPTIONS_OPRA, List.of(trade(contract, OPEN, 0, "I"), trade("SPYX", OPEN, 0, "I")));
        assertThat(json("/v1beta1/options/snapshots/SPY").path("snapshots").propertyNames())
                .containsExactly(contract);
        assertThat(json("/v1beta1/options/trades?symbols=" + contract + "&start=2026-01-05")
                        .path("trades")
                        .path(contract)
                        .get(0)
                        .path("c")
                        .asString())
                .isEqualTo("I");
        assertThat(json("/v1beta1/options/snapshots/SPY?feed=indicative")
                        .path("snapshots")
                        .size())
                .isZero();
    }

    @Test
    void anOrderBookIsWholeAndSorted() {
        rest.record(List.of(
                new OrderBook(
                        "BTC/USD",
                        OPEN,
                        List.of(new OrderBook.Level(1, 1), new OrderBook.Level(2, 1)),
                        List.of(new OrderBook.Level(4, 1), new OrderBook.Level(3, 1)),
                        true),
                new OrderBook("BTC/USD", OPEN + 1, List.of(new OrderBook.Level(2, 0)), List.of(), false),
                new OrderBook("BTC/USD", OPEN + 2, List.of(new OrderBook.Level(1.5, 2)), List.of(), false)));
        assertThat(text(get("/v1beta3/crypto/us/latest/orderbooks?symbols=BTC%2FUSD")))
                .isEqualTo(
                        "{\"orderbooks\":{\"BTC/USD\":{\"t\":\"2026-01-05T14:30:00.000000002Z\","
                                + "\"b\":[{\"p\":1.5,\"s\":2},{\"p\":1,\"s\":1}],\"a\":[{\"p\":3,\"s\":1},{\"p\":4,\"s\":1}]}}}");
    }

    @Test
    void newsComeLatestFirstEachArticleOnceAndBySymbol() {
        rest.record(List.of(news(1, OPEN, "A"), news(2, OPEN + 1, "BTCUSD"), news(1, OPEN + 2, "A")));
        assertThat(newsIds("/v1beta1/news?start=2026-01-05")).containsExactly(1L, 2L);
        assertThat(newsIds("/v1beta1/news?start=2026-01-05&symbols=BTC/USD")).containsExactly(2L);
        JsonNode page = json("/v1beta1/news?start=2026-01-05&limit=1");
        String token = page.path("next_page_token").asString();
        assertThat(newsIds("/v1beta1/news?start=2026-01-05&limit=1&page_token=" + token))
                .containsExactly(2L);
        assertThat(newsIds("/v1beta1/news?start=2026-01-05&end=2026-01-05T14:30:00Z"))
                .isEmpty();
    }

    private static News news(long id, long updated, String symbol) {
        return new News(id, "Headline", "", "", OPEN, updated, "", "", List.of(symbol), "test");
    }

    private List<Long> newsIds(String target) {
        List<Long> ids = new ArrayList<>();
        json(target).path("news").forEach(article -> ids.add(article.path("id").asLong()));
        return ids;
    }

    @Test
    void rowsAppearWhenTheirTimeHasComeAndLateOnesLater() {
        rest.options(RestOptions.builder()
                .visibilityLag(Duration.ofSeconds(2))
                .late(0.2, Duration.ofSeconds(10))
                .build());
        recordTrades("A", 1_000);
        assertThat(json(ALL).path("trades").size()).isZero();
        now = NOW.plusSeconds(2);
        assertThat(json(ALL).path("trades").path("A").size()).isBetween(740, 860);
        now = NOW.plusSeconds(12).minusNanos(1);
        assertThat(json(ALL).path("trades").path("A").size()).isBetween(740, 860);
        now = NOW.plusSeconds(12);
        assertThat(json(ALL).path("trades").path("A").size()).isEqualTo(1_000);
    }

    @Test
    void onlySoManyRowsAreKeptAndOnlySoLong() {
        rest.options(
                RestOptions.builder().maxRows(3).maxAge(Duration.ofMinutes(1)).build());
        recordTrades("A", 5);
        assertThat(pages(ALL)).containsExactly("A[3, 4, 5]");
        now = NOW.plusSeconds(30);
        rest.record(List.of(trade("A", OPEN + 6, 6)));
        assertThat(pages(ALL)).containsExactly("A[4, 5, 6]");
        now = NOW.plusSeconds(61);
        rest.record(List.of(trade("A", OPEN + 7, 7)));
        assertThat(pages(ALL)).containsExactly("A[6, 7]");
    }

    @Test
    void whatIsForgottenLeavesMemory() {
        RestHistory history = new RestHistory();
        RestOptions options = RestOptions.builder().maxRows(1_000).build();
        for (int i = 0; i < 20_000; i++) {
            history.record(feed -> true, List.of(trade("S" + i % 50, OPEN + i, i)), OPEN + i, options);
        }
        assertThat(history.size()).isEqualTo(1_000);
        assertThat(history.stored()).isLessThan(2_400);
    }

    @Test
    void recentDataOfAllExchangesIsRefusedIfSoTold() {
        rest.options(RestOptions.builder().recentSip(Duration.ofMinutes(15)).build());
        rest.record(List.of(trade("A", Timestamps.toEpochNanos(NOW.minusSeconds(60)), 2), trade("A", OPEN, 1)));
        RestResponse refused = get(ALL + "&end=2026-01-05T14:59:00Z");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(text(refused)).isEqualTo("{\"message\":\"subscription does not permit querying recent SIP data\"}");
        assertThat(get("/v2/stocks/quotes/latest?symbols=A").status()).isEqualTo(403);
        assertThat(pages(ALL + "&end=2026-01-05T14:45:00Z")).containsExactly("A[1]");
        assertThat(pages(ALL)).containsExactly("A[1]");
        assertThat(pages(ALL + "&feed=iex")).containsExactly("A[1, 2]");
    }

    @Test
    void planWithoutAllExchangesHasTheirOldHistoryOnly() {
        SimulatedRest basic = onAPlanOf(Feed.IEX);
        basic.record(List.of(trade("A", Timestamps.toEpochNanos(NOW.minusSeconds(60)), 2), trade("A", OPEN, 1)));
        RestResponse refused = basic.handle(RestRequest.of(ALL + "&end=2026-01-05T14:59:00Z", CREDENTIALS));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(text(refused)).isEqualTo("{\"message\":\"subscription does not permit querying recent SIP data\"}");
        assertThat(basic.handle(RestRequest.of(ALL + "&end=2026-01-05T14:45:00Z", CREDENTIALS))
                        .status())
                .isEqualTo(200);
        assertThat(basic.handle(RestRequest.of("/v2/stocks/trades/latest?symbols=A&feed=sip", CREDENTIALS))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void feedsOutsideThePlanAreRefusedAndCryptoIsForAll() {
        SimulatedRest basic = onAPlanOf(Feed.IEX);
        assertThat(basic.handle(RestRequest.of("/v2/stocks/trades/latest?symbols=A", CREDENTIALS))
                        .status())
                .as("the best feed of the plan")
                .isEqualTo(200);
        RestResponse refused = basic.handle(RestRequest.of(ALL + "&feed=boats", CREDENTIALS));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(text(refused)).isEqualTo("{\"message\":\"subscription does not permit querying boats data\"}");
        assertThat(basic.handle(RestRequest.of("/v1beta1/news", CREDENTIALS)).status())
                .isEqualTo(403);
        assertThat(basic.handle(RestRequest.of("/v1beta3/crypto/us/latest/trades?symbols=BTC/USD", Map.of()))
                        .status())
                .isEqualTo(200);
        assertThat(basic.handle(RestRequest.of("/v2/clock", CREDENTIALS)).status())
                .isEqualTo(200);
    }

    private SimulatedRest onAPlanOf(Feed only) {
        return new SimulatedRest(
                () -> now,
                RestOptions.builder().build(),
                (feed, key, secret) ->
                        feed.equals(only) ? Optional.empty() : Optional.of(ErrorCode.INSUFFICIENT_SUBSCRIPTION));
    }

    @Test
    void theBudgetOfAMinuteIsRenewedInTheNextAndHeadersTellOfIt() {
        rest.options(RestOptions.builder()
                .requestsPerMinute(2)
                .rateLimitHeaders(true)
                .build());
        now = NOW.plusSeconds(18);
        assertThat(get(ALL).headers()).containsEntry("x-ratelimit-remaining", "1");
        assertThat(get(ALL).status()).isEqualTo(200);
        RestResponse refused = get(ALL);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(text(refused)).isEqualTo("{\"message\":\"too many requests.\"}");
        assertThat(refused.headers())
                .containsEntry("x-ratelimit-limit", "2")
                .containsEntry("x-ratelimit-remaining", "0")
                .containsEntry("x-ratelimit-reset", Long.toString(NOW.getEpochSecond() + 60))
                .containsEntry("retry-after", "42");
        now = NOW.plusSeconds(60);
        assertThat(get(ALL).status()).isEqualTo(200);
    }

    @Test
    void everyNthRequestIsRefused() {
        rest.options(RestOptions.builder()
                .every(RestFault.TOO_MANY_REQUESTS, 2)
                .every(RestFault.ERROR, 3)
                .errorStatus(503)
                .build());
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            RestResponse response = get(ALL);
            statuses.add(response.status());
            assertThat(response.headers()).doesNotContainKeys("retry-after", "x-ratelimit-limit");
        }
        assertThat(statuses).containsExactly(200, 429, 503, 429, 200, 429);
    }

    @Test
    void deliveryFaultsAreToldInTheResponse() {
        recordTrades("A", 100);
        rest.options(RestOptions.builder()
                .every(RestFault.RESET_IN_BODY, 1)
                .answerDelay(Duration.ofSeconds(3))
                .build());
        RestResponse reset = get(ALL);
        assertThat(reset.delivery()).isEqualTo(RestResponse.Delivery.RESET_IN_BODY);
        assertThat(reset.sentBytes()).isEqualTo(reset.body().length / 2).isPositive();
        assertThat(reset.delay()).isEqualTo(Duration.ofSeconds(3));
        rest.options(RestOptions.builder().every(RestFault.NO_ANSWER, 1).build());
        RestResponse none = get(ALL);
        assertThat(none.delivery()).isEqualTo(RestResponse.Delivery.CLOSED);
        assertThat(none.status()).isZero();
        assertThat(none.sentBody()).isEmpty();
    }

    @Test
    void bodiesArePackedIfThatIsAccepted() {
        recordTrades("A", 100);
        Map<String, String> headers =
                Map.of("APCA-API-KEY-ID", "K", "APCA-API-SECRET-KEY", "S", "Accept-Encoding", "deflate, GZIP");
        RestResponse packed = rest.handle(RestRequest.of(ALL, headers));
        assertThat(packed.headers()).containsEntry("content-encoding", "gzip");
        assertThat(unpacked(packed.body())).isEqualTo(text(get(ALL)));
        rest.options(RestOptions.builder().every(RestFault.TRUNCATED_BODY, 1).build());
        RestResponse cut = rest.handle(RestRequest.of(ALL, headers));
        assertThat(cut.delivery()).isEqualTo(RestResponse.Delivery.WHOLE);
        assertThat(cut.body()).hasSize(packed.body().length / 2);
    }

    private static String unpacked(byte[] body) {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aRedirectKeepsPathAndQuery() {
        rest.options(RestOptions.builder()
                .redirect(URI.create("http://127.0.0.1:9/"))
                .build());
        RestResponse response = get("/v1beta3/crypto/us/trades?symbols=BTC%2FUSD&limit=1");
        assertThat(response.status()).isEqualTo(307);
        assertThat(response.headers())
                .containsEntry("location", "http://127.0.0.1:9/v1beta3/crypto/us/trades?symbols=BTC%2FUSD&limit=1");
    }

    @ParameterizedTest
    @CsvSource({
        // a Monday morning, during trading, after the close, a holiday, the day after Thanksgiving, a Saturday
        "2026-01-05T13:00:00Z, false, 2026-01-05T09:30:00-05:00, 2026-01-05T16:00:00-05:00",
        "2026-01-05T15:00:00Z, true,  2026-01-06T09:30:00-05:00, 2026-01-05T16:00:00-05:00",
        "2026-01-05T21:00:00Z, false, 2026-01-06T09:30:00-05:00, 2026-01-06T16:00:00-05:00",
        "2026-04-03T15:00:00Z, false, 2026-04-06T09:30:00-04:00, 2026-04-06T16:00:00-04:00",
        "2026-11-27T17:00:00Z, true,  2026-11-30T09:30:00-05:00, 2026-11-27T13:00:00-05:00",
        "2026-01-17T17:00:00Z, false, 2026-01-20T09:30:00-05:00, 2026-01-20T16:00:00-05:00"
    })
    void theClockKnowsTheHours(Instant time, boolean open, String nextOpen, String nextClose) {
        now = time;
        JsonNode clock = json("/v2/clock");
        assertThat(clock.path("is_open").asBoolean()).isEqualTo(open);
        assertThat(clock.path("next_open").asString()).isEqualTo(nextOpen);
        assertThat(clock.path("next_close").asString()).isEqualTo(nextClose);
        assertThat(Instant.from(OffsetDateTime.parse(clock.path("timestamp").asString())))
                .isEqualTo(time);
    }

    @Test
    void theCalendarHasTheDaysOfTrading() {
        assertThat(text(get("/v2/calendar?start=2026-12-24&end=2026-12-27")))
                .isEqualTo("[{\"date\":\"2026-12-24\",\"open\":\"09:30\",\"close\":\"13:00\",\"session_open\":\"0400\","
                        + "\"session_close\":\"2000\",\"settlement_date\":\"2026-12-28\"}]");
        assertThat(json("/v2/calendar?start=2026-01-01&end=2026-12-31").size()).isEqualTo(251);
        rest.options(RestOptions.builder().alwaysOpen(true).build());
        assertThat(json("/v2/calendar?start=2026-12-24&end=2026-12-27").size()).isEqualTo(4);
        assertThat(json("/v2/clock").path("is_open").asBoolean()).isTrue();
    }
}
