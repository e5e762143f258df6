package dev.chasqui.cli;

import dev.chasqui.model.Channel;
import dev.chasqui.stream.options.RepairOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options on what was missed: whether and from where it is fetched. */
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

    /** What they ask for, checked. */
    RepairRequest request() {
        if (!repair && !channels.isEmpty()) {
            throw new UsageException("--no-repair and --repair-channels contradict each other: leave one out");
        }
        return new RepairRequest(Optional.ofNullable(rest), options());
    }

    private RepairOptions options() {
        if (!repair) {
            return RepairOptions.disabled();
        }
        RepairOptions usual = RepairOptions.defaults();
        try {
            return channels.isEmpty() ? usual : usual.withChannels(EnumSet.copyOf(channels));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--repair-channels: " + e.getMessage());
        }
    }
}
