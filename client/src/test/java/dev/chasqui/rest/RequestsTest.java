package dev.chasqui.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.model.Feed;
import dev.chasqui.rest.OptionChainQuery.Right;
import dev.chasqui.stream.options.Credentials;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each method asks for, to the letter. */
class RequestsTest {

    private static final Instant START = Instant.parse("2026-01-05T14:30:00Z");
    private static final Instant END = Instant.parse("2026-01-05T14:31:00.123456789Z");
    private static final List<String> PAIR = List.of("BTC/USD", "ETH/USD");
    private static final String OPTION = "SPY260116C00600000";

    private final RestFixture fixture = new RestFixture();

    private String asked(Function<RestClient, CompletableFuture<?>> request) {
        ScriptedTransport transport = new ScriptedTransport(fixture.time).then(404, "");
        RestClient client = fixture.builder().transport(transport).build();
        CompletableFuture<?> ignored = request.apply(client);
        return transport.asked().get(0);
    }

    private static HistoryQuery crypto() {
        return HistoryQuery.of(Feed.CRYPTO_US, PAIR);
    }

    @Test
    void historyOfStocksCarriesEveryParameter() {
        HistoryQuery query = HistoryQuery.of(Feed.IEX, List.of("AAPL", "BRK.B"))
                .withStart(START)
                .withEnd(END)
                .withLimit(10_000)
                .withSort(Sort.DESCENDING)
                .withAsOf(LocalDate.of(2026, 1, 2))
                .withCurrency("mxn")
                .withPageToken("a+b/c=");
        String common = "symbols=AAPL%2CBRK.B&start=2026-01-05T14%3A30%3A00Z&end=2026-01-05T14%3A31%3A00.123456789Z"
                + "&limit=10000&sort=desc&asof=2026-01-02&currency=MXN&page_token=a%2Bb%2Fc%3D";
        assertThat(asked(client -> client.trades(query))).isEqualTo("/v2/stocks/trades?" + common + "&feed=iex");
        assertThat(asked(client -> client.quotes(query))).isEqualTo("/v2/stocks/quotes?" + common + "&feed=iex");
        assertThat(asked(client -> client.auctions(query))).isEqualTo("/v2/stocks/auctions?" + common + "&feed=iex");
        assertThat(asked(client -> client.bars(
                        query.withAdjustments(Adjustment.SPLIT, Adjustment.DIVIDEND), Timeframe.minutes(15))))
                .isEqualTo("/v2/stocks/bars?" + common + "&adjustment=split%2Cdividend&feed=iex&timeframe=15Min");
        assertThat(query.symbols()).containsExactly("AAPL", "BRK.B");
        assertThat(query.pageToken()).isEqualTo("a+b/c=");
    }

    @Test
    void daysAndTheRefusalOfMappingAreWritten() {
        HistoryQuery query = HistoryQuery.of(Feed.SIP, "META")
                .withStart(LocalDate.of(2022, 6, 8))
                .withEnd(LocalDate.of(2022, 6, 9))
                .withSort(Sort.ASCENDING)
                .withoutSymbolMapping();
        assertThat(asked(client -> client.bars(query, Timeframe.DAY)))
                .isEqualTo("/v2/stocks/bars?symbols=META&start=2022-06-08&end=2022-06-09&sort=asc&asof=-&feed=sip"
                        + "&timeframe=1Day");
    }

    @Test
    void historyOfTheDelayedFeedIsThatOfTheWholeMarket() {
        assertThat(asked(client -> client.trades(HistoryQuery.of(Feed.DELAYED_SIP, "A"))))
                .isEqualTo("/v2/stocks/trades?symbols=A&feed=sip");
        assertThat(asked(client -> client.latestTrade(Feed.DELAYED_SIP, "A")))
                .isEqualTo("/v2/stocks/trades/latest?symbols=A&feed=delayed_sip");
    }

    @Test
    void historyOfCryptoAndOptionsHasItsOwnPaths() {
        String pair = "symbols=BTC%2FUSD%2CETH%2FUSD";
        assertThat(asked(client -> client.trades(crypto()))).isEqualTo("/v1beta3/crypto/us/trades?" + pair);
        assertThat(asked(client -> client.quotes(crypto()))).isEqualTo("/v1beta3/crypto/us/quotes?" + pair);
        assertThat(asked(client -> client.bars(crypto(), Timeframe.HOUR)))
                .isEqualTo("/v1beta3/crypto/us/bars?" + pair + "&timeframe=1Hour");
        HistoryQuery option = HistoryQuery.of(Feed.OPTIONS_OPRA, OPTION);
        assertThat(asked(client -> client.trades(option))).isEqualTo("/v1beta1/options/trades?symbols=" + OPTION);
        assertThat(asked(client -> client.bars(option, Timeframe.MINUTE)))
                .isEqualTo("/v1beta1/options/bars?symbols=" + OPTION + "&timeframe=1Min");
    }

