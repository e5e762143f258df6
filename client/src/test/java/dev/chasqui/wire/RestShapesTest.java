package dev.chasqui.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.model.Auction;
import dev.chasqui.model.Bar;
import dev.chasqui.model.MarketClock;
import dev.chasqui.model.OrderBook;
import dev.chasqui.model.OrderBook.Level;
import dev.chasqui.model.Snapshot;
import dev.chasqui.model.Trade;
import dev.chasqui.model.TradingDay;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The shapes that bodies of the REST interface have, and what they may be broken in. */
class RestShapesTest {

    private static final String TRADE =
            "{\"t\":\"2026-01-05T14:30:00.1Z\",\"x\":\"V\",\"p\":431.1,\"s\":10,\"c\":[\"@\",\"I\"],\"i\":7,\"z\":\"C\"}";
    private static final RestDecoder DECODER = new RestDecoder(DecodeLimits.DEFAULT);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Page<Trade> trades(String body) {
        return DECODER.trades(bytes(body));
    }

    private static List<String> symbols(Page<Trade> page) {
        return page.elements().stream().map(Trade::symbol).toList();
    }

    @Test
    void historyOfOneSymbolTakesTheSymbolBesideTheListWhereverItStands() {
        String list = "\"trades\":[" + TRADE + "," + TRADE + "]";
        assertThat(symbols(trades("{\"symbol\":\"MSFT\"," + list + ",\"next_page_token\":null}")))
                .containsExactly("MSFT", "MSFT");
        assertThat(symbols(trades("{" + list + ",\"next_page_token\":\"x\",\"symbol\":\"MSFT\"}")))
                .containsExactly("MSFT", "MSFT");
    }

    @Test
    void listOfNullHoldsNothing() {
        Page<Trade> page = trades("{\"symbol\":\"MSFT\",\"trades\":null,\"next_page_token\":null}");
        assertThat(page).isEqualTo(new Page<>(List.of(), null, null, List.of()));
        assertThat(trades("{\"trades\":{\"MSFT\":null}}").elements()).isEmpty();
        assertThat(trades("{\"trades\":{}}").elements()).isEmpty();
    }

    @Test
    void latestOfOneSymbolAndOfManyReadAlike() {
        assertThat(symbols(trades("{\"symbol\":\"MSFT\",\"trade\":" + TRADE + "}")))
                .containsExactly("MSFT");
        assertThat(symbols(trades("{\"trade\":" + TRADE + ",\"symbol\":\"MSFT\"}")))
                .containsExactly("MSFT");
        assertThat(symbols(trades("{\"trades\":{\"A\":" + TRADE + ",\"B\":null,\"C\":" + TRADE + "}}")))
                .containsExactly("A", "C");
        assertThat(DECODER.quotes(bytes("{\"symbol\":\"A\",\"quote\":{\"c\":[\"R\"],\"t\":\"2026-01-05T14:30:00Z\","
                                + "\"ap\":2,\"as\":1,\"bp\":1,\"bs\":3}}"))
                        .elements()
                        .get(0)
                        .spread())
                .isEqualTo(1);
        assertThat(DECODER.bars(
                                bytes(
                                        "{\"symbol\":\"A\",\"bar\":{\"t\":\"2026-01-05T05:00:00Z\",\"o\":1,\"h\":3,\"l\":1,\"c\":2,\"v\":9}}"),
                                Bar.Kind.DAY)
                        .elements()
                        .get(0)
                        .kind())
                .isEqualTo(Bar.Kind.DAY);
    }

    @Test
    void unknownKeysWhiteSpaceAndTheLastOfEqualKeysAreTaken() {
        Page<Trade> page = trades(" { \"debug\" : [ {} , 1 ] , \"trades\" : { \"A\" : [ " + TRADE + " ] } ,\n"
                + "\"trades\":{\"B\":[" + TRADE + "]},\"currency\":\"MXN\",\"next_page_token\":\"\"} ");
        assertThat(symbols(page)).containsExactly("B");
        assertThat(page.currency()).isEqualTo("MXN");
        assertThat(page.nextPageToken()).isNull();
    }

    @Test
    void recordThatCannotBeReadIsReportedAndCostsNoOther() {
        Page<Trade> page = trades("{\"trades\":{\"A\":[" + TRADE + ",{\"t\":\"2026-01-05T14:30:00Z\",\"p\":\"x\"},null,"
                + TRADE + "]},\"next_page_token\":\"more\"}");
        assertThat(symbols(page)).containsExactly("A", "A");
        assertThat(page.nextPageToken()).isEqualTo("more");
        assertThat(page.problems()).hasSize(2);
        DecodeProblem first = page.problems().get(0);
        assertThat(first.kind()).isEqualTo("t");
        assertThat(first.symbol()).isEqualTo("A");
        assertThat(first.field()).isEqualTo("p");
        assertThat(first.reason()).isEqualTo("expected a number, found a text");
    }

