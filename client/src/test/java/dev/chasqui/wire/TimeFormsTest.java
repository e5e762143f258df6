package dev.chasqui.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.FeedKind;
import dev.chasqui.model.TradeUpdate;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeFormsTest {

    private static Collected at(String time) {
        return Collected.json(
                FeedKind.STOCKS,
                "[{\"T\":\"i\",\"S\":\"A\",\"p\":1,\"t\":\"" + time + "\"},"
                        + "{\"T\":\"i\",\"S\":\"B\",\"p\":1,\"t\":\"2026-01-05T14:30:00Z\"}]");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-05T14:30:00Z, 2026-01-05T14:30:00Z",
        "2026-01-05T14:30:00.1Z, 2026-01-05T14:30:00.1Z",
        "2026-01-05T14:30:00.250Z, 2026-01-05T14:30:00.25Z",
        "2026-01-05T14:30:00.000000001Z, 2026-01-05T14:30:00.000000001Z",
        "2026-01-05T14:30:00.123456789Z, 2026-01-05T14:30:00.123456789Z",
        "2026-01-05T14:30:00.999999999999Z, 2026-01-05T14:30:00.999999999Z",
        "2026-01-05T14:30:00.1234567891234567891234Z, 2026-01-05T14:30:00.123456789Z",
        "2016-12-31T23:59:60Z, 2016-12-31T23:59:59.999999999Z",
        "2016-12-31T23:59:60.5Z, 2016-12-31T23:59:59.999999999Z",
        "2026-01-05T10:30:00.5-04:00, 2026-01-05T14:30:00.5Z",
        "2026-01-05T20:00:00+05:30, 2026-01-05T14:30:00Z",
        "2026-01-05T14:30:00+00:00, 2026-01-05T14:30:00Z",
        "2026-01-05T14:30:00-00:00, 2026-01-05T14:30:00Z",
        "2026-01-05T14:30:00-23:59, 2026-01-06T14:29:00Z",
        "2026-01-05t14:30:00z, 2026-01-05T14:30:00Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
        "1969-12-31T23:59:59.999999999Z, 1969-12-31T23:59:59.999999999Z",
        "1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
        "1677-09-21T00:12:43.145224193Z, 1677-09-21T00:12:43.145224193Z",
        "2262-04-11T23:47:16.854775807Z, 2262-04-11T23:47:16.854775807Z",
        "2026-01-05T14:30:00\\u005a, 2026-01-05T14:30:00Z",
    })
    void timeIsReadToTheNanosecond(String text, String expected) {
        Collected collected = at(text);
        assertThat(collected.problems).isEmpty();
        assertThat(collected.events.get(0).timestamp()).isEqualTo(Instant.parse(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-01-05",
                "2026-01-05T14:30:00",
                "2026-01-05T14:30:00.",
                "2026-01-05T14:30:00.Z",
                "2026-01-05T14:30:00.5",
                "2026-01-05T14:30Z",
                "2026-01-05 14:30:00Z",
                "2026-13-05T14:30:00Z",
                "2026-00-05T14:30:00Z",
                "2026-01-00T14:30:00Z",
                "2026-01-32T14:30:00Z",
                "2026-02-29T14:30:00Z",
                "2026-04-31T14:30:00Z",
                "2026-01-05T24:00:00Z",
                "2026-01-05T14:60:00Z",
                "2026-01-05T14:30:61Z",
                "2026-01-05T14:30:00ZZ",
                "2026-01-05T14:30:00+0530",
                "2026-01-05T14:30:00+05",
                "2026-01-05T14:30:00+24:00",
                "2026-01-05T14:30:00+05:60",
                "2026-01-05T14:30:00.5+",
                "2026-01-05T14:30:00,5Z",
                "20xx-01-05T14:30:00Z",
                "xx26-01-05T14:30:00Z",
                "2026/01/05T14:30:00Z",
                "2026-01-05T14-30:00Z",
                "2026-01-05T14:30-00Z",
                "+2026-01-05T14:30:00Z",
                "2026-01-05T14:30:0 Z",
                "2026-01-05T14:3a:00Z",
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59Z",
                "2514-05-30T01:53:04.000000001Z",
                "1677-09-21T00:12:43.145224192Z",
                "1677-09-21T00:12:42Z",
                "2262-04-11T23:47:16.854775808Z",
                "2262-04-12T00:00:00Z",
                "1767623400"
            })
    void textThatIsNoTimeIsAProblemOfItsElement(String text) {
        Collected collected = at(text);
        assertThat(collected.events).hasSize(1);
        DecodeProblem problem = collected.problem();
        assertThat(problem.scope()).isEqualTo(DecodeProblem.Scope.ELEMENT);
        assertThat(problem.field()).isEqualTo("t");
        assertThat(problem.symbol()).isEqualTo("A");
    }

    @Test
    void aTimeOutOfRangeIsToldAsSuch() {
        assertThat(at("9999-12-31T23:59:59Z").problem().reason()).contains("1677", "2262");
    }

    @Test
    void sixteenZeroBytesAreNoTime() {
        byte[] frame = HexFormat.of().parseHex("9184a154a169a153a141a17001a174b4" + "00".repeat(16) + "3a30305a");
        assertThat(Collected.msgpack(FeedKind.STOCKS, frame).problem().field()).isEqualTo("t");
    }

    @ParameterizedTest
    @CsvSource({
        "c704ff695bcae8, 2026-01-05T14:30:00Z",
        "c80004ff695bcae8, 2026-01-05T14:30:00Z",
        "c900000008ff1d6f3454695bcae8, 2026-01-05T14:30:00.123456789Z",
        "c70cff075bcd1500000000695bcae8, 2026-01-05T14:30:00.123456789Z",
        "b4323032362d30312d30355431343a33303a30305a, 2026-01-05T14:30:00Z",
        "d914323032362d30312d30355431343a33303a30305a, 2026-01-05T14:30:00Z",
    })
    void msgpackTimeOfAnyHeaderOrAsTextIsRead(String hex, String expected) {
        byte[] frame = HexFormat.of().parseHex("9184a154a169a153a141a17001a174" + hex);
        assertThat(Collected.msgpack(FeedKind.STOCKS, frame).event().timestamp())
                .isEqualTo(Instant.parse(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "d7ffee6b2800695bcae8",
                "c70cff3b9aca0000000000695bcae8",
                "c70cffffffffff00000000695bcae8",
                "d4ff00",
                "d8ff00000000000000000000000000000000",
                "d600695bcae8",
                "ce695bcae8",
                "c0",
                "c70cff000000007fffffffffffffff",
                "c70cff000000008000000000000000",
            })
    void msgpackValueThatIsNoTimeIsAProblemOfItsElement(String hex) {
        byte[] frame = HexFormat.of().parseHex("9184a154a169a153a141a17001a174" + hex);
        DecodeProblem problem = Collected.msgpack(FeedKind.STOCKS, frame).problem();
        assertThat(problem.scope()).isEqualTo(DecodeProblem.Scope.ELEMENT);
        assertThat(problem.field()).isEqualTo("t");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-05T10:30:00-04:00, 2026-01-05T10:30:00-04:00",
        "2026-01-05T10:30:00.120-04:00, 2026-01-05T10:30:00.12-04:00",
        "2026-01-05T20:00:00.000000001+05:30, 2026-01-05T20:00:00.000000001+05:30",
        "2026-01-05T14:30:00+00:00, 2026-01-05T14:30:00Z",
        "2026-01-05T14:30:00Z, 2026-01-05T14:30:00Z",
        "2026-01-01T08:00:00+18:00, 2026-01-01T08:00:00+18:00",
    })
    void orderTimeKeepsItsOffset(String text, String written) {
        String frame = "{\"stream\":\"trade_updates\",\"data\":{\"event\":\"new\",\"timestamp\":\"" + text
                + "\",\"order\":null}}";
        TradeUpdate update =
                (TradeUpdate) Collected.json(FeedKind.TRADING, frame).event();
        assertThat(update.occurredAt()).isEqualTo(OffsetDateTime.parse(written));
        byte[] encoded = FrameEncoder.create(Encoding.JSON, FeedKind.TRADING).element(update);
        assertThat(new String(encoded, StandardCharsets.UTF_8)).contains("\"timestamp\":\"" + written + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-05T10:30:00-18:01", "2026-01-05T10:30:00+23:59", "2300-01-01T00:00:00Z", "soon"})
    void orderTimeThatCannotBeKeptIsAProblem(String text) {
        String frame = "{\"stream\":\"trade_updates\",\"data\":{\"event\":\"new\",\"timestamp\":\"" + text + "\"}}";
        assertThat(Collected.json(FeedKind.TRADING, frame).problem().field()).isEqualTo("timestamp");
    }

    @Test
    void offsetThatIsNoWholeMinuteIsWrittenAsUtc() {
        Rfc3339Writer writer = new Rfc3339Writer();
        assertThat(writer.text(OffsetDateTime.parse("2026-01-05T14:30:00+00:00:01")))
                .isEqualTo("2026-01-05T14:29:59Z");
    }
}
