package dev.chasqui.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The fast path and the tolerant reader find the same in every frame, broken ones included. The whole recorded day is compared with
 * {@code -Dchasqui.frames=day}. Quotation marks are written as '.
 */
class JsonFastPathTest {

    private static final List<String> MESSAGES = List.of(
            "{'T':'t','S':'AAPL','i':52983525503560,'x':'V','p':187.25,'s':100,'c':['@','I'],'z':'C','t':'2026-01-05T14:30:00.123456789Z'}",
            "{'T':'q','S':'MSFT','bx':'V','bp':431.1,'bs':300,'ax':'K','ap':431.13,'as':120,'c':['R'],'z':'C','t':'2026-01-05T14:30:00.208Z'}",
            "{'T':'q','S':'F','bx':'V','bp':11.5,'bs':100,'ax':'V','ap':11.51,'as':100,'c':['R'],'z':'A','t':'2026-01-05T14:30:01Z'}",
            "{'T':'b','S':'SPY','o':500.5,'h':501,'l':500.25,'c':500.75,'v':12345,'t':'2026-01-05T14:30:00Z','n':87,'vw':500.612345}",
            "{'T':'t','S':'BTC/USD','p':90001.25,'s':0.000038,'t':'2026-01-05T14:30:00.417Z','i':8160237406270933078,'tks':'B'}",
            "{'T':'q','S':'ETH/USDT','bp':1815.55510989,'bs':8.24941727,'ap':1818.4,'as':0,'t':'2026-01-05T14:29:59.00000001Z'}",
            "{'T':'t','S':'SPY260116C00600000','p':1,'s':2,'t':'2026-01-05T14:30:00.5Z'}");
    // Each of them stands where bytes are exchanged: what matters to a parser, and their neighbours.
    private static final String TELLING = "\0\t\n !\"#$,-./0123456789:;@AZ[\\]^`abdqtuz{|}~\u007f\u0080\u00ff";
    private static final String[] NUMBERS = {
        "0",
        "00",
        "-0",
        "-1",
        "1",
        "9",
        "10",
        "01",
        "0.0",
        "0.5",
        ".5",
        "5.",
        "1.",
        "1.x",
        "1e3",
        "1E-2",
        "1.5e1",
        "1234567",
        "12345678",
        "123456789",
        "0.12345",
        "0.123456",
        "0.1234567",
        "123456.7",
        "1234567.8",
        "123456789012345",
        "1234567890123456",
        "9007199254740993",
        "12345678901234567.5",
        "999999999999999999",
        "9999999999999999999",
        "18446744073709551615",
        "18446744073709551616",
        "123456789012345678901234567890",
        "0.000000000000001",
        "0.0000000000000001",
        "1.7976931348623157e308",
        "1e400",
        "null",
        "true",
        "'1'",
        "NaN",
        "",
        "1 ",
        " 1",
        "+1",
        "1..2",
        "1.2.3",
        "000000001",
        "0.10",
        "1.50000000000000000000"
    };
    private static final String[] TIMES = {
        "2026-01-05T14:30:00Z",
        "2026-01-05T14:30:59.999999999Z",
        "2026-01-05T14:30:60Z",
        "2026-01-05T14:30:61Z",
        "2026-01-05T14:30:00.1234567891Z",
        "2026-01-05T14:30:00.Z",
        "2026-01-05T14:30:00.1z",
        "2026-01-05t14:30:00Z",
        "2026-01-05T14:30:00-05:00",
        "2026-01-05T14:30:0AZ",
        "2026-01-05T14:30:A0Z",
        "2026-01-05T14:30;00Z",
        "2026-02-29T00:00:00Z",
        "2024-02-29T23:59:59.5Z",
        "1969-12-31T23:59:59.999999999Z",
        "1970-01-01T00:00:00Z",
        "1677-09-21T00:12:43.145224192Z",
        "1677-09-21T00:12:43.145224193Z",
        "1677-09-21T00:14:00Z",
        "2262-04-11T23:47:16.854775807Z",
        "2262-04-11T23:47:16.854775808Z",
        "2262-04-11T23:46:59.999999999Z",
        "2262-04-11T23:45:59Z",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "2026-01-05T14:30Z",
        "",
        "2026-01-05T24:00:00Z",
        "2026-01-05T14:60:00Z",
        "2026-13-05T14:30:00Z",
        "2026-01-05T14:30:00.12345678Z",
        "2026-01-05T14:30:00.1234567Z",
        "2026-01-05T14:30:00.123456789ZZ",
        "2026-01-05 14:30:00Z",
        "\u00ff".repeat(16) + ":00Z",
        "\0".repeat(16) + ":00Z"
    };
    private static final String[] TEXTS = {
        "'A'",
        "'AAPL'",
        "'BRK.B'",
        "'ABCDEFG'",
        "'ABCDEFGH'",
        "'ABCDEFGHI'",
        "''",
        "'A B'",
        "'A\\\\'",
        "'\\u0041'",
        "'A\\\\u'",
        "'\u00e9'",
        "'A\t'",
        "'AAPL\0'",
        "'A\0'",
        "'\u007f'",
        "null",
        "5",
        "'SPY260116C00600000'",
        "'" + "X".repeat(32) + "'",
        "'" + "X".repeat(33) + "'",
        "'ABCDEFG\\\\'",
        "' '",
        "']'",
        "','",
        "'ABC\u0085'"
    };
    private static final String[] CONDITIONS = {
        "[]",
        "[ ]",
        "['@']",
        "['@','I']",
        "['@','F','T','I']",
        "['1','2','3','4','5','6','7','8']",
        "['1','2','3','4','5','6','7','8','9']",
        "['TWO']",
        "['']",
        "[' ']",
        "['\\u0040']",
        "['\\\\']",
        "[']']",
        "[',',',']",
        "['@',]",
        "['@' ,'I']",
        "['@'",
        "['@''I']",
        "null",
        "'I'",
        "['\u00e9']",
        "[5]",
        "['@',null]",
        "['\u007f']",
        "['\t']"
    };