    @Test
    void bodyWithMoreBrokenRecordsThanAreWorthReportingIsRefused() {
        String body = "{\"trades\":{\"A\":[" + "1,".repeat(1_000) + "1]}}";
        assertThatThrownBy(() -> trades(body)).hasMessage("more than 1000 records cannot be read");
    }

    @Test
    void cutBodyIsRefusedAtEveryLength() {
        String body = "{\"trades\":{\"A\":[" + TRADE + "," + TRADE + "]},\"next_page_token\":\"x\"}";
        for (int length = 0; length < body.length(); length++) {
            String cut = body.substring(0, length);
            assertThatThrownBy(() -> trades(cut)).as(cut).isInstanceOf(MalformedBodyException.class);
        }
    }

    @Test
    void bodyOfAnotherKindIsRefused() {
        assertThatThrownBy(() -> trades("{\"quotes\":{}}")).hasMessage("trades: required, but missing");
        assertThatThrownBy(() -> trades("<html>")).hasMessage("expected an object, found something else");
        assertThatThrownBy(() -> trades("{\"trades\":{}} x")).hasMessage("more bytes behind the message");
        assertThatThrownBy(() -> trades("{\"trades\":7}")).hasMessage("trades: expected an object, found a number");
        assertThatThrownBy(() -> trades("{\"trades\":{\"A\\u0007\":[]}}")).hasMessageContaining("control character");
    }

    @Test
    void limitsHold() {
        RestDecoder small = new RestDecoder(new DecodeLimits(6, 8, 40, 40, 2));
        byte[] two = bytes("{\"trades\":{\"A\":[" + TRADE + "],\"B\":[" + TRADE + "]}}");
        byte[] three = bytes("{\"trades\":{\"A\":[" + TRADE + "],\"B\":[" + TRADE + "," + TRADE + "]}}");
        assertThat(small.trades(two).elements()).hasSize(2);
        assertThatThrownBy(() -> small.trades(three)).hasMessageContaining("more than 2 elements");
        assertThatThrownBy(() -> small.trades(bytes("{\"trades\":{},\"x\":[[[[[[1]]]]]]}")))
                .hasMessageContaining("nested deeper than 6 levels");
        assertThatThrownBy(() -> small.trades(bytes("{\"trades\":{},\"next_page_token\":\"" + "x".repeat(41) + "\"}")))
                .hasMessage("next_page_token: a text of more than 40 bytes");
    }

    @Test
    void orderBookOfRestIsWhole() {
        Page<OrderBook> page = DECODER.orderBooks(
                bytes(
                        "{\"orderbooks\":{\"BTC/USD\":{\"t\":\"2026-01-05T14:30:00Z\",\"b\":[{\"p\":1,\"s\":0}],\"a\":null}}}"));
        assertThat(page.elements())
                .containsExactly(new OrderBook(
                        "BTC/USD", 1_767_623_400_000_000_000L, List.of(new Level(1, 0)), List.of(), true));
    }

    @Test
    void snapshotOfOneSymbolIsFlat() {
        Page<Snapshot> page = DECODER.snapshots(
                bytes("{\"symbol\":\"MSFT\",\"latestTrade\":" + TRADE + ",\"latestQuote\":null,\"minuteBar\":null}"));
        assertThat(page.elements()).hasSize(1);
        Snapshot snapshot = page.elements().get(0);
        assertThat(snapshot.symbol()).isEqualTo("MSFT");
        assertThat(snapshot.latestTrade()).isNotNull().extracting(Trade::symbol).isEqualTo("MSFT");
        assertThat(snapshot.latestQuote()).isNull();
        assertThat(snapshot.dailyBar()).isNull();
        assertThat(snapshot.impliedVolatility()).isNaN();
    }

    @Test
    void snapshotsMayBeNullAndGreeksMayBePartial() {
        assertThat(DECODER.snapshots(bytes("{\"A\":null,\"B\":{}}")).elements())
                .containsExactly(new Snapshot("B", null, null, null, null, null, null, Double.NaN));
        assertThat(DECODER.snapshots(bytes("{\"snapshots\":null,\"next_page_token\":\"x\"}"))
                        .nextPageToken())
                .isEqualTo("x");
        Page<Snapshot> page = DECODER.snapshots(
                bytes("{\"snapshots\":{\"O\":{\"greeks\":{\"delta\":0.5,\"rho\":null},\"impliedVolatility\":0.2}}}"));
        Snapshot option = page.elements().get(0);
        assertThat(option.impliedVolatility()).isEqualTo(0.2);
        assertThat(option.greeks()).isNotNull().satisfies(greeks -> {
            assertThat(greeks.delta()).isEqualTo(0.5);
            assertThat(greeks.rho()).isNaN();
            assertThat(greeks.vega()).isNaN();
        });
    }