    @Test
    void latestValuesOfStocksEndInLatest() {
        List<String> two = List.of("A", "B");
        assertThat(asked(client -> client.latestTrades(Feed.SIP, two)))
                .isEqualTo("/v2/stocks/trades/latest?symbols=A%2CB&feed=sip");
        assertThat(asked(client -> client.latestQuotes(Feed.OVERNIGHT, two)))
                .isEqualTo("/v2/stocks/quotes/latest?symbols=A%2CB&feed=overnight");
        assertThat(asked(client -> client.latestBars(Feed.IEX, two)))
                .isEqualTo("/v2/stocks/bars/latest?symbols=A%2CB&feed=iex");
        assertThat(asked(client -> client.snapshots(Feed.IEX, two)))
                .isEqualTo("/v2/stocks/snapshots?symbols=A%2CB&feed=iex");
    }

    @Test
    void latestValuesOfCryptoHaveLatestInTheMiddle() {
        String pair = "?symbols=BTC%2FUSD%2CETH%2FUSD";
        Feed feed = Feed.crypto("us-1");
        assertThat(asked(client -> client.latestTrades(feed, PAIR)))
                .isEqualTo("/v1beta3/crypto/us-1/latest/trades" + pair);
        assertThat(asked(client -> client.latestQuotes(feed, PAIR)))
                .isEqualTo("/v1beta3/crypto/us-1/latest/quotes" + pair);
        assertThat(asked(client -> client.latestBars(feed, PAIR))).isEqualTo("/v1beta3/crypto/us-1/latest/bars" + pair);
        assertThat(asked(client -> client.latestOrderBooks(feed, PAIR)))
                .isEqualTo("/v1beta3/crypto/us-1/latest/orderbooks" + pair);
        assertThat(asked(client -> client.snapshots(feed, PAIR))).isEqualTo("/v1beta3/crypto/us-1/snapshots" + pair);
        assertThat(asked(client -> client.latestPricing(Feed.CRYPTO_PERPETUALS, List.of("BTC-PERP"))))
                .isEqualTo("/v1beta1/crypto-perps/global/latest/pricing?symbols=BTC-PERP");
        assertThat(asked(client -> client.latestOrderBook(Feed.CRYPTO_PERPETUALS, "BTC-PERP")))
                .isEqualTo("/v1beta1/crypto-perps/global/latest/orderbooks?symbols=BTC-PERP");
    }

    @Test
    void latestValuesOfOptionsNameTheirSource() {
        assertThat(asked(client -> client.latestTrade(Feed.OPTIONS_OPRA, OPTION)))
                .isEqualTo("/v1beta1/options/trades/latest?symbols=" + OPTION + "&feed=opra");
        assertThat(asked(client -> client.latestQuote(Feed.OPTIONS_INDICATIVE, OPTION)))
                .isEqualTo("/v1beta1/options/quotes/latest?symbols=" + OPTION + "&feed=indicative");
        assertThat(asked(client -> client.snapshot(Feed.OPTIONS_OPRA, OPTION)))
                .isEqualTo("/v1beta1/options/snapshots?symbols=" + OPTION + "&feed=opra");
    }

    @Test
    void optionChainCarriesEveryParameter() {
        OptionChainQuery query = OptionChainQuery.of(Feed.OPTIONS_INDICATIVE, "BRK.B")
                .withRight(Right.PUT)
                .withStrikeFrom(new BigDecimal("100.5"))
                .withStrikeTo(new BigDecimal("1E+3"))
                .withExpiration(LocalDate.of(2026, 1, 16))
                .withExpirationFrom(LocalDate.of(2026, 1, 1))
                .withExpirationTo(LocalDate.of(2026, 2, 1))
                .withRoot("BRKB1")
                .withUpdatedSince(START)
                .withLimit(1_000)
                .withPageToken("x");
        assertThat(asked(client -> client.optionChain(query)))
                .isEqualTo("/v1beta1/options/snapshots/BRK.B?type=put&strike_price_gte=100.5&strike_price_lte=1000"
                        + "&expiration_date=2026-01-16&expiration_date_gte=2026-01-01&expiration_date_lte=2026-02-01"
                        + "&root_symbol=BRKB1&updated_since=2026-01-05T14%3A30%3A00Z&limit=1000&page_token=x"
                        + "&feed=indicative");
        assertThat(asked(client -> client.optionChain(OptionChainQuery.of(Feed.OPTIONS_OPRA, "../x?y"))))
                .isEqualTo("/v1beta1/options/snapshots/..%2Fx%3Fy?feed=opra");
    }

