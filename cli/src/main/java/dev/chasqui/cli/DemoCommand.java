package dev.chasqui.cli;

import dev.chasqui.model.Feed;
import dev.chasqui.model.Subscription;
import dev.chasqui.simulator.AlpacaSimulator;
import dev.chasqui.simulator.MarketSource;
import dev.chasqui.stream.options.Credentials;
import dev.chasqui.stream.options.ReconnectPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A simulated market, served and streamed over a loopback socket. */
@Command(
        name = Chasqui.DEMO,
        header = "Show a simulated market; needs no account.",
        description =
                "Starts a simulated market on this machine and shows a stream of it: as a table on a terminal, as one JSON"
                        + " object a line in a pipe. Needs no account and no network.",
        footer = {"", "Examples:", "  chasqui demo", "  chasqui demo --seconds 5 | head"})
final class DemoCommand implements Callable<Integer> {

    private static final long SEED = 7;
    private static final double MESSAGES_PER_SECOND = 120;
    private static final List<String> SYMBOLS =
            List.of("AAPL", "AMD", "AMZN", "GOOGL", "JPM", "META", "MSFT", "NFLX", "NVDA", "QQQ", "SPY", "TSLA");
    private static final Credentials ANY_KEYS = Credentials.of("demo", "demo");

    private final Console console;

    @Mixin
    private RunOptions run = new RunOptions();

    DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        console.notices().say("this data is simulated: a random walk of prices, made on this machine");
        try (AlpacaSimulator simulator = AlpacaSimulator.builder()
                .market(MarketSource.seeded(SEED).symbols(SYMBOLS).messagesPerSecond(MESSAGES_PER_SECOND))
                .start()) {
            return job(simulator).run(console).code();
        }
    }

    private StreamJob job(AlpacaSimulator simulator) {
        StreamRequest request = new StreamRequest(
                Feed.SIP,
                Optional.of(simulator.uri(Feed.SIP)),
                Subscription.of(Subscription.DEFAULT_CHANNELS, SYMBOLS),
                Optional.empty(),
                false,
                ReconnectPolicy.UNLIMITED,
                RepairRequest.usual());
        return new StreamJob(
                request,
                ANY_KEYS,
                SYMBOLS,
                Optional.empty(),
                false,
                OptionalLong.empty(),
                new TimeLimit(run.limit(), Duration.ZERO, true),
                "simulated data");
    }
}
