package dev.chasqui.cli;

import dev.chasqui.model.Channel;
import dev.chasqui.stream.options.RepairOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options on what is fetched by REST, and from where. */
final class RepairFlags {

    @Option(
            names = "--repair",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Fetch by REST what was missed on the stream, or only tell it. Default: fetch.")
    private boolean repair = true;

    @Option(
            names = "--rest",
            paramLabel = "URL",
            description =
                    "Ask by REST at this https:// or local http:// address. Default: the host and port of --url, or Alpaca.")
    private @Nullable URI rest;

    @Option(
            names = "--repair-channels",
            paramLabel = "CHANNEL,...",
            hideParamSyntax = true,
            split = ",",
            description =
                    "What to fetch: some of trades, quotes, bars, updatedBars, news. Default: all of them but quotes.")
    private List<Channel> channels = new ArrayList<>();

    @Option(
            names = "--repair-wait",
            paramLabel = "N",
            defaultValue = "120",
            description =
                    "When --seconds are over, wait up to N seconds for the repair of what was missed by then, 0 to 3600. Lines"
                            + " only. Default: ${DEFAULT-VALUE}, as the bars of a minute are final a minute and a half after it.")
    private long repairWait = 120;

    @Option(
            names = "--snapshot",
            description =
                    "Begin with the latest trade and quote of each symbol by REST, where the stream brings none sooner. Default: with"
                            + " what comes.")
    private boolean snapshot;

    /** What they ask for, checked. */
    RepairRequest request() {
        if (!repair && !channels.isEmpty()) {
            throw new UsageException("--no-repair and --repair-channels contradict each other: leave one out");
        }
        return new RepairRequest(Optional.ofNullable(rest), options(), snapshot);
    }

    /** How long repairs are waited for once the time is up. */
    Duration waitForRepairs() {
        return repairWait == 0
                ? Duration.ZERO
                : Duration.ofSeconds(RunOptions.between("--repair-wait", repairWait, 3_600));
    }

    private RepairOptions options() {
        if (!repair) {
            return RepairOptions.disabled();
        }
        RepairOptions usual = RepairOptions.defaults();
        try {
            return channels.isEmpty() ? usual : usual.withChannels(EnumSet.copyOf(channels));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--repair-channels: some of " + Arguments.names(channels)
                    + " have no history at Alpaca; there is one of trades, quotes, bars, updatedBars, news");
        }
    }
}
