package dev.chasqui.cli;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.stream.options.ReconnectPolicy;
import dev.chasqui.wire.Encoding;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the messages of a feed. */
@Command(
        name = Chasqui.STREAM,
        header = "Show the messages of a feed.",
        description =
                "As a table on a terminal, as one JSON object a line in a pipe; until Ctrl-C, unless told otherwise.",
        footer = {
            "",
            "Keys come from the environment variables APCA_API_KEY_ID and APCA_API_SECRET_KEY. A ws:// server on this machine gets a"
                    + " made-up pair if there are none.",
            "",
            "ndjson: one object a line with the keys of the wire, T first; what was missed and fetched afterwards ends with"
                    + " \"recovered\":true and the number of its \"gap\", a latest value of --snapshot with \"snapshot\":true. With --events, lines such as"
                    + " {\"event\":\"gap_opened\",\"at\":…,\"gap\":…,\"channel\":…,\"symbols\":…,\"from\":…} stand between them; each gap ends"
                    + " with gap_closed, gap_partial or gap_unrecoverable.",
            "csv: one header; the columns are channel, symbol, time, then those of trades, quotes and bars, then the gap of a"
                    + " recovered message. Other messages stand whole, as JSON, in the last column. Conditions are separated by"
                    + " semicolons.",
            "table: CHANGE is since the first price that was seen. A symbol of which something may be missing has a '!'. The key"
                    + " q ends it.",
            "",
            "Gaps: whatever may have been missed is told, fetched by REST and shown, later than it happened. Channels without"
                    + " history at Alpaca stay incomplete, and that is told as well.",
            "",
            "Examples:",
            "  chasqui stream AAPL MSFT",
            "  chasqui stream '*' --feed sip --channels bars --format csv > bars.csv",
            "  chasqui stream BTC/USD --feed crypto/us --count 100 | jq .p",
            "  chasqui stream AAPL --url ws://127.0.0.1:4711 --events"
        })
final class StreamCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(
            paramLabel = "SYMBOL...",
            hideParamSyntax = true,
            arity = "1..*",
            split = ",",
            description = "What to show, as the feed writes it: AAPL, BTC/USD, SPY261218C00600000; '*' for everything.")
    private List<String> symbols = new ArrayList<>();

    @Option(
            names = "--feed",
            paramLabel = "FEED",
            defaultValue = "iex",
            description =
                    "One of iex, sip, delayed_sip, test, boats, overnight, news, options/indicative, options/opra,"
                            + " crypto/us or another location, crypto-perps/global, trade_updates. Default: ${DEFAULT-VALUE}.")
    private Feed feed = Feed.IEX;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "Connect to this wss:// or local ws:// address instead of Alpaca. Without a path, the feed's is taken.")
    private @Nullable URI url;

    @Option(
            names = "--channels",
            paramLabel = "CHANNEL,...",
            hideParamSyntax = true,
            split = ",",
            description =
                    "Some of trades, quotes, bars, updatedBars, dailyBars, statuses, lulds, imbalances, orderbooks, news,"
                            + " pricing, trade_updates, as far as the feed has them. Default: trades,quotes,bars, or what the feed has.")
    private List<Channel> channels = new ArrayList<>();

    @Option(
            names = "--encoding",
            paramLabel = "ENCODING",
            description = "How the server writes: json or msgpack. Default: json; msgpack for options.")
    private @Nullable Encoding encoding;

    @Option(names = "--compression", description = "Ask the server to compress. Default: off.")
    private boolean compression;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "table, ndjson or csv. Default: table on a terminal, else ndjson.")
    private @Nullable OutputFormat format;

    @Option(names = "--events", description = "Put the events of the connection between the JSON lines. Default: off.")
    private boolean events;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "End after exactly N messages, events not counted. Default: no end.")
    private @Nullable Long count;

    @Option(
            names = "--attempts",
            paramLabel = "N",
            description = "Give up after N attempts in a row to connect again. Default: never.")
    private @Nullable Integer attempts;

    @Mixin
    private RepairFlags repair = new RepairFlags();

    @Mixin
    private RunOptions run = new RunOptions();

    StreamCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        return job().run(console).code();
    }

    private StreamJob job() {
        Optional<URI> address = Optional.ofNullable(url);
        StreamRequest request = new StreamRequest(
                feed,
                address,
                StreamRequest.subscription(feed, channels, symbols),
                Optional.ofNullable(encoding),
                compression,
                attempts(),
                repair.request());
        return new StreamJob(
                request,
                Keys.find(console, address),
                symbols.stream().distinct().toList(),
                Optional.ofNullable(format),
                events,
                count(),
                new TimeLimit(run.limit(), repair.waitForRepairs(), false),
                "");
    }

    private int attempts() {
        return attempts == null
                ? ReconnectPolicy.UNLIMITED
                : (int) RunOptions.between("--attempts", attempts, Integer.MAX_VALUE - 1L);
    }

    private OptionalLong count() {
        return count == null
                ? OptionalLong.empty()
                : OptionalLong.of(RunOptions.between("--count", count, Long.MAX_VALUE));
    }
}
