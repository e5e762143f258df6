package dev.chasqui.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DemoCommandTest {

    @Test
    void inAPipeItWritesTheWiresObjectsAndSaysThatTheyAreSimulated() {
        TestConsole console = TestConsole.pipe();

        assertThat(console.run("demo", "--seconds", "2")).isZero();

        assertThat(console.outLines()).hasSizeGreaterThan(20).allSatisfy(DemoCommandTest::assertMessage);
        assertThat(console.err()).contains("this data is simulated");
    }

    private static void assertMessage(String line) {
        assertThat(line).startsWith("{\"T\":\"");
        JsonNode message = JsonMapper.shared().readTree(line);
        assertThat(message.get("T").asString()).isIn("t", "q", "b");
        assertThat(message.get("S").asString()).matches("[A-Z]+");
        assertThat(message.get("t").asString()).endsWith("Z");
    }

    @Test
    void onATerminalItDrawsATableUntilTheKeyQ() {
        FakeScreen screen = new FakeScreen(99, 24);
        RunningCommand demo = RunningCommand.start(TestConsole.terminal(screen), "demo");

        await().atMost(RunningCommand.LIMIT).until(() -> screen.drawn().stream().anyMatch(DemoCommandTest::isAlive));
        screen.requestEnd();

        assertThat(demo.join()).isZero();
        assertThat(demo.console().out()).isEmpty();
        assertThat(demo.console().err()).contains("this data is simulated", " messages in 00:00:");
        assertThat(screen.isClosed()).isTrue();
    }

    private static boolean isAlive(List<String> lines) {
        return lines.get(0).contains("LIVE")
                && lines.get(0).contains("simulated data")
                && lines.stream().anyMatch(line -> line.contains("SPY") && line.contains("s "));
    }

    @Test
    void theTableFollowsTheSizeOfTheWindow() {
        FakeScreen screen = new FakeScreen(99, 24);
        try (RunningCommand demo =
                RunningCommand.start(TestConsole.terminal(Map.of("NO_COLOR", "1"), screen), "demo")) {
            await().atMost(RunningCommand.LIMIT)
                    .until(() -> screen.drawn().stream().anyMatch(lines -> lines.size() == 16));
            screen.resize(20, 5);
            await().atMost(RunningCommand.LIMIT)
                    .until(() -> screen.drawn().stream()
                            .anyMatch(lines ->
                                    lines.size() == 5 && lines.stream().allMatch(line -> line.length() <= 20)));
            assertThat(demo.console().out()).isEmpty();
        }
        assertThat(screen.drawn().stream().flatMap(List::stream)).noneMatch(line -> line.contains("\u001b"));
    }

    @Test
    void ctrlCEndsItWithItsCode() {
        RunningCommand demo = RunningCommand.start(TestConsole.pipe(), "demo");
        demo.awaitOut(out -> !out.isEmpty());

        assertThat(demo.interrupt()).isEqualTo(130);
        assertThat(demo.console().out()).endsWith("}\n");
    }
}
