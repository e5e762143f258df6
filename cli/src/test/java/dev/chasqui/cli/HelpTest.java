package dev.chasqui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {

    private static final char ESCAPE = '\u001b';

    @ParameterizedTest
    @ValueSource(strings = {"", "help", "--help", "-h"})
    void aStartWithoutACommandShowsHelp(String argument) {
        TestConsole console = TestConsole.pipe();

        int code = argument.isEmpty() ? console.run() : console.run(argument);

        assertThat(code).isZero();
        assertThat(console.out())
                .contains("Usage: chasqui", "demo", "stream", "simulate", "doctor", "Exit codes:", "130");
        assertThat(console.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "stream", "simulate", "doctor"})
    void eachCommandHasHelpInBothWays(String command) {
        TestConsole before = TestConsole.pipe();
        TestConsole behind = TestConsole.pipe();

        assertThat(before.run("help", command)).isZero();
        assertThat(behind.run(command, "--help")).isZero();

        assertThat(before.out()).contains("Usage: chasqui " + command, "Default: ", "Examples:");
        assertThat(behind.out()).isEqualTo(before.out());
    }

    @Test
    void helpOfTheSimulatorListsEveryFault() {
        TestConsole console = TestConsole.pipe();

        console.run("help", "simulate");

        assertThat(console.out()).contains("half-open", "partial-ack", "oversized-frame");
    }

    @Test
    void helpListsEveryFaultOfRestAndTheOptionsOfRepair() {
        TestConsole simulate = TestConsole.pipe();
        TestConsole stream = TestConsole.pipe();

        simulate.run("help", "simulate");
        stream.run("help", "stream");

        assertThat(simulate.out().replaceAll("\\s+", " "))
                .contains(RestFaultSpec.names(), "--rest-lag", "--no-rest", "--rebase", "--loop", "--ledger");
        assertThat(stream.out()).contains("--[no-]repair", "--rest=", "--repair-channels", "recovered");
    }

    @Test
    void versionIsOneLineOnStandardOutput() {
        TestConsole console = TestConsole.pipe();

        assertThat(console.run("--version")).isZero();
        assertThat(console.outLines()).singleElement().asString().startsWith("chasqui ");
    }

    @Test
    void helpIsColouredOnATerminalOnly() {
        TestConsole pipe = TestConsole.pipe();
        TestConsole terminal = TestConsole.terminal(new FakeScreen(80, 24));
        TestConsole plain = TestConsole.terminal(Map.of("NO_COLOR", "1"), new FakeScreen(80, 24));
        TestConsole emptyVariable = TestConsole.terminal(Map.of("NO_COLOR", ""), new FakeScreen(80, 24));

        pipe.run("help");
        terminal.run("help");
        plain.run("help");
        emptyVariable.run("help");

        assertThat(terminal.out()).contains(String.valueOf(ESCAPE));
        assertThat(emptyVariable.out()).contains(String.valueOf(ESCAPE));
        assertThat(pipe.out()).doesNotContain(String.valueOf(ESCAPE)).isEqualTo(plain.out());
    }
}
