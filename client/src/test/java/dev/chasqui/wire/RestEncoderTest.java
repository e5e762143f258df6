package dev.chasqui.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.model.Bar;
import dev.chasqui.model.Channel;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.OrderBook;
import dev.chasqui.model.Trade;
import dev.chasqui.model.TradeUpdate;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RestEncoderTest {

    private static final long TIME = 1_767_623_400_100_000_000L;
    private static final String TRADE =
            "{\"i\":7,\"x\":\"V\",\"p\":431.1,\"s\":10,\"c\":[\"@\",\"I\"],\"z\":\"C\",\"t\":\"2026-01-05T14:30:00.1Z\"}";
    private static final String BAR =
            "{\"o\":1,\"h\":2,\"l\":1,\"c\":2,\"v\":10,\"t\":\"2026-01-05T14:30:00.1Z\",\"n\":3,\"vw\":1.5}";

    private final RestEncoder stocks = RestEncoder.create(FeedKind.STOCKS);

    private static Trade trade(String symbol, String update) {
        return new Trade(
                symbol,
                TIME,
                7,
                "V",
                431.1,
                10,
                List.of("@", "I"),
                "C",
                null,
                update.isEmpty() ? null : update,
                MarketEvent.NO_TIMESTAMP);
    }

    private static Bar bar(Bar.Kind kind) {
        return new Bar(kind, "MSFT", TIME, 1, 2, 1, 2, 10, 3, 1.5);
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Test
    void messagesOfManySymbolsStandUnderTheirSymbolsWithoutTypeAndSymbol() {
        Map<String, List<Trade>> messages = new LinkedHashMap<>();
        messages.put("MSFT", List.of(trade("MSFT", ""), trade("MSFT", "canceled")));
        messages.put("AAPL", List.of(trade("AAPL", "")));
        assertThat(text(stocks.page(Channel.TRADES, messages, "abc=")))
                .isEqualTo("{\"trades\":{\"MSFT\":[" + TRADE + "," + TRADE.replace("}", ",\"u\":\"canceled\"}")
                        + "],\"AAPL\":[" + TRADE + "]},\"next_page_token\":\"abc=\"}");
    }

    @Test
    void theLastPageHasANullToken() {
        assertThat(text(stocks.page(Channel.QUOTES, Map.of(), null)))
                .isEqualTo("{\"quotes\":{},\"next_page_token\":null}");
        assertThat(text(stocks.page(Channel.BARS, "MSFT", List.of(bar(Bar.Kind.UPDATED_MINUTE)), null)))
                .isEqualTo("{\"symbol\":\"MSFT\",\"bars\":[" + BAR + "],\"next_page_token\":null}");
    }

    @Test
    void theLatestMessageStandsAlone() {
        assertThat(text(stocks.latest(Channel.BARS, Map.of("MSFT", bar(Bar.Kind.MINUTE)))))
                .isEqualTo("{\"bars\":{\"MSFT\":" + BAR + "}}");
        assertThat(text(stocks.latest(Channel.TRADES, "MSFT", trade("MSFT", ""))))
                .isEqualTo("{\"symbol\":\"MSFT\",\"trade\":" + TRADE + "}");
        assertThat(text(stocks.latest(Channel.TRADES, "MSFT", null))).isEqualTo("{\"symbol\":\"MSFT\"}");
    }

    @Test
    void snapshotsOfStocksHaveNoWrapperAndOthersHaveOne() {
        Map<String, MarketEvent> parts = new LinkedHashMap<>();
        parts.put("latestTrade", trade("MSFT", ""));
        parts.put("minuteBar", bar(Bar.Kind.MINUTE));
        String snapshot = "\"latestTrade\":" + TRADE + ",\"minuteBar\":" + BAR;
        assertThat(text(stocks.snapshots(Map.of("MSFT", parts), false))).isEqualTo("{\"MSFT\":{" + snapshot + "}}");
        assertThat(text(stocks.snapshots(Map.of("MSFT", parts), true)))
                .isEqualTo("{\"snapshots\":{\"MSFT\":{" + snapshot + "}},\"next_page_token\":null}");
        assertThat(text(stocks.snapshot("MSFT", parts))).isEqualTo("{\"symbol\":\"MSFT\"," + snapshot + "}");
    }

    @Test
    void cryptoPairsAndTheirBooksAreWritten() {
        OrderBook book = new OrderBook("BTC/USD", TIME, List.of(new OrderBook.Level(1, 2)), List.of(), false);
        assertThat(text(RestEncoder.create(FeedKind.CRYPTO).latest(Channel.ORDER_BOOKS, Map.of("BTC/USD", book))))
                .isEqualTo(
                        "{\"orderbooks\":{\"BTC/USD\":{\"t\":\"2026-01-05T14:30:00.1Z\",\"b\":[{\"p\":1,\"s\":2}],\"a\":[]}}}");
    }

    @Test
    void articlesAreAListAndKeepTheirSymbols() {
        News news = new News(1, "Head\"line", "", "", TIME, TIME, "", "", List.of("MSFT"), "test");
        assertThat(text(RestEncoder.create(FeedKind.NEWS_ARTICLES).news(List.of(news), null)))
                .isEqualTo("{\"news\":[{\"id\":1,\"headline\":\"Head\\\"line\",\"summary\":\"\",\"author\":\"\","
                        + "\"created_at\":\"2026-01-05T14:30:00.1Z\",\"updated_at\":\"2026-01-05T14:30:00.1Z\",\"url\":\"\","
                        + "\"content\":\"\",\"symbols\":[\"MSFT\"],\"source\":\"test\"}],\"next_page_token\":null}");
    }

    @Test
    void aRefusalEscapesWhatItQuotes() {
        assertThat(text(stocks.message("no \"x\"\n"))).isEqualTo("{\"message\":\"no \\\"x\\\"\\n\"}");
    }

    @Test
    void aMessageThatDoesNotBelongIsRefusedAndLeavesNothingBehind() {
        TradeUpdate foreign = new TradeUpdate("fill", "1", null, null, null, null, null, Map.of(), null);
        assertThatThrownBy(() -> stocks.latest(Channel.TRADES, "A", foreign))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(text(stocks.message("x"))).isEqualTo("{\"message\":\"x\"}");
    }
}
