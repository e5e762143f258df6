package dev.chasqui.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command without a subcommand: shows help. */
@Command(
        name = "chasqui",
        versionProvider = VersionText.class,
        description =
                "Alpaca's real-time market data on the command line: data on standard output, everything else on standard error.",
        footer = {
            "",
            "Begin with 'chasqui demo', which needs no account. 'chasqui help COMMAND' shows the options of a command.",
            "Colours are left out when NO_COLOR is set."
        })
final class ChasquiCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Show the steps of the connection on standard error. Default: warnings and errors only.")
    private boolean verbose;

    boolean isVerbose() {
        return verbose;
    }

    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
        return ExitCode.DONE.code();
    }
}
