package dev.chasqui.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Bar;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.OrderImbalance;
import dev.chasqui.model.Trade;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberFormsTest {

    private static Collected price(String number) {
        return Collected.json(
                FeedKind.STOCKS, "[{\"T\":\"i\",\"S\":\"A\",\"t\":\"2026-01-05T14:30:00Z\",\"p\":" + number + "}]");
    }

    private static Collected msgpackPrice(String hex) {
        return Collected.msgpack(
                FeedKind.STOCKS, HexFormat.of().parseHex("9184a154a169a153a141a174d6ff695bcae8a170" + hex));
    }

    /** The bits, which tell negative zero from zero. */
    private static long bits(Collected collected) {
        return Double.doubleToLongBits(((OrderImbalance) collected.event()).price());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "0.0",
                "1",
                "-1",
                "12",
                "187.25",
                "0.1",
                "0.30000000000000004",
                "1e2",
                "1E2",
                "1e+2",
                "1e-2",
                "1.5e3",
                "0e0",
                "123456789012345678",
                "12345678901234567890123",
                "9007199254740993",
                "1e22",
                "1e23",
                "1.7976931348623157e308",
                "4.9e-324",
                "2.2250738585072011e-308",
                "1e-400",
                "0.000000038",
                "100.00000000000000000000",
                "0.000000000000000000000000000001",
                "-123.456e-7",
                "179769313486231570000000000000000000000000000000000000000000000"
            })
    void jsonNumberIsTheNearestDouble(String number) {
        double expected = Double.parseDouble(number) + 0.0;
        assertThat(bits(price(number))).isEqualTo(Double.doubleToLongBits(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NaN",
                "Infinity",
                "-Infinity",
                "1e400",
                "-1e400",
                "01",
                "-01",
                "+1",
                ".5",
                "5.",
                "-",
                "1e",
                "1e+",
                "0x10",
                "1_000",
                "1,5",
                "\"12\"",
                "true",
                "null",
                "[1]",
                "{}",
                "1.2.3",
                "--1",
                "1e5e5",
                "00",
                "1 2",
                "12345678901234567890123456789012345678901234567890123456789012345"
            })
    void jsonPriceThatIsNoFiniteNumberIsAProblemOfItsElement(String number) {
        Collected collected = price(number);
        assertThat(collected.events).isEmpty();
        assertThat(collected.problems).hasSize(1);
        DecodeProblem problem = collected.problem();
        assertThat(problem.scope()).isEqualTo(DecodeProblem.Scope.ELEMENT);
        assertThat(problem.kind()).isEqualTo("i");
        assertThat(problem.symbol()).isEqualTo("A");
        assertThat(problem.field()).isIn("p", "");
    }

    @ParameterizedTest
    @CsvSource({
        "cb4067680000000000, 187.25",
        "ca41480000, 12.5",
        "00, 0",
        "7f, 127",
        "ff, -1",
        "e0, -32",
        "ccff, 255",
        "cdffff, 65535",
        "ceffffffff, 4294967295",
        "cfffffffffffffffff, 18446744073709551615",
        "d080, -128",
        "d18000, -32768",
        "d280000000, -2147483648",
        "d38000000000000000, -9223372036854775808",
        "cb8000000000000000, 0",
    })
    void msgpackNumberOfEveryWidthIsRead(String hex, double expected) {
        assertThat(bits(msgpackPrice(hex))).isEqualTo(Double.doubleToLongBits(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cb7ff8000000000000",
                "cb7ff0000000000000",
                "cbfff0000000000000",
                "ca7f800000",
                "a23132",
                "c0",
                "c3",
                "90",
                "80",
                "c1"
            })
    void msgpackPriceThatIsNoFiniteNumberIsReported(String hex) {
        Collected collected = msgpackPrice(hex);
        assertThat(collected.events).isEmpty();
        assertThat(collected.problem().field()).isEqualTo("p");
    }

    private static Collected id(String number) {
        return Collected.json(
                FeedKind.STOCKS,
                "[{\"T\":\"t\",\"S\":\"A\",\"i\":" + number + ",\"t\":\"2026-01-05T14:30:00Z\",\"p\":1,\"s\":2}]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "7",
                "52983525503560",
                "9007199254740993",
                "9223372036854775807",
                "9223372036854775808",
                "18446744073709551614",
                "18446744073709551615",
                "10000000000000000000"
            })
    void idIsAnUnsigned64BitInteger(String number) {
        assertThat(((Trade) id(number).event()).idText()).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "18446744073709551616",
                "18446744073709551620",
                "99999999999999999999",
                "100000000000000000000",
                "-1",
                "-0",
                "1.0",
                "1e3",
                "\"7\"",
                "true"
            })
    void anyOtherIdIsAProblemOfItsElement(String number) {
        Collected collected = id(number);
        assertThat(collected.events).isEmpty();
        assertThat(collected.problem().field()).isEqualTo("i");
    }

    @ParameterizedTest
    @CsvSource({"87, 87", "87.0, 87", "8.7e1, 87", "0, 0", "9007199254740993, 9007199254740993"})
    void tradeCountMayBeWrittenAsAnyWholeNumber(String number, long expected) {
        assertThat(((Bar) bar(number).event()).tradeCount()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.5", "-1", "\"1\"", "1e300"})
    void anyOtherTradeCountIsAProblem(String number) {
        assertThat(bar(number).problem().field()).isEqualTo("n");
    }

    private static Collected bar(String count) {
        return Collected.json(
                FeedKind.STOCKS,
                "[{\"T\":\"b\",\"S\":\"A\",\"o\":1,\"h\":2,\"l\":1,\"c\":2,\"v\":0.5,\"t\":\"2026-01-05T14:30:00Z\",\"n\":"
                        + count + "}]");
    }

    @Test
    void tradeCountAndAveragePriceMayBeMissing() {
        Bar bar = (Bar) Collected.json(
                        FeedKind.STOCKS,
                        "[{\"T\":\"b\",\"S\":\"A\",\"o\":1,\"h\":2,\"l\":1,\"c\":2,\"v\":3,\"t\":\"2026-01-05T14:30:00Z\"}]")
                .event();
        assertThat(bar.tradeCount()).isEqualTo(Bar.NO_COUNT);
        assertThat(bar.vwap()).isNaN();
        assertThat(new String(
                        FrameEncoder.create(Encoding.JSON, FeedKind.STOCKS).element(bar), StandardCharsets.UTF_8))
                .doesNotContain("\"n\"", "\"vw\"");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "1.0, 1",
        "187.25, 187.25",
        "187.250, 187.25",
        "0.1, 0.1",
        "-0.05, -0.05",
        "0.30000000000000004, 0.30000000000000004",
        "0.000000038, 0.000000038",
        "1e-7, 0.0000001",
        "1e-10, 1E-10",
        "1e21, 1E+21",
        "123456789012345680000, 123456789012345680000",
        "179769313486231570e291, 1.7976931348623157E+308",
        "26651.7679765663, 26651.7679765663",
        "29.205707815, 29.205707815",
    })
    void doubleIsWrittenAsItsShortestDecimal(String number, String written) {
        byte[] frame = FrameEncoder.create(Encoding.JSON, FeedKind.STOCKS)
                .element(price(number).event());
        assertThat(new String(frame, StandardCharsets.UTF_8)).contains("\"p\":" + written + ",");
    }
}
