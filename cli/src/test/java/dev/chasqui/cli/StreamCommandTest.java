package dev.chasqui.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.chasqui.model.Feed;
import dev.chasqui.simulator.AlpacaSimulator;
import dev.chasqui.simulator.FaultSpec;
import dev.chasqui.simulator.MarketSource;
import dev.chasqui.simulator.Pace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamCommandTest {

    private static AlpacaSimulator.Builder market() {
        return AlpacaSimulator.builder().market(MarketSource.seeded(5).messagesPerSecond(500));
    }

    private static TestConsole stream(AlpacaSimulator simulator, String... args) {
        return stream(simulator.baseUri().toString(), args);
    }

    private static TestConsole stream(String url, String... args) {
        TestConsole console = TestConsole.pipe();
        List<String> all = new ArrayList<>(List.of("stream", "--url", url));
        all.addAll(List.of(args));
        int code = console.run(all.toArray(String[]::new));
        console.notices().line("exit " + code);
        return console;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--encoding msgpack", "--compression", "--encoding msgpack --compression"})
    void theRecordedMessagesComeBackByteForByteInTheirOrder(String options) {
        Path file = RecordedFrames.file();
        List<String> recorded = RecordedFrames.messages(file);
        try (RunningCommand simulator = RunningCommand.simulator("--frames", file.toString(), "--speed", "max")) {
            List<String> args = new ArrayList<>(List.of("*", "--count", String.valueOf(recorded.size())));
            args.addAll(options.isEmpty() ? List.of() : List.of(options.split(" ", -1)));

            TestConsole console = stream(simulator.url(), args.toArray(String[]::new));

            assertThat(console.err()).contains("exit 0");
            assertThat(console.outLines()).containsExactlyElementsOf(recorded);
        }
    }

    @Test
    void aCountIsExactInCsvToo() {
        try (AlpacaSimulator simulator = market().start()) {
            TestConsole console = stream(simulator, "AAPL", "MSFT", "--count", "25", "--format", "csv");

            assertThat(console.err()).contains("exit 0");
            assertThat(console.outLines()).hasSize(26);
            assertThat(console.outLines().get(0)).startsWith("channel,symbol,time,");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"iex", "crypto/us", "options/indicative", "news", "test"})
    void eachKindOfFeedIsShown(String feed) {
        try (AlpacaSimulator simulator = AlpacaSimulator.builder()
                .market(MarketSource.seeded(5).pace(Pace.times(100)))
                .start()) {
            String channels = feed.startsWith("options") ? "trades" : feed.equals("news") ? "news" : "quotes";

            TestConsole console = stream(simulator, "*", "--feed", feed, "--channels", channels, "--count", "2");

            assertThat(console.err()).contains("exit 0");
            assertThat(console.outLines()).hasSize(2).allMatch(line -> line.startsWith("{\"T\":\""));
        }
    }

    @Test
    void eventsStandBetweenTheLines() {
        try (AlpacaSimulator simulator =
                market().fault(FaultSpec.parse("drop=after:20messages,times:1")).start()) {
            TestConsole console = stream(simulator, "*", "--count", "60", "--events");

            assertThat(console.err()).contains("exit 0");
            assertThat(console.outLines().stream().filter(line -> line.startsWith("{\"T\":")))
                    .hasSize(60);
            List<String> events = console.outLines().stream()
                    .filter(line -> line.startsWith("{\"event\":\""))
                    .toList();
            assertThat(events.get(0)).contains("\"event\":\"state\"", "\"state\":\"CONNECTING\",\"from\":\"NEW\"");
            assertThat(events)
                    .anyMatch(line -> line.startsWith("{\"event\":\"reconnect\"") && line.contains("\"attempt\":1"))
                    .anyMatch(line -> line.contains("\"state\":\"LIVE\"") && line.contains("\"epoch\":2"));
            assertThat(events.get(events.size() - 1)).contains("\"state\":\"CLOSED\"");
        }
    }

    @Test
    void whatWasMissedIsFetchedAndMarked() {
        try (AlpacaSimulator simulator =
                market().fault(FaultSpec.parse("drop=after:20messages,times:1")).start()) {
            RunningCommand command = RunningCommand.start(
                    TestConsole.pipe(),
                    "stream",
                    "AAPL",
                    "--channels",
                    "trades",
                    "--url",
                    simulator.baseUri().toString(),
                    "--events");

            command.awaitOut(out -> out.contains("\"event\":\"gap_closed\""));

            assertThat(command.interrupt()).isEqualTo(130);
            assertThat(command.console().out())
                    .containsSubsequence(
                            "\"event\":\"gap_opened\"", ",\"recovered\":true,\"gap\":", "\"event\":\"gap_closed\"");
            assertThat(command.console().err()).contains("of trades closed: ", "nothing is missing");
        }
    }

    @Test
    void dropsEveryTwoSecondsLeaveTheLedgersTradesEachOnce(@TempDir Path directory) throws IOException {
        Path ledger = directory.resolve("truth.jsonl");
        TestConsole console;
        try (RunningCommand simulator = RunningCommand.simulator(
                "--symbols", "AAPL,MSFT", "--fault", "drop=every:2s", "--ledger", ledger.toString())) {
            console = stream(
                    simulator.url(),
                    "AAPL",
                    "MSFT",
                    "--feed",
                    "sip",
                    "--channels",
                    "trades",
                    "--seconds",
                    "9",
                    "--events");
        }

        assertThat(console.err()).contains("exit 0", "waiting up to 120 s for the repair");
        List<String> seen = trades(console.outLines());
        List<String> truth = trades(Files.readAllLines(ledger));
        List<String> first = truth.subList(0, seen.size());
        assertThat(seen).hasSizeGreaterThan(20).doesNotHaveDuplicates();
        assertThat(first).allMatch(Set.copyOf(seen)::contains);
        assertThat(console.outLines()).anyMatch(line -> line.contains("\"recovered\":true"));
        long opened = gapsOfTrades(console, "gap_opened");
        assertThat(opened)
                .as("of which none may stay open; %s", console.err())
                .isGreaterThanOrEqualTo(2)
                .isEqualTo(gapsOfTrades(console, "gap_closed"));
    }

    private static List<String> trades(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("{\"T\":\"t\""))
                .map(line -> line.replaceFirst(",\"recovered\":true,\"gap\":[0-9]+", ""))
                .toList();
    }

    private static long gapsOfTrades(TestConsole console, String event) {
        return console.outLines().stream()
                .filter(line -> line.startsWith("{\"event\":\"" + event) && line.contains("\"channel\":\"trades\""))
                .count();
    }

    @Test
    void whatIsNotRepairedInTimeStaysOpen() {
        try (RunningCommand simulator = RunningCommand.simulator("--rest-lag", "60m", "--fault", "drop=every:2s")) {
            TestConsole console = stream(
                    simulator.url(),
                    "AAPL",
                    "--channels",
                    "trades",
                    "--seconds",
                    "4",
                    "--repair-wait",
                    "1",
                    "--events");

            assertThat(console.err()).contains("exit 0", "not repaired and stay open: ");
            assertThat(console.out()).contains("\"event\":\"gap_unrecoverable\"", "\"reason\":\"CLOSED\"");
        }
    }

    @Test
    void withoutRepairGapsAreToldAndNothingIsFetched() {
        try (AlpacaSimulator simulator =
                market().fault(FaultSpec.parse("drop=after:20messages,times:1")).start()) {
            TestConsole console = stream(simulator, "AAPL", "--no-repair", "--count", "60", "--events");

            assertThat(console.out())
                    .contains("\"event\":\"gap_opened\"", "\"event\":\"gap_unrecoverable\"", "\"reason\":\"DISABLED\"")
                    .doesNotContain("\"recovered\":true");
            assertThat(console.err())
                    .contains("(DISABLED): these are not fetched")
                    .doesNotContain("RepairOptions", "WARN");
            assertThat(simulator.ledger().restRequests())
                    .noneMatch(request -> request.path().endsWith("/trades"));
        }
    }

    @Test
    void aSnapshotIsMarked() {
        try (AlpacaSimulator simulator = AlpacaSimulator.builder().start()) {
            simulator.publish(Samples.quote("AAPL", 189.12, 100, 189.15, 300));

            TestConsole console = stream(simulator, "AAPL", "--channels", "quotes", "--snapshot", "--count", "1");

            assertThat(console.err()).contains("exit 0");
            assertThat(console.out()).contains("\"bp\":189.12,").endsWith(",\"snapshot\":true}\n");
        }
    }

    @Test
    void anotherAddressForRestIsAskedInstead() {
        try (AlpacaSimulator other = AlpacaSimulator.builder().start();
                AlpacaSimulator simulator = market().fault(FaultSpec.parse("drop=after:20messages,times:1"))
                        .start()) {
            RunningCommand command = RunningCommand.start(
                    TestConsole.pipe(),
                    "stream",
                    "AAPL",
                    "--url",
                    simulator.baseUri().toString(),
                    "--rest",
                    other.restUri().toString(),
                    "--repair-channels",
                    "quotes");

            await().atMost(RunningCommand.LIMIT)
                    .until(() -> other.ledger().restRequests().stream()
                            .anyMatch(request -> request.path().endsWith("/quotes")));

            assertThat(command.interrupt()).isEqualTo(130);
            assertThat(simulator.ledger().restRequestCount()).isZero();
        }
    }

    @Test
    void aServerThatGoesAwayAndComesBackIsFollowed() {
        try (AlpacaSimulator simulator = market().start()) {
            RunningCommand command = RunningCommand.start(
                    TestConsole.pipe(),
                    "stream",
                    "AAPL",
                    "--url",
                    simulator.baseUri().toString());
            command.awaitOut(out -> out.lines().count() > 10);
            simulator.restart();
            command.awaitErr("attempt 1 in");
            long before = command.console().outLines().size();
            command.awaitOut(out -> out.lines().count() > before + 10);

            assertThat(command.interrupt()).isEqualTo(130);
            assertThat(command.console().out()).endsWith("}\n");
        }
    }

    @Test
    void attemptsAreLimitedIfAskedFor() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        TestConsole console = stream("ws://127.0.0.1:" + port, "AAPL", "--attempts", "1");

        assertThat(console.err())
                .contains("exit 1", "attempt 1 in", "nobody listens")
                .containsOnlyOnce("to start a server there: chasqui simulate --port " + port);
        assertThat(console.out()).isEmpty();
    }

    @Test
    void aTimeWithoutAConnectionIsNoSuccess() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TestConsole console = stream("ws://127.0.0.1:" + silent.getLocalPort(), "AAPL", "--seconds", "1");

            assertThat(console.err()).contains("exit 1", "not connected to ws://127.0.0.1:");
        }
    }

    @Test
    void aPathThatTheServerDoesNotHaveIsNamedWithOnesThatAlpacaHas() {
        try (AlpacaSimulator simulator = market().start()) {
            String base = simulator.baseUri().toString();

            TestConsole console = stream(base + "/v2/nope", "AAPL", "--seconds", "1");

            assertThat(console.err())
                    .contains(base.substring("ws://".length()) + "/v2/nope answered", "such as /v2/iex");
        }
    }

    @Test
    void aTimeWithoutAMessageIsSaid() {
        try (AlpacaSimulator simulator = market().start()) {
            TestConsole console = stream(simulator, "NOPE", "--seconds", "1");

            assertThat(console.err()).contains("exit 0", "no message came");
        }
    }

    @Test
    void refusedKeysHaveTheirCode() {
        try (AlpacaSimulator simulator = market().accept("right", "right").start()) {
            TestConsole console = stream(simulator, "AAPL");

            assertThat(console.err()).contains("exit 3", "402", "APCA_API_KEY_ID and APCA_API_SECRET_KEY");
        }
    }

    @Test
    void keysOfTheEnvironmentAreUsed() {
        try (AlpacaSimulator simulator =
                market().accept("right", "canary-secret").start()) {
            TestConsole console =
                    TestConsole.pipe(Map.of("APCA_API_KEY_ID", "right", "APCA_API_SECRET_KEY", "canary-secret"));

            assertThat(console.run(
                            "stream", "AAPL", "--url", simulator.baseUri().toString(), "--count", "1"))
                    .isZero();
        }
    }

    @Test
    void aFeedBeyondThePlanHasItsCode() {
        try (AlpacaSimulator simulator = market().acceptedFeeds(Feed.IEX).start()) {
            TestConsole console = stream(simulator, "AAPL", "--feed", "sip");

            assertThat(console.err()).contains("exit 5", "409", "take --feed iex instead of sip");
        }
    }

    @Test
    void aTakenSlotIsToldWithItsOwnersAndItsEnd() {
        try (AlpacaSimulator simulator = market().start();
                RunningCommand holder = RunningCommand.start(
                        TestConsole.pipe(),
                        "stream",
                        "AAPL",
                        "--url",
                        simulator.baseUri().toString())) {
            holder.awaitOut(out -> !out.isEmpty());
            RunningCommand newcomer = RunningCommand.start(
                    TestConsole.pipe(),
                    "stream",
                    "AAPL",
                    "--url",
                    simulator.baseUri().toString());

            newcomer.awaitErr("the only connection of this account and feed is taken (406)");

            assertThat(newcomer.console().err()).contains("asking again in", ", until ");
            assertThat(newcomer.interrupt()).isEqualTo(130);
        }
    }

    @Test
    void aRefusedSubscriptionIsToldWithTheNextStep() {
        try (AlpacaSimulator simulator = market().symbolLimit(2).start()) {
            TestConsole console = stream(simulator, "AAPL", "MSFT", "SPY");

            assertThat(console.err()).contains("exit 1", "405", "the plan allows fewer symbols");
        }
    }

    @Test
    void whatTheLibraryRefusesLocallyIsAMistakeOfUsage() {
        try (AlpacaSimulator simulator = market().start()) {
            TestConsole console = stream(simulator, "*", "--feed", "options/opra", "--channels", "quotes");

            assertThat(console.err()).contains("exit 2", "name the symbols", "see 'chasqui help stream'");
        }
    }

    @Test
    void anHttpServerIsNamedForWhatItIs() throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.start();
        try {
            TestConsole console = stream("ws://127.0.0.1:" + http.getAddress().getPort(), "AAPL", "--attempts", "1");

            assertThat(console.err()).contains("exit 1", "404");
        } finally {
            http.stop(0);
        }
    }

    @Test
    void aServerThatDoesNotGreetIsNamedWithTheStep() {
        try (AlpacaSimulator simulator =
                market().fault(FaultSpec.parse("no-welcome=times:always")).start()) {
            TestConsole console = stream(simulator, "AAPL", "--attempts", "1");

            assertThat(console.err()).contains("exit 1", "greeting");
        }
    }

    @Test
    void aSlowReaderLosesNothing(@TempDir Path folder) throws IOException {
        int messages = 100_000;
        try (RunningCommand simulator = RunningCommand.simulator(
                "--frames", manyFrames(folder, messages).toString(), "--speed", "max")) {
            CountDownLatch released = new CountDownLatch(1);
            RunningCommand command = RunningCommand.start(
                    TestConsole.slowPipe(released),
                    "stream",
                    "*",
                    "--url",
                    simulator.url(),
                    "--count",
                    String.valueOf(messages));
            command.awaitErr("whoever reads the output is slow");
            released.countDown();

            assertThat(command.join()).isZero();
            assertThat(command.console().outLines().stream().map(StreamCommandTest::id))
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, messages).boxed().toList());
        }
    }

    private static Path manyFrames(Path folder, int messages) throws IOException {
        List<String> frames = IntStream.rangeClosed(1, messages)
                .mapToObj(id -> "[{\"T\":\"t\",\"S\":\"AAPL\",\"i\":" + id
                        + ",\"x\":\"V\",\"p\":1.5,\"s\":1,\"c\":[\"@\"],\"z\":\"C\",\"t\":\"2026-01-05T14:30:00Z\"}]")
                .toList();
        return Files.write(folder.resolve("many.jsonl"), frames);
    }

    private static int id(String line) {
        int begin = line.indexOf("\"i\":") + 4;
        return Integer.parseInt(line.substring(begin, line.indexOf(',', begin)));
    }

    @Test
    void aReaderThatGoesAwayEndsItQuietly() {
        try (AlpacaSimulator simulator = market().start()) {
            TestConsole console = TestConsole.closedPipe();

            assertThat(console.run(
                            "stream", "AAPL", "--url", simulator.baseUri().toString()))
                    .isZero();
            assertThat(console.err().lines().filter(line -> !line.contains("no keys in the environment")))
                    .containsExactly("chasqui: connected");
        }
    }
}
