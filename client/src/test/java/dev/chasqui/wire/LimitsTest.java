package dev.chasqui.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.Trade;
import dev.chasqui.wire.DecodeProblem.Scope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {

    private static final String GOOD = "{\"T\":\"t\",\"S\":\"GOOD\",\"p\":1,\"s\":2,\"t\":\"2026-01-05T14:30:00Z\"}";
    private static final String GOOD_MSGPACK = "85a154a174a153a4474f4f44a17001a17302a174d6ff695bcae8";

    private static Collected json(DecodeLimits limits, FeedKind kind, String frame) {
        return Collected.bothWays(Encoding.JSON, kind, limits, frame.getBytes(StandardCharsets.UTF_8));
    }

    private static Collected msgpack(String hex) {
        return Collected.msgpack(FeedKind.STOCKS, HexFormat.of().parseHex(hex));
    }

    @Test
    void deepNestingCostsItsElementWithoutOverflowingTheStack() {
        String deep = "[".repeat(10_000) + "]".repeat(10_000);
        Collected collected = json(
                DecodeLimits.DEFAULT,
                FeedKind.STOCKS,
                "[{\"T\":\"t\",\"x1\":" + deep + "}," + GOOD + "," + deep + "," + GOOD + "]");
        assertThat(collected.events).hasSize(2);
        assertThat(collected.problems).extracting(DecodeProblem::scope).containsOnly(Scope.ELEMENT);
        assertThat(collected.problems.get(0).reason()).contains("32");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "[{\"T\":\"t\",\"x\":[", "[{\"x\":{\"T\":"})
    void endlessNestingIsAProblemOfTheFrame(String opening) {
        Collected collected = json(DecodeLimits.DEFAULT, FeedKind.STOCKS, opening.repeat(10_000));
        assertThat(collected.problems).extracting(DecodeProblem::scope).containsExactly(Scope.FRAME);
    }

    @Test
    void deepMsgpackNestingCostsItsElementWithoutOverflowingTheStack() {
        String deep = "91".repeat(10_000) + "c0";
        Collected collected = msgpack("94" + "82a154a174a178" + deep + GOOD_MSGPACK + deep + GOOD_MSGPACK);
        assertThat(collected.events).hasSize(2);
        assertThat(collected.problems).extracting(DecodeProblem::scope).containsOnly(Scope.ELEMENT);
        assertThat(msgpack("91".repeat(10_000)).problem().scope()).isEqualTo(Scope.FRAME);
    }

    @Test
    void nestingUpToTheLimitIsSkipped() {
        DecodeLimits limits = new DecodeLimits(4, 64, 100, 100, 100);
        String fits = "[{\"T\":\"zz\",\"a\":[[]]}]";
        assertThat(json(limits, FeedKind.STOCKS, fits).unknown).hasSize(1);
        assertThat(json(limits, FeedKind.STOCKS, fits.replace("[[]]", "[[[]]]"))
                        .problem()
                        .reason())
                .isEqualTo("nested deeper than 4 levels");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ddffffffff",
                "dfffffffff",
                "dbffffffff",
                "c6ffffffff",
                "c9ffffffffff",
                "dd7fffffff",
                "df7fffffff",
                "df80000001",
                "dcffff",
                "deffff",
                "dbffffff7f",
                "c9ffffffff05",
                "dd80000000"
            })
    void absurdMsgpackLengthIsRefusedBeforeAnythingIsAllocated(String value) {
        for (String prefix :
                List.of("", "91", "9182a154a174a17a", "9182a154a174a163", "9182a154a174a153", "9182a154")) {
            Collected collected = msgpack(prefix + value);
            assertThat(collected.events).isEmpty();
            assertThat(collected.problems)
                    .last()
                    .extracting(DecodeProblem::scope)
                    .isEqualTo(Scope.FRAME);
        }
    }

    @Test
    void longNumberTextAndArrayCostTheirElement() {
        DecodeLimits limits = new DecodeLimits(8, 10, 40, 60, 4);
        String frame = "[" + GOOD + ",{\"T\":\"i\",\"S\":\"A\",\"p\":12345678901},{\"T\":\"i\",\"S\":\""
                + "B".repeat(41) + "\"}," + "{\"T\":\"t\",\"S\":\"C\",\"c\":[\"1\",\"2\",\"3\",\"4\",\"5\"]}]";
        Collected collected = json(limits, FeedKind.STOCKS, frame);
        assertThat(collected.events).hasSize(1);
        assertThat(collected.problems)
                .extracting(DecodeProblem::reason)
                .containsExactly(
                        "a number of more than 10 characters",
                        "a text of more than 40 bytes",
                        "more than 4 elements in an array");
        assertThat(collected.problems).extracting(DecodeProblem::scope).containsOnly(Scope.ELEMENT);
    }

    @Test
    void frameOfTooManyElementsIsCutThere() {
        DecodeLimits limits = new DecodeLimits(8, 64, 100, 100, 4);
        Collected collected = json(limits, FeedKind.STOCKS, "[" + (GOOD + ",").repeat(4) + GOOD + "]");
        assertThat(collected.events).hasSize(4);
        assertThat(collected.problem().scope()).isEqualTo(Scope.FRAME);
    }

    @Test
    void newsContentHasALimitOfItsOwn() {
        DecodeLimits limits = new DecodeLimits(8, 64, 100, 1_000, 100);
        String frame = "[{\"T\":\"n\",\"id\":1,\"headline\":\"h\",\"content\":\"" + "\\u003c".repeat(160) + "\","
                + "\"created_at\":\"2026-01-05T14:30:00Z\",\"updated_at\":\"2026-01-05T14:30:00Z\"}]";
        News news = (News) json(limits, FeedKind.NEWS_ARTICLES, frame).event();
        assertThat(news.content()).isEqualTo("<".repeat(160));
        assertThat(json(limits, FeedKind.NEWS_ARTICLES, frame.replace("\\u003c\"", "\\u003c" + "x".repeat(41) + "\""))
                        .problem()
                        .field())
                .isEqualTo("content");
        assertThat(json(limits, FeedKind.NEWS_ARTICLES, frame.replace("content", "summary"))
                        .problem()
                        .field())
                .isEqualTo("summary");
    }

    @Test
    void articleOfTwoMebibytesIsRead() {
        String content = "<p>\u05d0\uD83D\uDE00</p>".repeat(200_000);
        News article = new News(1, "h", "", "", 0, 0, "", content, List.of(), "s");
        for (Encoding encoding : Encoding.values()) {
            FrameEncoder encoder = FrameEncoder.create(encoding, FeedKind.NEWS_ARTICLES);
            byte[] frame = encoder.frame(List.of(encoder.element(article)));
            FrameDecoder decoder = FrameDecoder.create(encoding, FeedKind.NEWS_ARTICLES, DecodeLimits.DEFAULT);
            assertThat(Collected.of(decoder, frame).event()).isEqualTo(article);
        }
    }

    @Test
    void hundredThousandElementsArriveInOrder() {
        StringBuilder frame = new StringBuilder("[");
        for (int i = 0; i < 100_000; i++) {
            frame.append(i == 0 ? "" : ",").append(GOOD.replace("\"p\":1", "\"p\":" + i));
        }
        List<MarketEvent> events =
                json(DecodeLimits.DEFAULT, FeedKind.STOCKS, frame.append(']').toString()).events;
        assertThat(events).hasSize(100_000);
        for (int i = 0; i < events.size(); i++) {
            assertThat(((Trade) events.get(i)).price()).isEqualTo(i);
        }
    }

    @Test
    void limitsMustBePositiveAndNotTooDeep() {
        assertThatThrownBy(() -> new DecodeLimits(0, 1, 1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DecodeLimits(1, 1, 1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DecodeLimits(DecodeLimits.LARGEST_DEPTH + 1, 1, 1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void largestDepthIsSkippedWithoutOverflowingTheStack() {
        DecodeLimits limits = new DecodeLimits(DecodeLimits.LARGEST_DEPTH, 64, 100, 100, 1_000);
        int levels = DecodeLimits.LARGEST_DEPTH - 2;
        Collected collected =
                json(limits, FeedKind.STOCKS, "[{\"T\":\"zz\",\"a\":" + "[".repeat(levels) + "]".repeat(levels) + "}]");
        assertThat(collected.unknown).hasSize(1);
    }

    @Test
    void symbolTablesStayBoundedUnderHostileInput() {
        TextTable table = new TextTable(1_000);
        for (int i = 0; i < 100_000; i++) {
            byte[] text = ("S" + i + "-LONGER-THAN-EIGHT").getBytes(StandardCharsets.US_ASCII);
            byte[] brief = ("S" + i).getBytes(StandardCharsets.US_ASCII);
            assertThat(table.get(text, 0, text.length)).isEqualTo(new String(text, StandardCharsets.US_ASCII));
            assertThat(table.get(brief, 0, brief.length)).isEqualTo("S" + i);
        }
        assertThat(table.size()).isBetween(900, 1_000);
    }

    @Test
    void textTableKeepsTextsApart() {
        TextTable table = new TextTable(100);
        byte[] bytes = "\u0000A\u0000\u0000A".getBytes(StandardCharsets.US_ASCII);
        assertThat(table.get(bytes, 1, 2)).isEqualTo("A");
        assertThat(table.get(bytes, 0, 2)).isEqualTo("\u0000A");
        assertThat(table.get(bytes, 2, 5)).isEqualTo("\u0000\u0000A");
        assertThat(table.get(bytes, 0, 0)).isEmpty();
        byte[] again = "xA".getBytes(StandardCharsets.US_ASCII);
        assertThat(table.get(again, 1, 2)).isSameAs(table.get(bytes, 1, 2));
    }

    @Test
    void collidingSymbolsAndKeysAreReadInReasonableTime() {
        StringBuilder symbols = new StringBuilder();
        for (int i = 0; i < 50_000; i++) {
            // "Aa" and "BB" have the same hash code, and so has every sequence of them of one length.
            StringBuilder symbol = new StringBuilder();
            for (int bit = 0; bit < 16; bit++) {
                symbol.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            symbols.append(i == 0 ? "" : ",").append('"').append(symbol).append('"');
        }
        String list = symbols.toString();
        byte[] request = ("{\"action\":\"subscribe\",\"trades\":[" + list + "]," + list.replace(",", ":[1],") + ":[1]}")
                .getBytes(StandardCharsets.US_ASCII);
        RequestDecoder decoder = RequestDecoder.create(Encoding.JSON, FeedKind.STOCKS, DecodeLimits.DEFAULT);
        assertTimeout(Duration.ofSeconds(1), () -> {
            ClientRequest.Subscribe subscribe = (ClientRequest.Subscribe) decoder.decode(request, 0, request.length);
            assertThat(subscribe.added().size()).isEqualTo(50_000);
            assertThat(subscribe.unknownChannels()).hasSize(50_000);
        });
    }

    @Test
    void excerptIsShortAndPrintable() throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write("[{\"T\":\"t\",\"S\":\"A\u202e\n".getBytes(StandardCharsets.UTF_8));
        frame.write("x".repeat(10_000).getBytes(StandardCharsets.US_ASCII));
        frame.write("\"}]".getBytes(StandardCharsets.US_ASCII));
        DecodeProblem problem =
                Collected.json(FeedKind.STOCKS, frame.toByteArray()).problem();
        assertThat(problem.excerpt())
                .hasSizeLessThanOrEqualTo(DecodeProblem.MAX_EXCERPT)
                .matches("[ -~]+");
    }

    @Test
    void labelsAreShortAndPrintable() {
        String frame = "[{\"T\":\"" + "k".repeat(100) + "\",\"S\":\"" + "A".repeat(100) + "\",\"" + "f".repeat(100)
                + "\":nul}]";
        DecodeProblem problem =
                json(DecodeLimits.DEFAULT, FeedKind.STOCKS, frame).problem();
        assertThat(problem.kind()).hasSize(64);
        assertThat(problem.symbol()).hasSize(64);
        assertThat(problem.field()).hasSize(64);
        assertThat(Excerpt.label("a\u0000b\u0085")).isEqualTo("a.b.");
        assertThat(Excerpt.label("x".repeat(63) + "\uD83D\uDE00")).isEqualTo("x".repeat(63));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"action\":\"auth\",\"key\":\"VALUE1\",\"secret\":\"VALUE2\"}]",
                "[{\"action\":\"auth\",\"key\":\"VALUE1\" \"secret\":\"VALUE2\"}]",
                "{\"key\":\"VALUE1\",\"secret\":\"VALUE2\"",
                "[\"secret\":\"VALUE2\"]",
                "[{\"data\":{\"key_id\":\"VALUE1\",\"secret_key\":\"VALUE2\"}}]",
                "[{\"data\":{\"oauth_token\":\"VALUE2\"}}]",
                "[{\"\\u0073ecret\":\"VALUE2\"}]",
                "[{\"s\\u0065cret\":\"VALUE2\"}]",
                "\"secret\":\"VALUE2\"",
                "[{\"T\":\"t\",\"secret\":\"VALUE2\",\"S\":5}]",
            })
    void secretsNeverAppearInAProblem(String frame) {
        for (FeedKind kind : FeedKind.values()) {
            for (Encoding encoding : Encoding.values()) {
                Collected collected = Collected.of(
                        FrameDecoder.create(encoding, kind, DecodeLimits.DEFAULT),
                        frame.getBytes(StandardCharsets.UTF_8));
                assertThat(collected.events).isEmpty();
                assertThat(collected.problems.toString()).doesNotContain("VALUE");
            }
        }
    }
}