    @Test
    void newsCarriesEveryParameter() {
        NewsQuery query = NewsQuery.about(List.of("AAPL", "BTCUSD"))
                .withStart(START)
                .withEnd(END)
                .withSort(Sort.ASCENDING)
                .withContent(true)
                .withContentlessExcluded(true)
                .withLimit(50)
                .withPageToken("x");
        assertThat(asked(client -> client.news(query)))
                .isEqualTo("/v1beta1/news?symbols=AAPL%2CBTCUSD&start=2026-01-05T14%3A30%3A00Z"
                        + "&end=2026-01-05T14%3A31%3A00.123456789Z&sort=asc&include_content=true"
                        + "&exclude_contentless=true&limit=50&page_token=x");
        assertThat(asked(client -> client.news(NewsQuery.about(List.of())))).isEqualTo("/v1beta1/news");
    }

    @Test
    void clockAndCalendarAreAskedOfTheTradingHost() {
        ScriptedTransport transport = new ScriptedTransport(fixture.time).then(404, "");
        RestClient client = fixture.builder().transport(transport).build();
        CompletableFuture<?> ignored = client.clock();
        CompletableFuture<?> unusedToo = client.calendar(LocalDate.of(2026, 1, 5), LocalDate.of(2026, 1, 9));
        CompletableFuture<?> unusedAsWell = client.news(NewsQuery.all());
        assertThat(transport.requests.stream().map(HttpTransport.Request::uri))
                .containsExactly(
                        URI.create("https://api.alpaca.markets/v2/clock"),
                        URI.create("https://api.alpaca.markets/v2/calendar?start=2026-01-05&end=2026-01-09"),
                        URI.create("https://data.alpaca.markets/v1beta1/news"));
    }

