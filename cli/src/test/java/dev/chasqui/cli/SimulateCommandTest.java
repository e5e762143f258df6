package dev.chasqui.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SimulateCommandTest {

    @TempDir
    private Path folder;

    private Path file(String... lines) throws IOException {
        return Files.write(folder.resolve("frames.jsonl"), List.of(lines));
    }

    private static String frame(int id) {
        return "[{\"T\":\"t\",\"S\":\"AAPL\",\"i\":" + id
                + ",\"x\":\"V\",\"p\":1.5,\"s\":1,\"c\":[\"@\"],\"z\":\"C\",\"t\":\"2026-01-05T14:30:00Z\"}]";
    }

    @Test
    void itSaysWhereItListensAndEndsWithCtrlC() {
        RunningCommand simulator = RunningCommand.simulator();

        assertThat(simulator.console().out())
                .matches("listening ws://127\\.0\\.0\\.1:(\\d+)\nrest http://127\\.0\\.0\\.1:\\1\n");
        assertThat(simulator.interrupt()).isEqualTo(130);
        assertThat(simulator.console().err()).isEmpty();
    }

    @Test
    void aPortInUseIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TestConsole console = TestConsole.pipe();

            int code = console.run("simulate", "--port", String.valueOf(taken.getLocalPort()));

            assertThat(code).isEqualTo(1);
            assertThat(console.err()).contains("port " + taken.getLocalPort(), "choose another port");
            assertThat(console.out()).isEmpty();
        }
    }

    @Test
    void theSameSeedGivesTheSameMarket() {
        assertThat(firstPrices("3")).isEqualTo(firstPrices("3")).isNotEqualTo(firstPrices("4"));
    }

    private static List<String> firstPrices(String seed) {
        try (RunningCommand simulator =
                RunningCommand.simulator("--seed", seed, "--symbols", "AAPL,MSFT", "--speed", "20")) {
            TestConsole console = TestConsole.pipe();
            console.run("stream", "*", "--url", simulator.url(), "--count", "20");
            return console.outLines().stream()
                    .map(line -> line.substring(0, line.lastIndexOf(",\"t\":")))
                    .toList();
        }
    }

    @Test
    void aBrokenLineIsNamedAndWhatCameBeforeIsServed() throws IOException {
        Path frames = file(frame(1), frame(2), "[{\"T\":\"t\",", frame(4));
        RunningCommand simulator = RunningCommand.simulator("--frames", frames.toString(), "--speed", "max");
        TestConsole console = TestConsole.pipe();

        console.run("stream", "*", "--url", simulator.url(), "--count", "2");

        assertThat(console.outLines()).hasSize(2);
        assertThat(simulator.join()).isEqualTo(1);
        assertThat(simulator.console().err()).contains("line 3", "What came before was served");
    }

    @Test
    void theEndOfTheFileIsToldAndSessionsStay() throws IOException {
        Path frames = file(frame(1), frame(2));
        try (RunningCommand simulator = RunningCommand.simulator("--frames", frames.toString(), "--speed", "max")) {
            TestConsole console = TestConsole.pipe();

            assertThat(console.run("stream", "*", "--url", simulator.url(), "--count", "2"))
                    .isZero();

            simulator.awaitErr("all is played: 2 frames, 2 messages");
        }
    }

    @Test
    void faultsStrike() {
        try (RunningCommand simulator =
                RunningCommand.simulator("--fault", "error=code:402,at:auth,times:always", "--speed", "10")) {
            TestConsole console = TestConsole.pipe();

            assertThat(console.run("stream", "AAPL", "--url", simulator.url())).isEqualTo(3);
        }
    }

    @Test
    void onlyTheKeyThatWasGivenIsAccepted() {
        try (RunningCommand simulator = RunningCommand.simulator("--key", "K", "--secret", "S")) {
            TestConsole console = TestConsole.pipe();

            assertThat(console.run("stream", "AAPL", "--url", simulator.url())).isEqualTo(3);
        }
    }

    @Test
    void theLedgerHasWhatAClientGets() throws IOException {
        Path ledger = folder.resolve("ledger.jsonl");
        TestConsole console = TestConsole.pipe();
        try (RunningCommand simulator = RunningCommand.simulator(
                "--symbols", "AAPL,BTC/USD,SPY261218C00600000", "--speed", "5", "--ledger", ledger.toString())) {
            console.run("stream", "BTC/USD", "--feed", "crypto/us", "--url", simulator.url(), "--count", "20");
        }

        List<String> ofPair = Files.readAllLines(ledger).stream()
                .filter(line -> line.matches("\\{\"T\":\"[tqb]\",\"S\":\"BTC/USD\".*"))
                .toList();
        assertThat(console.outLines()).hasSize(20);
        assertThat(ofPair.subList(0, 20)).isEqualTo(console.outLines());
    }

    @Test
    void aFileCanBePlayedAsOfNowAndAgain() throws IOException {
        Path frames = file(frame(1), frame(2));
        try (RunningCommand simulator =
                RunningCommand.simulator("--frames", frames.toString(), "--rebase", "--loop", "--speed", "max")) {
            TestConsole console = TestConsole.pipe();

            assertThat(console.run("stream", "*", "--url", simulator.url(), "--count", "5"))
                    .isZero();

            assertThat(console.outLines()).hasSize(5).noneMatch(line -> line.contains("2026-01-05T14:30:00Z"));
        }
    }

    @Test
    void restIsAnsweredAsItWasTold() throws Exception {
        try (RunningCommand lagging = RunningCommand.simulator("--rest-requests-per-minute", "1");
                RunningCommand broken = RunningCommand.simulator("--rest-fault", "error=every:1");
                RunningCommand off = RunningCommand.simulator("--no-rest")) {
            assertThat(status(lagging)).isEqualTo(200);
            assertThat(status(lagging)).isEqualTo(429);
            assertThat(status(broken)).isEqualTo(500);
            assertThat(off.console().out()).doesNotContain("rest ");
            assertThatThrownBy(() -> status(off)).isInstanceOf(IOException.class);
        }
    }

    private static int status(RunningCommand simulator) throws IOException {
        URI address = URI.create(simulator.url().replace("ws:", "http:") + "/v2/stocks/trades/latest?symbols=AAPL");
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setRequestProperty("APCA-API-KEY-ID", "any");
        connection.setRequestProperty("APCA-API-SECRET-KEY", "pair");
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }
}