    private final Seed seed = Seed.announced("JsonFastPathTest");
    private final Random random = seed.random();
    private final BothWays decoders = new BothWays(Encoding.JSON);

    private static byte[] bytes(String frame) {
        return frame.replace('\'', '"').getBytes(StandardCharsets.ISO_8859_1);
    }

    private Collected compare(byte[] frame, Supplier<String> what) {
        return compare(frame, 0, frame.length, what);
    }

    private Collected compare(byte[] array, int offset, int length, Supplier<String> what) {
        return decoders.compare(
                array,
                offset,
                length,
                () -> seed + ": " + what.get() + " in "
                        + new String(array, offset, length, StandardCharsets.ISO_8859_1));
    }

    private void readAlike(byte[] frame, Supplier<String> what) {
        readAlike(frame, 0, frame.length, what);
    }

    private void readAlike(byte[] array, int offset, int length, Supplier<String> what) {
        Collected ignored = compare(array, offset, length, what);
    }

    private static String joined(List<String> messages) {
        return "[" + String.join(",", messages) + "]";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lean-sip-20131008-open.frames.jsonl.gz",
                "iex-tops-20170710.frames.jsonl.gz",
                "alpaca-stream/sip-sample-2026.jsonl",
                "alpaca-stream/frames.jsonl"
            })
    void recordedFramesAreReadAlike(String name) throws IOException {
        for (String line : Recorded.lines(name)) {
            readAlike(line.getBytes(StandardCharsets.UTF_8), () -> name);
        }
    }

    @Test
    void recordedDayIsReadAlike() throws IOException {
        assumeTrue("day".equals(System.getProperty("chasqui.frames")));
        recordedFramesAreReadAlike("lean-sip-20131008.frames.jsonl.gz");
    }

    @Test
    void usualMessagesTakeTheFastPath() throws IOException {
        JsonReader reader = new JsonReader(DecodeLimits.DEFAULT);
        JsonFastPath path = new JsonFastPath(reader);
        for (String message : MESSAGES) {
            byte[] bytes = bytes(message);
            MarketEvent expected = Collected.json(FeedKind.STOCKS, bytes).event();
            String symbol = expected.symbol();
            String known = reader.symbols.get(bytes(symbol), 0, symbol.length());
            assertThat(path.read(bytes, 0, bytes.length)).as(message).isEqualTo(expected);
            assertThat(path.end()).isEqualTo(bytes.length);
            assertThat(known).isEqualTo(symbol);
        }
    }

    @Test
    void recordedFramesTakeTheFastPath() throws IOException {
        JsonReader reader = new JsonReader(DecodeLimits.DEFAULT);
        JsonFastPath path = new JsonFastPath(reader);
        for (String symbol : List.of("AIG", "BAC", "IBM", "SPY")) {
            assertThat(reader.symbols.get(bytes(symbol), 0, 3)).isEqualTo(symbol);
        }
        for (String line : Recorded.lines("lean-sip-20131008-open.frames.jsonl.gz")) {
            byte[] frame = line.getBytes(StandardCharsets.UTF_8);
            for (int at = 1; at < frame.length; at = path.end() + 1) {
                assertThat(path.read(frame, at, frame.length)).as(line).isNotNull();
            }
        }
    }

    @Test
    void everyByteMayBeAnother() {
        byte[] telling = TELLING.getBytes(StandardCharsets.ISO_8859_1);
        for (String message : MESSAGES) {
            byte[] frame = bytes(joined(List.of(message, MESSAGES.get(0))));
            for (int at = 1; at < message.length() + 2; at++) {
                byte original = frame[at];
                for (byte other : telling) {
                    frame[at] = other;
                    int where = at;
                    readAlike(frame, () -> "byte " + where);
                }
                frame[at] = original;
            }
        }
    }

    @Test
    void frameMayEndAnywhereAndWhatFollowsMakesNoDifference() {
        byte[] array = bytes("[" + joined(MESSAGES).repeat(2));
        for (int from = 1; from < 12; from++) {
            for (int length = 0; length <= array.length / 2; length++) {
                readAlike(array, from, length, () -> "cut");
            }
        }
        for (String message : MESSAGES) {
            byte[] single = bytes(message + "}]\"Z");
            for (int length = 0; length <= single.length; length++) {
                readAlike(single, 0, length, () -> "cut");
            }
        }
    }

    @Test
    void valuesMayHaveAnyForm() {
        for (String message : MESSAGES) {
            replaceValues(message, "(?<=:)[0-9.]+(?=[,}])", NUMBERS);
            replaceValues(message, "(?<='t':')[^']*", TIMES);
            replaceValues(message, "(?<=:)'[^']*'", TEXTS);
            replaceValues(message, "\\[.*\\]", CONDITIONS);
        }
    }

    /** Puts each value into each of the places that the pattern finds. */
    private void replaceValues(String message, String pattern, String[] values) {
        Matcher place = Pattern.compile(pattern).matcher(message);
        while (place.find()) {
            for (String value : values) {
                String changed = message.substring(0, place.start()) + value + message.substring(place.end());
                Collected once = compare(bytes(changed), () -> "single");
                Collected twice =
                        compare(bytes("[" + changed + "," + changed + "," + MESSAGES.get(0) + "]"), () -> "array");
                assertThat(twice.events.size()).as(changed).isGreaterThanOrEqualTo(once.events.size());
            }
        }
    }

    @Test
    void keysMayBeMissingTwiceOrElsewhere() {
        for (String message : MESSAGES) {
            String[] fields = message.substring(1, message.length() - 1).split(",(?='[a-zA-Z]+':)");
            for (int i = 0; i < fields.length; i++) {
                for (int j = 0; j <= fields.length; j++) {
                    readAlike(bytes(moved(fields, i, j, true)), () -> "twice");
                    readAlike(bytes(moved(fields, i, j, false)), () -> "moved");
                }
                readAlike(bytes(moved(fields, i, -1, false)), () -> "missing");
            }
        }
    }

    private static String moved(String[] fields, int from, int to, boolean kept) {
        StringBuilder message = new StringBuilder("[{");
        for (int i = 0; i <= fields.length; i++) {
            if (i == to) {
                message.append(fields[from]).append(',');
            }
            if (i < fields.length && (kept || i != from)) {
                message.append(fields[i]).append(',');
            }
        }
        message.setLength(message.length() - 1);
        return message.append("}]").toString();
    }

    @Test
    void bytesThatAreNoTimeAreNoneBeforeTheFirstTimeEither() {
        String none = "\u00ff".repeat(8) + "\0".repeat(8);
        String message = "[" + MESSAGES.get(1) + "]";
        // All but the time is known from here on.
        readAlike(bytes(message.replace("2026-01-05T14:30", "x")), () -> "no time");
        Collected found = compare(bytes(message.replace("2026-01-05T14:30", none)), () -> "no time");
        assertThat(found.events).isEmpty();
    }

    @Test
    void randomDamageIsReadAlike() {
        for (int i = 0; i < 60_000; i++) {
            byte[] frame = bytes(joined(List.of(pick(), pick(), pick())));
            for (int damages = 1 + random.nextInt(3); damages > 0; damages--) {
                frame = damaged(frame);
            }
            int from = random.nextInt(frame.length);
            int number = i;
            readAlike(frame, () -> "mutant " + number);
            readAlike(frame, from, random.nextInt(frame.length - from + 1), () -> "mutant " + number);
        }
    }

    private String pick() {
        return MESSAGES.get(random.nextInt(MESSAGES.size()));
    }

    private byte[] damaged(byte[] frame) {
        int at = random.nextInt(frame.length);
        int more = 1 + random.nextInt(8);
        switch (random.nextInt(5)) {
            case 0 -> frame[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> frame[at] = (byte) TELLING.charAt(random.nextInt(TELLING.length()));
            case 2 -> {
                return spliced(frame, at, TELLING.charAt(random.nextInt(TELLING.length())), at);
            }
            case 3 -> {
                return spliced(frame, at, (char) ('0' + random.nextInt(10)), Math.min(frame.length, at + more));
            }
            default -> {
                int from = random.nextInt(frame.length);
                System.arraycopy(frame, from, frame, at, Math.min(more, frame.length - Math.max(from, at)));
            }
        }
        return frame;
    }

    private static byte[] spliced(byte[] bytes, int at, char middle, int end) {
        byte[] spliced = Arrays.copyOf(bytes, at + 1 + bytes.length - end);
        spliced[at] = (byte) middle;
        System.arraycopy(bytes, end, spliced, at + 1, bytes.length - end);
        return spliced;
    }
}
