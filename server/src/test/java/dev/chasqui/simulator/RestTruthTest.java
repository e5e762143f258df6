package dev.chasqui.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Bar;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.OrderBook;
import dev.chasqui.model.Snapshot;
import dev.chasqui.wire.DecodeLimits;
import dev.chasqui.wire.Page;
import dev.chasqui.wire.RestDecoder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What a market published comes back from REST, message for message, as the client's own decoder reads it. */
class RestTruthTest {

    private static final Instant START = Instant.parse("2026-01-05T14:30:00Z");
    private static final Instant END = START.plus(Duration.ofMinutes(20));
    private static final Map<String, String> CREDENTIALS = Map.of("APCA-API-KEY-ID", "K", "APCA-API-SECRET-KEY", "S");
    private static final List<String> STOCKS = List.of("AAPL", "MSFT", "SPY");
    private static final String CONTRACT = "SPY261218C00600000";
    private static final String RANGE = "&start=2026-01-05&end=2026-01-06";

    private final long seed = new Random().nextInt(1_000_000);
    private final RestDecoder decoder = new RestDecoder(DecodeLimits.DEFAULT);
    private final SimulatedRest rest = SimulatedRest.create(() -> END, RestOptions.defaults());
    private final List<MarketEvent> published = new ArrayList<>();

    private void play() throws IOException {
        SeededMarket market = MarketSource.seeded(seed)
                .symbols("AAPL", "MSFT", "SPY", "BTC/USD", CONTRACT)
                .messagesPerSecond(20)
                .length(Duration.between(START, END));
        try (FrameStream frames = new MarketGenerator(market, START)) {
            SourceFrame frame = frames.next();
            while (frame != null) {
                rest.record(frame.audience(), frame.data().events());
                published.addAll(frame.data().events());
                frame = frames.next();
            }
        }
    }

    /** What was published of some symbols, in REST's order. */
    private List<MarketEvent> truth(Channel channel, List<String> symbols) {
        return published.stream()
                .filter(event -> event.channel() == channel && symbols.contains(event.symbol()))
                .sorted(Comparator.comparing(MarketEvent::symbol).thenComparingLong(MarketEvent::timestampNanos))
                .toList();
    }

    private List<MarketEvent> fetched(String target, Function<byte[], ? extends Page<? extends MarketEvent>> decode) {
        List<MarketEvent> all = new ArrayList<>();
        String token = "";
        while (token != null) {
            Page<? extends MarketEvent> page =
                    decode.apply(body(target + (token.isEmpty() ? "" : "&page_token=" + token)));
            assertThat(page.problems()).isEmpty();
            all.addAll(page.elements());
            token = page.nextPageToken();
        }
        return all;
    }

    private byte[] body(String target) {
        RestResponse response = rest.handle(RestRequest.of(target, CREDENTIALS));
        assertThat(response.status()).as(target).isEqualTo(200);
        return response.body();
    }

    @Test
    void everythingPublishedComesBackEqual() throws IOException {
        play();
        String symbols = "?limit=97&symbols=" + String.join(",", STOCKS) + RANGE;
        assertThat(fetched("/v2/stocks/trades" + symbols, decoder::trades))
                .as("seed %d", seed)
                .isEqualTo(truth(Channel.TRADES, STOCKS))
                .hasSizeGreaterThan(1_000);
        assertThat(fetched("/v2/stocks/quotes" + symbols, decoder::quotes))
                .as("seed %d", seed)
                .isEqualTo(truth(Channel.QUOTES, STOCKS));
        assertThat(fetched(
                        "/v2/stocks/bars" + symbols + "&timeframe=1Min", body -> decoder.bars(body, Bar.Kind.MINUTE)))
                .as("seed %d", seed)
                .isEqualTo(truth(Channel.BARS, STOCKS))
                .hasSizeGreaterThan(50);
        assertThat(fetched("/v1beta3/crypto/us/trades?limit=97&symbols=BTC/USD" + RANGE, decoder::trades))
                .as("seed %d", seed)
                .isEqualTo(truth(Channel.TRADES, List.of("BTC/USD")));
        assertThat(fetched("/v1beta1/options/trades?limit=97&symbols=" + CONTRACT + RANGE, decoder::trades))
                .as("seed %d", seed)
                .isEqualTo(truth(Channel.TRADES, List.of(CONTRACT)));
        assertThat(fetched("/v1beta1/news?limit=3&sort=asc" + RANGE, decoder::news))
                .as("seed %d", seed)
                .isEqualTo(truth(Channel.NEWS, List.of("")))
                .isNotEmpty();
    }

    @Test
    void latestValuesAreTheLastOnes() throws IOException {
        play();
        List<MarketEvent> quotes = truth(Channel.QUOTES, List.of("MSFT"));
        assertThat(decoder.quotes(body("/v2/stocks/quotes/latest?symbols=MSFT")).elements())
                .as("seed %d", seed)
                .map(quote -> (MarketEvent) quote)
                .containsExactly(quotes.get(quotes.size() - 1));
        Snapshot snapshot = decoder.snapshots(body("/v2/stocks/snapshots?symbols=MSFT"))
                .elements()
                .get(0);
        assertThat(snapshot.latestQuote()).isEqualTo(quotes.get(quotes.size() - 1));
        List<MarketEvent> days = truth(Channel.DAILY_BARS, List.of("MSFT"));
        assertThat(snapshot.dailyBar()).isEqualTo(days.get(days.size() - 1));
        OrderBook book = decoder.orderBooks(body("/v1beta3/crypto/us/latest/orderbooks?symbols=BTC/USD"))
                .elements()
                .get(0);
        List<MarketEvent> books = truth(Channel.ORDER_BOOKS, List.of("BTC/USD"));
        assertThat(book).as("seed %d", seed).isEqualTo(books.get(books.size() - 1));
        assertThat(decoder.clock(body("/v2/clock")).open()).isTrue();
        assertThat(decoder.calendar(body("/v2/calendar?start=2026-01-05&end=2026-01-09")))
                .hasSize(5);
    }
}
