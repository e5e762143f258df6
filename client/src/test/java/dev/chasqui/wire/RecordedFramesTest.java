package dev.chasqui.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.FeedKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Frames that the real server, or its documentation, has written. */
class RecordedFramesTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @Test
    void twoMinutesOfTheTapeAreWrittenBackToTheByte() throws IOException {
        FrameDecoder decoder = FrameDecoder.create(Encoding.JSON, FeedKind.STOCKS, DecodeLimits.DEFAULT);
        int messages = 0;
        for (String line : Recorded.lines("lean-sip-20131008-open.frames.jsonl.gz")) {
            Collected collected = Collected.of(decoder, line.getBytes(StandardCharsets.UTF_8));
            assertThat(collected.problems).isEmpty();
            assertThat(text(Reencoded.frame(Encoding.JSON, FeedKind.STOCKS, collected)))
                    .isEqualTo(line);
            assertSurvivesMsgpack(FeedKind.STOCKS, collected);
            messages += collected.events.size();
        }
        assertThat(messages).isEqualTo(5_779);
    }

    @Test
    void everyMessageOfTheSampleOf2026MeansTheSameWhenWrittenBack() throws IOException {
        List<String> lines = Recorded.lines("alpaca-stream/sip-sample-2026.jsonl");
        for (String line : lines) {
            Collected collected = Collected.json(FeedKind.STOCKS, line);
            String written =
                    text(FrameEncoder.create(Encoding.JSON, FeedKind.STOCKS).element(collected.event()));
            assertSameValue(line, written);
            assertSurvivesMsgpack(FeedKind.STOCKS, collected);
        }
        assertThat(lines).hasSize(255);
    }

    @Test
    void everyKindOfFrameMeansTheSameWhenWrittenBack() throws IOException {
        List<String> lines = Recorded.lines("alpaca-stream/frames.jsonl");
        List<String> index = Recorded.lines("alpaca-stream/frames.index.tsv");
        for (int i = 0; i < lines.size(); i++) {
            FeedKind kind = kind(index.get(i + 1).split("\t", -1)[1]);
            Collected collected = Collected.json(kind, lines.get(i));
            assertThat(collected.problems).as(lines.get(i)).isEmpty();
            assertThat(collected.unknown).as(lines.get(i)).isEmpty();
            assertSameValue(lines.get(i), text(Reencoded.frame(Encoding.JSON, kind, collected)));
            assertSurvivesMsgpack(kind, collected);
        }
        assertThat(lines).hasSize(69);
    }

    private static FeedKind kind(String feed) {
        if (feed.startsWith("crypto")) {
            return FeedKind.CRYPTO;
        }
        return switch (feed) {
            case "options" -> FeedKind.OPTIONS;
            case "news" -> FeedKind.NEWS_ARTICLES;
            default -> FeedKind.STOCKS;
        };
    }

    private static void assertSurvivesMsgpack(FeedKind kind, Collected collected) {
        Collected back = Collected.msgpack(kind, Reencoded.frame(Encoding.MSGPACK, kind, collected));
        assertThat(back.problems).isEmpty();
        assertThat(back.events).isEqualTo(collected.events);
        assertThat(back.controls).isEqualTo(collected.controls);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    private static void assertSameValue(String expected, String actual) {
        assertThat(canonical(JSON.readTree(actual))).as(expected).isEqualTo(canonical(JSON.readTree(expected)));
    }

    /** Keys sorted, numbers without regard to their scale, channels without symbols of an acknowledgement dropped. */
    private static Object canonical(JsonNode node) {
        if (node.isNumber()) {
            return node.decimalValue().stripTrailingZeros();
        }
        if (node.isArray()) {
            return node.valueStream().map(RecordedFramesTest::canonical).toList();
        }
        return node instanceof ObjectNode object ? canonicalObject(object) : node.toString();
    }

    private static Object canonicalObject(ObjectNode object) {
        boolean acknowledgement = object.path("T").asString().equals("subscription");
        Map<String, Object> sorted = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            Object value = canonical(field.getValue());
            if (acknowledgement && value instanceof List<?> symbols) {
                value = symbols.stream().map(Object::toString).sorted().toList();
            }
            if (!acknowledgement || !List.of().equals(value)) {
                sorted.put(field.getKey(), value);
            }
        }
        return sorted;
    }
}