    @Test
    void auctionsMayHaveNoOpeningAndNoSize() {
        Page<Auction> page = DECODER.auctions(
                bytes(
                        "{\"symbol\":\"A\",\"auctions\":[{\"d\":\"2026-01-05\",\"o\":null,"
                                + "\"c\":[{\"t\":\"2026-01-05T21:00:00Z\",\"x\":\"Q\",\"p\":430.9,\"c\":\"6\"}]}],\"next_page_token\":null}"));
        assertThat(page.elements())
                .containsExactly(new Auction(
                        "A",
                        LocalDate.of(2026, 1, 5),
                        List.of(),
                        List.of(new Auction.Print(1_767_646_800_000_000_000L, "Q", 430.9, Double.NaN, "6"))));
        assertThat(DECODER.auctions(bytes("{\"auctions\":{\"A\":[{\"d\":\"5 Jan\"}]}}"))
                        .problems())
                .hasSize(1);
    }

    @Test
    void clockIsReadWithItsOffset() {
        assertThat(DECODER.clock(bytes("{\"timestamp\":\"2026-01-05T09:15:00.123-05:00\",\"is_open\":false,"
                        + "\"next_open\":\"2026-01-05T09:30:00-05:00\",\"next_close\":\"2026-01-05T16:00:00-05:00\"}")))
                .isEqualTo(new MarketClock(
                        Instant.parse("2026-01-05T14:15:00.123Z"),
                        false,
                        Instant.parse("2026-01-05T14:30:00Z"),
                        Instant.parse("2026-01-05T21:00:00Z")));
        assertThatThrownBy(() -> DECODER.clock(bytes("{\"timestamp\":\"2026-01-05T09:15:00Z\"}")))
                .hasMessage("is_open: required, but missing");
    }

    @Test
    void calendarTakesBothWaysToWriteATime() {
        List<TradingDay> days =
                DECODER.calendar(bytes("[{\"date\":\"2026-07-02\",\"open\":\"09:30\",\"close\":\"13:00\","
                        + "\"session_open\":\"0400\",\"session_close\":\"2000\",\"settlement_date\":\"2026-07-06\"},"
                        + "{\"date\":\"2026-01-05\",\"open\":\"09:30\",\"close\":\"16:00\"}]"));
        assertThat(days).hasSize(2);
        TradingDay early = days.get(0);
        assertThat(early)
                .isEqualTo(new TradingDay(
                        LocalDate.of(2026, 7, 2),
                        LocalTime.of(9, 30),
                        LocalTime.of(13, 0),
                        LocalTime.of(4, 0),
                        LocalTime.of(20, 0),
                        LocalDate.of(2026, 7, 6)));
        assertThat(early.opensAt()).isEqualTo("2026-07-02T13:30:00Z");
        assertThat(early.closesAt()).isEqualTo("2026-07-02T17:00:00Z");
        assertThat(early.sessionOpensAt()).isEqualTo("2026-07-02T08:00:00Z");
        assertThat(early.sessionClosesAt()).isEqualTo("2026-07-03T00:00:00Z");
        TradingDay plain = days.get(1);
        assertThat(plain.opensAt()).isEqualTo("2026-01-05T14:30:00Z");
        assertThat(plain.sessionOpensAt()).isEqualTo(plain.opensAt());
        assertThat(plain.sessionClosesAt()).isEqualTo(plain.closesAt());
        assertThatThrownBy(() -> DECODER.calendar(bytes("[{\"date\":\"2026-01-05\",\"open\":\"9\"}]")))
                .hasMessage("open: expected a time of the day such as 09:30 or 0930");
    }

    @Test
    void errorOfJsonGivesMessageAndCode() {
        assertThat(DECODER.error(bytes("{\"code\":42210000,\"message\":\"subscription does not permit\"}")))
                .isEqualTo(new ErrorBody(42_210_000, "subscription does not permit"));
        assertThat(DECODER.error(bytes("{\"message\":null}"))).isEqualTo(new ErrorBody(ErrorBody.NO_CODE, ""));
    }

    @Test
    void errorThatIsNotJsonGivesItsVisibleText() {
        assertThat(
                        DECODER.error(
                                bytes(
                                        "<html>\r\n<head><title>401 Authorization Required</title></head>\r\n<body>nginx</body></html>")))
                .isEqualTo(new ErrorBody(ErrorBody.NO_CODE, "401 Authorization Required nginx"));
        assertThat(DECODER.error(new byte[0]).message()).isEmpty();
        assertThat(DECODER.error(new byte[] {(byte) 0xff, 7, 'x'}).message()).isEqualTo("\ufffd x");
    }

    @Test
    void errorIsShortAndWithoutControlCharacters() {
        String message = DECODER.error(bytes("{\"message\":\"a\\u001b[31m\\n\\u202eb " + "x".repeat(500) + "\"}"))
                .message();
        assertThat(message).startsWith("a [31m b xxx").hasSize(256);
        assertThat(message.chars().noneMatch(Character::isISOControl)).isTrue();
    }
}
