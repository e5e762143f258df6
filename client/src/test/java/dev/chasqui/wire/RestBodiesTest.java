package dev.chasqui.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.fail;

import dev.chasqui.model.Auction;
import dev.chasqui.model.Bar;
import dev.chasqui.model.Greeks;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.PerpetualPricing;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Snapshot;
import dev.chasqui.model.Timestamps;
import dev.chasqui.model.Trade;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * REST bodies that the real server has written. What each must give was read from them by another program; every record is also compared
 * with what another library makes of it.
 */
class RestBodiesTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String OUT_OF_SCOPE = "out of scope";
    private static final RestDecoder DECODER = new RestDecoder(DecodeLimits.DEFAULT);
    private static final Map<String, Function<byte[], Page<?>>> READERS = Map.of(
            "trades", DECODER::trades,
            "quotes", DECODER::quotes,
            "bars", body -> DECODER.bars(body, Bar.Kind.MINUTE),
            "orderbooks", DECODER::orderBooks,
            "pricing", DECODER::pricing,
            "snapshots", DECODER::snapshots,
            "auctions", DECODER::auctions,
            "news", DECODER::news);

    /** A line of the table of what is expected. */
    private record Expected(
            String file, String kind, int records, String token, String symbol, String time, String value) {

        static Expected of(String line) {
            String[] columns = line.split("\t", -1);
            return new Expected(
                    columns[0],
                    columns[1],
                    Integer.parseInt(columns[2]),
                    columns[3],
                    columns[4],
                    columns[5],
                    columns[6]);
        }
    }

    private static List<Expected> table() throws IOException {
        try (InputStream table = Objects.requireNonNull(RestBodiesTest.class.getResourceAsStream("rest-bodies.tsv"))) {
            String text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().skip(1).map(Expected::of).toList();
        }
    }

    private static String body(String file) throws IOException {
        return String.join("\n", Recorded.lines("alpaca-rest/" + file));
    }

    @Test
    void theTableNamesEveryRecordedBodyOnce() throws IOException {
        List<String> recorded = Recorded.lines("alpaca-rest/index.tsv").stream()
                .skip(1)
                .map(line -> line.substring(0, line.indexOf('\t')))
                .toList();
        assertThat(recorded).hasSize(116);
        assertThat(table().stream().map(Expected::file)).containsExactlyElementsOf(recorded);
    }

    @Test
    void everyRecordedBodyGivesItsRecords() throws IOException {
        for (Expected expected : table()) {
            String body = body(expected.file);
            if (!expected.kind.equals(OUT_OF_SCOPE)) {
                Page<?> page = page(expected.kind, body);
                assertThat(page.problems()).as(expected.file).isEmpty();
                assertPage(expected, page);
                assertThat(records(page)).as(expected.file).isEqualTo(reference(expected.kind, body));
            }
        }
    }

    @Test
    void bodiesOutOfScopeAreNeverTakenForAnEmptyPage() throws IOException {
        List<Expected> others =
                table().stream().filter(each -> each.kind.equals(OUT_OF_SCOPE)).toList();
        assertThat(others.stream().map(Expected::value).collect(Collectors.toSet()))
                .isEqualTo(Set.of(
                        "events of companies, not market data", "bonds have no stream", "a ranking, not market data"));
        assertThat(others).hasSize(8);
        for (Expected expected : others) {
            String body = body(expected.file);
            for (String kind : READERS.keySet()) {
                assertIsNoPage(kind, body);
            }
        }
    }

    private static void assertIsNoPage(String kind, String body) {
        if (kind.equals("snapshots")) {
            assertThat(isRefused(kind, body)).as(body).isTrue();
        } else {
            assertThatThrownBy(() -> page(kind, body))
                    .isInstanceOf(MalformedBodyException.class)
                    .hasMessage(kind + ": required, but missing");
        }
    }

    // Snapshots of stocks have no key of their own, so that another body looks like some that have problems or nothing
    // in them.
    private static boolean isRefused(String kind, String body) {
        try {
            Page<?> page = page(kind, body);
            return !page.problems().isEmpty() || page.elements().stream().allMatch(RestBodiesTest::isBlank);
        } catch (MalformedBodyException refused) {
            return true;
        }
    }

    private static boolean isBlank(Object record) {
        Snapshot snapshot = (Snapshot) record;
        return new Snapshot(snapshot.symbol(), null, null, null, null, null, null, Double.NaN).equals(snapshot);
    }

    private static Page<?> page(String kind, String body) {
        return Objects.requireNonNull(READERS.get(kind)).apply(body.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertPage(Expected expected, Page<?> page) {
        assertThat(page.elements()).as(expected.file).hasSize(expected.records);
        assertThat(Objects.requireNonNullElse(page.nextPageToken(), ""))
                .as(expected.file)
                .startsWith(expected.token);
        assertThat(page.nextPageToken() == null).as(expected.file).isEqualTo(expected.token.isEmpty());
        if (expected.records > 0) {
            Object last = page.elements().get(expected.records - 1);
            assertThat(keyValues(last))
                    .as(expected.file)
                    .isEqualTo(List.of(expected.symbol, Instant.parse(expected.time), Double.valueOf(expected.value)));
        }
    }

    private static List<Object> keyValues(Object element) {
        if (element instanceof Snapshot snapshot) {
            return keyValues(Objects.requireNonNullElse(
                    (Object) snapshot.latestTrade(), Objects.requireNonNull(snapshot.latestQuote())));
        }
        if (element instanceof Auction auction) {
            Auction.Print last = auction.closing().get(auction.closing().size() - 1);
            return List.of(auction.symbol(), Timestamps.toInstant(last.timestampNanos()), last.price());
        }
        MarketEvent event = (MarketEvent) element;
        return List.of(event.symbol(), event.timestamp(), value(event));
    }

    private static double value(MarketEvent event) {
        if (event instanceof Trade trade) {
            return trade.price();
        }
        if (event instanceof Quote quote) {
            return quote.askPrice();
        }
        if (event instanceof Bar bar) {
            return bar.close();
        }
        return event instanceof News news ? news.id() : ((PerpetualPricing) event).markPrice();
    }

    /** The records, snapshots and auctions taken apart. */
    private static List<Object> records(Page<?> page) {
        List<Object> records = new ArrayList<>();
        for (Object element : page.elements()) {
            if (element instanceof Snapshot snapshot) {
                records.add(parts(snapshot));
            } else if (element instanceof Auction auction) {
                auction.opening().forEach(print -> records.add(print.price() + "@" + print.exchange()));
                auction.closing().forEach(print -> records.add(print.price() + "@" + print.exchange()));
            } else {
                records.add(element);
            }
        }
        return records;
    }

    private static Map<String, Object> parts(Snapshot snapshot) {
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        parts.put("latestTrade", snapshot.latestTrade());
        parts.put("latestQuote", snapshot.latestQuote());
        parts.put("minuteBar", snapshot.minuteBar());
        parts.put("dailyBar", snapshot.dailyBar());
        parts.put("prevDailyBar", snapshot.previousDailyBar());
        parts.put("greeks", snapshot.greeks());
        parts.put(
                "impliedVolatility", Double.isNaN(snapshot.impliedVolatility()) ? null : snapshot.impliedVolatility());
        parts.values().removeIf(Objects::isNull);
        return new LinkedHashMap<>(parts);
    }

    private static List<Object> reference(String kind, String body) {
        Map<String, Object> root = object(JSON.readValue(body, Map.class));
        String singular = kind.substring(0, kind.length() - 1);
        Object records = root.getOrDefault(kind, root.getOrDefault(singular, root));
        List<Object> all = new ArrayList<>();
        if (records instanceof List<?> list) {
            list.forEach(each -> all.add(reference(kind, "", object(each))));
        } else {
            object(records).forEach((symbol, value) -> addReference(kind, symbol, value, all));
        }
        return all;
    }

    private static void addReference(String kind, String symbol, @Nullable Object value, List<Object> all) {
        if (value instanceof List<?> list) {
            list.forEach(each -> addReference(kind, symbol, each, all));
        } else if (value != null && kind.equals("auctions")) {
            addPrints(object(value).get("o"), all);
            addPrints(object(value).get("c"), all);
        } else if (value != null) {
            all.add(reference(kind, symbol, object(value)));
        }
    }

    private static void addPrints(@Nullable Object prints, List<Object> all) {
        for (Object print : (List<?>) Objects.requireNonNull(prints)) {
            Map<String, Object> fields = object(print);
            all.add(((Number) Objects.requireNonNull(fields.get("p"))).doubleValue() + "@" + fields.get("x"));
        }
    }

    private static Object reference(String kind, String symbol, Map<String, Object> fields) {
        return switch (kind) {
            case "trades" -> event("t", symbol, fields);
            case "quotes" -> event("q", symbol, fields);
            case "bars" -> event("b", symbol, fields);
            case "pricing" -> event("p", symbol, fields);
            case "news" -> event("n", symbol, fields);
            case "snapshots" -> snapshot(symbol, fields);
            default -> fail(kind);
        };
    }

    private static Map<String, Object> snapshot(String symbol, Map<String, Object> fields) {
        Map<String, Object> parts = new LinkedHashMap<>();
        for (String part : List.of("latestTrade", "latestQuote", "minuteBar", "dailyBar", "prevDailyBar", "greeks")) {
            Object value = fields.get(part);
            if (value != null) {
                parts.put(part, part(part, symbol, object(value)));
            }
        }
        Object volatility = fields.get("impliedVolatility");
        if (volatility != null) {
            parts.put("impliedVolatility", ((Number) volatility).doubleValue());
        }
        return parts;
    }

    private static Object part(String part, String symbol, Map<String, Object> fields) {
        return switch (part) {
            case "latestTrade" -> event("t", symbol, fields);
            case "latestQuote" -> event("q", symbol, fields);
            case "minuteBar" -> event("b", symbol, fields);
            case "greeks" ->
                new Greeks(
                        number(fields, "delta"),
                        number(fields, "gamma"),
                        number(fields, "theta"),
                        number(fields, "vega"),
                        number(fields, "rho"));
            default -> event("d", symbol, fields);
        };
    }

    private static double number(Map<String, Object> fields, String key) {
        return ((Number) Objects.requireNonNull(fields.get(key))).doubleValue();
    }

    private static MarketEvent event(String type, String symbol, Map<String, Object> fields) {
        Map<String, Object> message = new LinkedHashMap<>(fields);
        message.put("T", type);
        message.put("S", symbol);
        return Reference.event(message);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }
}
