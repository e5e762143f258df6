package dev.chasqui.cli;

import dev.chasqui.model.FeedKind;
import dev.chasqui.simulator.AlpacaSimulator;
import dev.chasqui.simulator.FaultSpec;
import dev.chasqui.simulator.FramesFile;
import dev.chasqui.simulator.MarketSource;
import dev.chasqui.simulator.Pace;
import dev.chasqui.simulator.Playback;
import dev.chasqui.simulator.SeededMarket;
import dev.chasqui.simulator.SimulatorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves a simulated or recorded market in Alpaca's protocol. */
@Command(
        name = Chasqui.SIMULATE,
        header = "Serve a simulated or recorded market.",
        description =
                "In Alpaca's protocol, on this machine only, until Ctrl-C. Prints 'listening ws://127.0.0.1:PORT' and 'rest"
                        + " http://127.0.0.1:PORT' on standard output once it accepts connections; there, what was published can be"
                        + " asked for by REST. The market begins with the first subscription.",
        footer = {
            "",
            "A frames file has one JSON array of messages on each line, as Alpaca sends them; it may be compressed with gzip.",
            "",
            "Faults: NAME or NAME=ARGUMENT:VALUE,…. Schedules are at:connect, at:auth, at:subscribe, after:5s, every:2s,"
                    + " after:1000messages, every:1000messages; times:3 or times:always limits how often.",
            "",
            "Ledger: its lines are those of 'chasqui stream', so that 'sort' and 'diff' show what a client missed or saw twice.",
            "",
            "Examples:",
            "  chasqui simulate --port 4711",
            "  chasqui simulate --fault drop=every:5s --rest-lag 2s --rest-fault error=every:3 --ledger truth.jsonl",
            "  chasqui simulate --frames day.jsonl.gz --rebase --loop",
            "  chasqui simulate --frames day.jsonl.gz --speed max",
            "  chasqui simulate --fault drop=every:5s --fault error=code:406,at:auth,times:3",
            "",
            "Faults by name:"
        })
final class SimulateCommand implements Callable<Integer> {

    private static final int LARGEST_PORT = 65_535;
    private static final Duration SESSIONS_INTERVAL = Duration.ofMillis(200);

    private final Console console;

