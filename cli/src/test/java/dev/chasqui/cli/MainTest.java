package dev.chasqui.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the command line as a process of its own: what only a process has are signals, a terminal and an exit. */
@EnabledOnOs(OS.LINUX)
class MainTest {

    private static final String ENTER_SCREEN = "\u001b[?1049h";
    private static final String LEAVE_SCREEN = "\u001b[?1049l";
    private static final String SHOW_CURSOR = "\u001b[?25h";
    private static final Path PSEUDO_TERMINAL = Path.of("/usr/bin/script");
    private static final int ENDED_BY_TERM = 128 + 15;

    private final List<Process> started = new ArrayList<>();

    @TempDir
    private Path folder;

    private static List<String> command(String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(args));
        return command;
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out().toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().remove("NO_COLOR");
        builder.environment().put("TERM", "xterm");
        Process process = builder.start();
        started.add(process);
        return process;
    }

    @AfterEach
    void leaveNoProcessBehind() {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Path out() {
        return folder.resolve("out");
    }

    private static int exitOf(Process process) throws InterruptedException {
        assertThat(process.waitFor(RunningCommand.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .as("it has ended")
                .isTrue();
        return process.exitValue();
    }

    @Test
    void theExitCodeIsThatOfTheProcess() throws Exception {
        assertThat(exitOf(start(command("stream", "AAPL", "--feed", "moon")))).isEqualTo(2);
        assertThat(out()).isEmptyFile();
    }

    @Test
    void aSignalEndsItWithWholeLines() throws Exception {
        Process demo = start(command("demo"));
        await().atMost(RunningCommand.LIMIT).until(() -> Files.size(out()) > 0);

        demo.destroy();

        assertThat(exitOf(demo)).isEqualTo(ENDED_BY_TERM);
        assertThat(Files.readString(out())).endsWith("}\n");
    }

    @Test
    void aTerminalGetsATableAndIsGivenBack() throws Exception {
        assumeTrue(Files.isExecutable(PSEUDO_TERMINAL), "there is no " + PSEUDO_TERMINAL);

        Process terminal = start(inTerminal(command("demo", "--seconds", "1")));

        assertThat(exitOf(terminal)).isZero();
        assertThat(Files.readString(out()))
                .contains(ENTER_SCREEN, "LIVE", "SYMBOL", "simulated data")
                .containsSubsequence(ENTER_SCREEN, "TSLA", SHOW_CURSOR, LEAVE_SCREEN, "messages in 00:00:0")
                .doesNotContain("{\"T\":")
                .as("questions to the terminal, which some would print")
                .doesNotContain("$p");
    }

    @Test
    void aTerminalIsGivenBackAfterASignalToo() throws Exception {
        assumeTrue(Files.isExecutable(PSEUDO_TERMINAL), "there is no " + PSEUDO_TERMINAL);
        List<String> command = command("demo");
        // The shell tells its process id, which is that of the command after exec.
        String script = "echo $$ > '" + folder.resolve("pid") + "'; exec " + quoted(command);
        Process terminal = start(List.of(PSEUDO_TERMINAL.toString(), "-qefc", script, "/dev/null"));
        await().atMost(RunningCommand.LIMIT).until(() -> Files.readString(out()).contains("LIVE"));

        long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        ProcessHandle.of(pid).orElseThrow().destroy();

        assertThat(exitOf(terminal)).isEqualTo(ENDED_BY_TERM);
        assertThat(Files.readString(out()))
                .containsSubsequence("LIVE", SHOW_CURSOR, LEAVE_SCREEN, "messages in 00:00:");
    }

    private static List<String> inTerminal(List<String> command) {
        return List.of(PSEUDO_TERMINAL.toString(), "-qefc", "exec " + quoted(command), "/dev/null");
    }

    private static String quoted(List<String> command) {
        return "'" + String.join("' '", command) + "'";
    }
}
