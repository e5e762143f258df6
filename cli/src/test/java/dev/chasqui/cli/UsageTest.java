package dev.chasqui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UsageTest {

    private static final Map<String, String> KEYS = Map.of("APCA_API_KEY_ID", "AK", "APCA_API_SECRET_KEY", "hush");

    private static Stream<Arguments> mistakes() {
        return Stream.of(
                row("stream", "Missing required parameter: 'SYMBOL"),
                row("stream AAPL --feed moon", "'moon': unknown feed; known are iex, sip, "),
                row("stream AAPL --feed crypto/UP_", "crypto location must be"),
                row(
                        "stream AAPL --channels trades,smells",
                        "'smells': unknown channel; there are trades, quotes, bars, "),
                row("stream AAPL --channels corrections", "'corrections': unknown channel"),
                row("stream AAPL --feed news --channels bars", "feed news does not offer bars; it has news"),
                row("stream AAPL --format xml", "'xml': unknown format; there are table, ndjson, csv"),
                row("stream AAPL --encoding bson", "'bson': unknown encoding; there are json, msgpack"),
                row("stream AAPL --feed options/opra --encoding json", "MessagePack only"),
                row("stream AAPL --format csv --events", "--events needs --format ndjson"),
                row("stream AAPL --format table", "a table needs a terminal"),
                row("stream AAPL --feed news --format table", "feed news has none"),
                row("stream AAPL --url http://127.0.0.1:1", "no WebSocket address: expected wss://HOST"),
                row("stream AAPL --url 127.0.0.1:1", "--url"),
                row("stream AAPL --url ws:///v2/iex", "no WebSocket address"),
                row("stream AAPL --url ws://example.com", "unencrypted to example.com: use wss://"),
                row("stream AAPL --url ws://me:hush@127.0.0.1:1", "credentials do not belong into an address"),
                row("stream AAPL --count 0", "--count must be 1 to "),
                row("stream AAPL --count many", "'many' is not a long"),
                row("stream AAPL --seconds -1", "--seconds must be 1 to 31536000, not -1"),
                row("stream AAPL --attempts 0", "--attempts must be 1 to "),
                row("stream AAPL --rest ws://127.0.0.1:1", "--rest is no HTTP address: expected https://HOST"),
                row("stream AAPL --rest http://example.com", "unencrypted to example.com: use https://"),
                row("stream AAPL --repair-channels updatedBars,lulds", "updatedBars, lulds have no history at Alpaca"),
                row("stream AAPL --no-repair --repair-channels trades", "contradict each other"),
                row("stream AAPL --colour red", "Unknown option"),
                row("stream A\tB", "'A?B' is no symbol: "),
                row("stream " + "A".repeat(200), "is no symbol: a symbol has 1 to 64 characters, not 200"),
                row("stream AAPL,,MSFT", "'' is no symbol"),
                row("steam AAPL", "Did you mean"),
                row("simulate --port 70000", "--port must be 0 to 65535, not 70000"),
                row("simulate --port http", "'http' is not an int"),
                row("simulate --speed fast", "a pace is max or a factor"),
                row("simulate --frames /does/not/exist.jsonl", "cannot read the frames file /does/not/exist.jsonl"),
                row("simulate --frames /", "cannot read the frames file"),
                row("simulate --kind crypto", "--kind belongs to --frames"),
                row("simulate --frames / --kind tea", "unknown kind; there are stocks, crypto"),
                row("simulate --frames / --seed 3", "--seed and --symbols belong to a random market"),
                row("simulate --fault gremlins", "unknown fault 'gremlins'; there are drop, "),
                row("simulate --fault drop", "drop needs a schedule"),
                row("simulate --fault drop=often:yes", "drop has no argument 'often'"),
                row("simulate --key K", "--key and --secret come together"),
                row("simulate --connections 0", "--connections must be 1 to "),
                row("simulate --symbol-limit 0", "--symbol-limit must be 1 to "),
                row("simulate --rebase", "--rebase and --loop belong to --frames"),
                row("simulate --rest-lag soon", "'soon': expected a time with its unit, such as 500ms, 2s or 1m"),
                row(
                        "simulate --rest-fault gremlins=every:2",
                        "unknown fault of REST; there are error, too-many-requests, "),
                row("simulate --rest-fault error", "expected NAME=every:N"),
                row("simulate --rest-requests-per-minute 0", "--rest-requests-per-minute must be 1 to "),
                row("simulate --no-rest --rest-lag 2s", "--no-rest leaves nothing"),
                row("simulate --ledger /does/not/exist.jsonl", "cannot write the ledger /does/not/exist.jsonl"),
                row("simulate --symbols A\tB", "is no symbol"),
                row("doctor --url http://127.0.0.1:1", "no WebSocket address: expected wss://HOST"),
                row("doctor --rest http://example.com", "unencrypted to example.com"),
                row("doctor --feed moon", "'moon': unknown feed"),
                row("demo --seconds 0", "--seconds must be 1 to "));
    }

    private static Arguments row(String commandLine, String complaint) {
        return Arguments.of(commandLine, complaint);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsNamedAndEndsWithCodeTwo(String commandLine, String complaint) {
        TestConsole console = TestConsole.pipe(KEYS);

        int code = console.run(commandLine.split(" "));

        assertThat(console.err()).contains(complaint).contains("see 'chasqui help");
        assertThat(code).isEqualTo(2);
        assertThat(console.out()).isEmpty();
    }

    @Test
    void noMessageRepeatsASecret() {
        TestConsole console = TestConsole.pipe(KEYS);

        console.run("stream", "AAPL", "--url", "ws://me:hush@127.0.0.1:1");

        assertThat(console.err()).doesNotContain("hush");
    }

    @Test
    void missingKeysAreNamedWithTheirVariables() {
        TestConsole console = TestConsole.pipe();

        assertThat(console.run("stream", "AAPL")).isEqualTo(2);
        assertThat(console.err()).contains("APCA_API_KEY_ID", "APCA_API_SECRET_KEY", "chasqui demo");
    }

    @Test
    void oneMissingKeyIsMissedOnAnyServer() {
        TestConsole console = TestConsole.pipe(Map.of("APCA_API_KEY_ID", "AK"));

        assertThat(console.run("stream", "AAPL", "--url", "ws://127.0.0.1:1")).isEqualTo(2);
        assertThat(console.err()).contains("APCA_API_SECRET_KEY is not set");
    }
}