    @Option(
            names = "--port",
            paramLabel = "P",
            defaultValue = "0",
            description = "Port on the loopback interface; 0 for a free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--frames",
            paramLabel = "FILE",
            description = "Serve the frames of this file instead of a random market.")
    private @Nullable Path frames;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description =
                    "What the frames file carries: stocks, crypto, perpetuals, options, news_articles or trading. Default:"
                            + " stocks.")
    private @Nullable FeedKind kind;

    @Option(
            names = "--speed",
            paramLabel = "N|max",
            defaultValue = "1",
            description =
                    "How many times faster than real time, such as 10 or 0.5; max for as fast as clients read. Default:"
                            + " ${DEFAULT-VALUE}.")
    private Pace speed = Pace.REAL_TIME;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of the random market: the same seed gives the same market. Default: 1.")
    private @Nullable Long seed;

    @Option(
            names = "--symbols",
            paramLabel = "A,B",
            hideParamSyntax = true,
            split = ",",
            description =
                    "Symbols of the random market. A slash makes a crypto pair, OCC form an option. Default: some of each.")
    private List<String> symbols = new ArrayList<>();

    @Option(
            names = "--fault",
            paramLabel = "NAME[=ARGS]",
            description = "What goes wrong on purpose, and when; see below. May be repeated.")
    private List<FaultSpec> faults = new ArrayList<>();

    @Option(
            names = "--key",
            paramLabel = "K",
            description = "The key to accept, together with --secret. Default: any pair.")
    private @Nullable String key;

    @Option(names = "--secret", paramLabel = "S", description = "The secret that belongs to --key.")
    private @Nullable String secret;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "1",
            description = "Sessions per key and feed at a time; more are refused with 406. Default: ${DEFAULT-VALUE}.")
    private int connections;

    @Option(
            names = "--symbol-limit",
            paramLabel = "N",
            description =
                    "Trades and quotes that a session may subscribe to; more are refused with 405. Default: no limit.")
    private @Nullable Integer symbolLimit;

    @Option(
            names = "--rebase",
            description = "Play the frames file as if its messages happened now. Default: they keep their times.")
    private boolean rebase;

    @Option(names = "--loop", description = "Play the frames file again and again. Default: once.")
    private boolean loop;

    @Mixin
    private RestFlags rest = new RestFlags();

    @Option(
            names = "--ledger",
            paramLabel = "FILE",
            description = "Write all that is published into this file, in the form of 'chasqui stream --format ndjson'."
                    + " Default: nowhere.")
    private @Nullable Path ledger;

    SimulateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        try {
            return run(builder()).code();
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }

    private ExitCode run(AlpacaSimulator.Builder builder) throws Exception {
        if (ledger == null) {
            return run(builder, Optional.empty());
        }
        // Closed after the simulator, which writes into it until its end.
        try (LedgerFile file = new LedgerFile(ledger, recordedKind())) {
            return run(builder.onPublished(file::add), Optional.of(file));
        }
    }

    private ExitCode run(AlpacaSimulator.Builder builder, Optional<LedgerFile> file) throws Exception {
        try (AlpacaSimulator simulator = builder.build()) {
            return serve(simulator, file);
        }
    }

    private ExitCode serve(AlpacaSimulator simulator, Optional<LedgerFile> file) throws Exception {
        try {
            simulator.start();
        } catch (SimulatorException e) {
            console.notices().say(String.valueOf(e.getMessage()));
            return ExitCode.GAVE_UP;
        }
        announce(simulator);
        return untilEnd(simulator, file);
    }

    private void announce(AlpacaSimulator simulator) throws IOException {
        String addresses =
                "listening " + simulator.baseUri() + "\n" + (rest.isOff() ? "" : "rest " + simulator.restUri() + "\n");
        console.out().write(addresses.getBytes(StandardCharsets.UTF_8));
        console.out().flush();
    }

    private ExitCode untilEnd(AlpacaSimulator simulator, Optional<LedgerFile> file) throws Exception {
        CompletableFuture<ExitCode> end = new CompletableFuture<>();
        console.interruption().requested().thenRun(() -> end.complete(ExitCode.INTERRUPTED));
        simulator.finished().whenComplete((playback, failure) -> onFinished(playback, failure, end));
        file.ifPresent(lines -> lines.ended().thenAccept(broken -> {
            console.notices().say(broken.message());
            end.complete(broken.exit());
        }));
        ExitCode exit = end.get();
        if (exit == ExitCode.GAVE_UP) {
            awaitLastSession(simulator);
        }
        return exit;
    }

    private void onFinished(@Nullable Playback playback, @Nullable Throwable failure, CompletableFuture<ExitCode> end) {
        if (end.isDone()) {
            return;
        }
        if (playback != null) {
            console.notices()
                    .say("all is played: " + playback.frames() + " frames, " + playback.messages()
                            + " messages. Sessions stay open and silent; Ctrl-C ends them");
        } else if (failure instanceof SimulatorException) {
            console.notices().say(failure.getMessage() + ". What came before was served; ending with the last session");
            end.complete(ExitCode.GAVE_UP);
        }
    }

    // What was sent may still be on its way to the clients, and ending would cut it off.
    private void awaitLastSession(AlpacaSimulator simulator) throws InterruptedException {
        boolean interrupted = false;
        while (!interrupted && !simulator.sessions().isEmpty()) {
            interrupted = console.interruption().await(SESSIONS_INTERVAL);
        }
    }

    private AlpacaSimulator.Builder builder() {
        AlpacaSimulator.Builder builder = AlpacaSimulator.builder()
                .port(port())
                .market(market())
                .rest(rest.options())
                .connectionLimit((int) RunOptions.between("--connections", connections, Integer.MAX_VALUE));
        if (symbolLimit != null) {
            builder.symbolLimit((int) RunOptions.between("--symbol-limit", symbolLimit, Integer.MAX_VALUE));
        }
        if (key != null && secret != null) {
            builder.accept(key, secret);
        } else if (key != null || secret != null) {
            throw new UsageException("--key and --secret come together");
        }
        faults.forEach(builder::fault);
        return builder;
    }

    private int port() {
        if (port < 0 || port > LARGEST_PORT) {
            throw new UsageException("--port must be 0 to " + LARGEST_PORT + ", not " + port);
        }
        return port;
    }

    private MarketSource market() {
        return frames == null ? seeded() : recorded(frames);
    }

    private MarketSource recorded(Path file) {
        if (seed != null || !symbols.isEmpty()) {
            throw new UsageException("--seed and --symbols belong to a random market, not to --frames");
        }
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new UsageException("cannot read the frames file " + Arguments.echo(file.toString())
                    + ": it must be a file with one JSON array of messages on each line");
        }
        FramesFile source = MarketSource.frames(file)
                .kind(recordedKind().orElse(FeedKind.STOCKS))
                .pace(speed);
        source = rebase ? source.rebased() : source;
        return loop ? source.looped() : source;
    }

    private Optional<FeedKind> recordedKind() {
        if (frames == null) {
            return Optional.empty();
        }
        return Optional.of(kind == null ? FeedKind.STOCKS : kind);
    }

    private MarketSource seeded() {
        if (kind != null) {
            throw new UsageException("--kind belongs to --frames");
        }
        if (rebase || loop) {
            throw new UsageException("--rebase and --loop belong to --frames");
        }
        SeededMarket market = MarketSource.seeded(seed == null ? 1 : seed).pace(speed);
        if (symbols.isEmpty()) {
            return market;
        }
        symbols.forEach(StreamRequest::checkSymbol);
        return market.symbols(symbols);
    }
}
