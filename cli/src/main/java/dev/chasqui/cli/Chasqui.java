package dev.chasqui.cli;

import dev.chasqui.simulator.Fault;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** Puts the commands together, and turns whatever goes wrong in them into a message and an exit code. */
final class Chasqui {

    static final String DEMO = "demo";
    static final String STREAM = "stream";
    static final String SIMULATE = "simulate";
    static final String DOCTOR = "doctor";

    private static final List<String> COMMANDS = List.of(DEMO, STREAM, SIMULATE, DOCTOR);
    private static final int USAGE_WIDTH = 100;

    private final Console console;
    private final ChasquiCommand root = new ChasquiCommand();
    private final CommandLine commandLine;

    private Chasqui(Console console, List<String> commands) {
        this.console = console;
        PrintWriter out = new PrintWriter(new OutputStreamWriter(console.out(), StandardCharsets.UTF_8));
        commandLine = new CommandLine(root);
        commands.forEach(name -> commandLine.addSubcommand(command(name)));
        if (commands.equals(COMMANDS)) {
            commandLine.addSubcommand(new CommandLine.HelpCommand());
        }
        commandLine
                .setOut(out)
                .setErr(console.notices().writer())
                .setColorScheme(Help.defaultColorScheme(console.colours() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(USAGE_WIDTH)
                .setExecutionStrategy(this::executeParsed)
                .setParameterExceptionHandler((failure, args) -> wrongUsage(failure))
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command));
        Arguments.registerAt(commandLine);
        addHelpOptions(commands);
        describeExitCodes();
        if (commands.contains(SIMULATE)) {
            describeFaults();
        }
    }

    /** Runs a command line, and returns its exit code. */
    static int execute(Console console, String... args) {
        return new Chasqui(console, neededFor(args)).run(args);
    }

    // Reading the annotations of a command takes longer than many a command runs, so those that cannot be meant are
    // left out.
    private static List<String> neededFor(String... args) {
        return args.length > 0 && COMMANDS.contains(args[0]) ? List.of(args[0]) : COMMANDS;
    }

    private Object command(String name) {
        return switch (name) {
            case DEMO -> new DemoCommand(console);
            case STREAM -> new StreamCommand(console);
            case SIMULATE -> new SimulateCommand(console);
            case DOCTOR -> new DoctorCommand(console);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private int run(String... args) {
        int code = commandLine.execute(args);
        commandLine.getOut().flush();
        return code;
    }

    private void addHelpOptions(List<String> commands) {
        OptionSpec help = OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build();
        OptionSpec version = OptionSpec.builder("--version")
                .versionHelp(true)
                .description("Show the version.")
                .build();
        commandLine.getCommandSpec().addOption(help).addOption(version);
        commands.forEach(name -> spec(name).addOption(OptionSpec.builder(help).build()));
    }

    private CommandSpec spec(String subcommand) {
        return Objects.requireNonNull(commandLine.getSubcommands().get(subcommand))
                .getCommandSpec();
    }

    private void describeExitCodes() {
        UsageMessageSpec usage = commandLine.getCommandSpec().usageMessage();
        usage.exitCodeListHeading("%nExit codes:%n");
        usage.exitCodeList(ExitCode.meanings());
    }

    private void describeFaults() {
        UsageMessageSpec usage = spec(SIMULATE).usageMessage();
        List<String> footer = new ArrayList<>(Arrays.asList(usage.footer()));
        for (Fault fault : Fault.values()) {
            footer.add(String.format(Locale.ROOT, "  %-18s %s", fault.argumentName(), fault.summary()));
        }
        usage.footer(footer.toArray(String[]::new));
    }

    private int executeParsed(ParseResult parsed) {
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        Logging logging = Logging.start(console.notices(), root.isVerbose());
        try {
            return new RunLast().execute(parsed);
        } finally {
            logging.stop();
        }
    }

    private int wrongUsage(ParameterException failure) {
        return usage(failure.getCommandLine(), failure.getMessage() + suggestion(failure));
    }

    private static String suggestion(ParameterException failure) {
        if (failure instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            return "\nDid you mean " + String.join(" or ", unmatched.getSuggestions()) + "?";
        }
        return "";
    }

    private int usage(CommandLine command, String message) {
        message.lines().forEach(console.notices()::say);
        String name = command.getCommandName();
        console.notices().say("see 'chasqui help" + (command == commandLine ? "" : " " + name) + "'");
        return ExitCode.USAGE.code();
    }

    private int failed(Exception failure, CommandLine command) {
        if (failure instanceof UsageException) {
            return usage(command, String.valueOf(failure.getMessage()));
        }
        console.notices()
                .say("unexpected " + failure + " at " + failure.getStackTrace()[0]
                        + ". This is a fault of chasqui: please report it");
        return ExitCode.GAVE_UP.code();
    }
}