    @Test
    void limitsAreHeldBeforeAnythingIsSent() {
        HistoryQuery query = HistoryQuery.of(Feed.SIP, "A");
        assertThatThrownBy(() -> query.withLimit(10_001)).hasMessage("limit must be 1 to 10000 here, not 10001");
        assertThatThrownBy(() -> query.withLimit(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NewsQuery.all().withLimit(51)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OptionChainQuery.of(Feed.OPTIONS_OPRA, "A").withLimit(1_001))
                .isInstanceOf(IllegalArgumentException.class);
        RestClient client = fixture.builder().build();
        List<String> many = Collections.nCopies(101, OPTION);
        assertThatThrownBy(() -> client.trades(HistoryQuery.of(Feed.OPTIONS_OPRA, many)))
                .hasMessage("at most 100 options in one request, not 101: split them");
        assertThatThrownBy(() -> client.snapshots(Feed.OPTIONS_OPRA, many))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(fixture.transport.requests).isEmpty();
    }

    @Test
    void whatAlpacaDoesNotHaveIsRefusedBeforeAnythingIsSent() {
        RestClient client = fixture.builder().build();
        HistoryQuery option = HistoryQuery.of(Feed.OPTIONS_OPRA, OPTION);
        assertThatThrownBy(() -> client.quotes(option)).hasMessage("feed options/opra has no history of quotes");
        assertThatThrownBy(() -> client.auctions(crypto())).hasMessage("feed crypto/us has no history of auctions");
        assertThatThrownBy(() -> client.trades(HistoryQuery.of(Feed.CRYPTO_PERPETUALS, "BTC-PERP")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.trades(HistoryQuery.of(Feed.NEWS, "A")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.latestBar(Feed.OPTIONS_OPRA, OPTION))
                .hasMessage("feed options/opra has no latest bars");
        assertThatThrownBy(() -> client.latestOrderBook(Feed.SIP, "A")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.latestPricing(Feed.CRYPTO_US, PAIR))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.snapshots(Feed.CRYPTO_PERPETUALS, PAIR))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.trades(crypto().withCurrency("USD")))
                .hasMessage("symbol mapping and currency are for stocks only");
        assertThatThrownBy(() -> client.trades(HistoryQuery.of(Feed.SIP, "A").withAdjustments(Adjustment.ALL)))
                .hasMessage("only bars of stocks are adjusted");
        assertThatThrownBy(() -> OptionChainQuery.of(Feed.SIP, "A")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.latestTrades(Feed.SIP, List.of())).hasMessage("name at least one symbol");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "A,B", "A\nB"})
    void whatIsNoSymbolIsRefused(String text) {
        assertThatThrownBy(() -> HistoryQuery.of(Feed.SIP, text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void credentialsTravelInHeadersOnlyAndRequestsShowNone() {
        fixture.transport.then(404, "");
        CompletableFuture<?> ignored = fixture.builder().build().clock();
        HttpTransport.Request request = fixture.transport.requests.get(0);
        assertThat(request.headers())
                .isEqualTo(Map.of(
                        "Accept",
                        "application/json",
                        "Accept-Encoding",
                        "gzip",
                        "APCA-API-KEY-ID",
                        RestFixture.KEY,
                        "APCA-API-SECRET-KEY",
                        RestFixture.SECRET));
        assertThat(request).hasToString("GET /v2/clock");
        assertThat(request.uri().toString()).doesNotContain(RestFixture.KEY);
    }

    @Test
    void tokenTravelsAsABearerAndCryptoNeedsNothing() {
        fixture.transport.then(404, "");
        CompletableFuture<?> ignored = fixture.builder()
                .credentials(Credentials.oauth(RestFixture.SECRET))
                .build()
                .clock();
        RestClient anonymous = RestClient.builder()
                .transport(fixture.transport)
                .time(fixture.time)
                .build();
        CompletableFuture<?> unusedToo = anonymous.trades(crypto());
        assertThat(fixture.transport.requests.get(0).headers())
                .containsEntry("Authorization", "Bearer " + RestFixture.SECRET)
                .doesNotContainKey("APCA-API-KEY-ID");
        assertThat(fixture.transport.requests.get(1).headers()).containsOnlyKeys("Accept", "Accept-Encoding");
    }

    private static List<URI> hosts(Function<RestClientBuilder, RestClientBuilder> setting) {
        RestFixture fixture = new RestFixture();
        fixture.transport.then(404, "");
        RestClient client = setting.apply(fixture.builder()).build();
        CompletableFuture<?> ignored = client.news(NewsQuery.all());
        CompletableFuture<?> unusedToo = client.clock();
        return fixture.transport.requests.stream()
                .map(request -> request.uri().resolve("/"))
                .toList();
    }

    @Test
    void addressGivenForOneHostServesBothSoThatCredentialsReachNoHostThatWasNotNamed() {
        URI mine = URI.create("http://localhost:8080/");
        URI other = URI.create("https://other.example/");
        URI data = URI.create("https://data.alpaca.markets/");
        assertThat(hosts(builder -> builder.dataHost(mine))).containsExactly(mine, mine);
        assertThat(hosts(builder -> builder.tradingHost(mine))).containsExactly(mine, mine);
        assertThat(hosts(builder -> builder.dataHost(mine).tradingHost(other))).containsExactly(mine, other);
        assertThat(hosts(RestClientBuilder::paper))
                .containsExactly(data, URI.create("https://paper-api.alpaca.markets/"));
        assertThat(hosts(RestClientBuilder::sandbox))
                .containsExactly(
                        URI.create("https://data.sandbox.alpaca.markets/"), URI.create("https://api.alpaca.markets/"));
    }

    @Test
    void pathOfAnAddressIsKept() {
        ScriptedTransport transport = new ScriptedTransport(fixture.time).then(404, "");
        RestClient client = fixture.builder()
                .transport(transport)
                .dataHost(URI.create("https://relay.example/alpaca/"))
                .build();
        CompletableFuture<?> ignored = client.news(NewsQuery.all());
        assertThat(transport.requests.get(0).uri()).isEqualTo(URI.create("https://relay.example/alpaca/v1beta1/news"));
    }

    @Test
    void addressesAreChecked() {
        assertThatThrownBy(() -> hosts(builder -> builder.dataHost(URI.create("http://example.com"))))
                .hasMessageContaining("would send the credentials unencrypted to example.com");
        assertThat(hosts(builder ->
                        builder.dataHost(URI.create("http://example.com")).allowPlaintext()))
                .hasSize(2);
        for (String wrong : List.of("ws://localhost", "localhost", "https://user:pass@localhost", "https://a/?b=c")) {
            assertThatThrownBy(() -> hosts(builder -> builder.dataHost(URI.create(wrong))))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("pass@");
        }
        assertThatThrownBy(() -> hosts(builder -> builder.sandbox().dataHost(URI.create("https://a"))))
                .hasMessage("choose sandbox() or an address, not both");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1Min", "59Min", "1Hour", "23Hour", "1Day", "1Week", "1Month", "2Month", "12Month"})
    void timeframesOfAlpacaAreTaken(String text) {
        assertThat(Timeframe.of(text)).hasToString(text);
    }

    @Test
    void timeframesMayBeWrittenShort() {
        assertThat(Timeframe.of("5T")).isEqualTo(Timeframe.minutes(5));
        assertThat(Timeframe.of("4H")).isEqualTo(Timeframe.hours(4));
        assertThat(Timeframe.of("1D")).isEqualTo(Timeframe.DAY);
        assertThat(Timeframe.of("1W")).isEqualTo(Timeframe.WEEK);
        assertThat(Timeframe.of("3M")).isEqualTo(Timeframe.months(3));
        assertThat(Timeframe.of("30min")).isEqualTo(Timeframe.minutes(30));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0Min", "60Min", "24Hour", "2Day", "2Week", "5Month", "", "Min", "1", "1Year", "-1Min", "001Min"
            })
    void otherTimeframesAreRefused(String text) {
        assertThatThrownBy(() -> Timeframe.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
