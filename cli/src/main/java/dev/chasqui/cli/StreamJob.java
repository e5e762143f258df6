package dev.chasqui.cli;

import dev.chasqui.model.Feed;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.options.Credentials;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A stream, how it is shown, and for how long.
 *
 * @param symbols in the order in which a table shows them
 * @param format what was asked for; else a table on a terminal, and JSON lines elsewhere
 * @param events whether events stand between the JSON lines
 * @param count messages to show, no limit if empty
 * @param remark what a reader must know of the data; may be empty
 */
record StreamJob(
        StreamRequest request,
        Credentials credentials,
        List<String> symbols,
        Optional<OutputFormat> format,
        boolean events,
        OptionalLong count,
        TimeLimit limit,
        String remark) {

    StreamJob {
        if (events && format.filter(asked -> asked != OutputFormat.NDJSON).isPresent()) {
            throw new UsageException("--events needs --format ndjson");
        }
        if (format.filter(OutputFormat.TABLE::equals).isPresent() && !hasPrices(request.feed())) {
            throw new UsageException(
                    "a table shows prices, and feed " + request.feed() + " has none: take --format ndjson");
        }
    }

    private static boolean hasPrices(Feed feed) {
        return feed.kind() != FeedKind.NEWS_ARTICLES && feed.kind() != FeedKind.TRADING;
    }

    ExitCode run(Console console) throws InterruptedException {
        Optional<Screen> screen = screen(console);
        return screen.isPresent() ? runTable(screen.get(), console) : runLines(console);
    }

    private Optional<Screen> screen(Console console) {
        boolean demanded = format.filter(OutputFormat.TABLE::equals).isPresent();
        boolean preferred = format.isEmpty() && console.terminal() && !events && hasPrices(request.feed());
        if (!demanded && !preferred) {
            return Optional.empty();
        }
        try {
            return Optional.of(console.screens().open());
        } catch (IOException e) {
            if (demanded) {
                throw new UsageException("a table needs a terminal as standard input and output: take --format ndjson");
            }
            return Optional.empty();
        }
    }

    private ExitCode runTable(Screen screen, Console console) throws InterruptedException {
        TableOutput table;
        ExitCode exit;
        console.notices().hold();
        try (screen) {
            MarketDataStream stream = request.open(credentials, false);
            Palette palette = console.colours() ? Palette.COLOURED : Palette.PLAIN;
            table = new TableOutput(screen, selection(), () -> LinkView.of(stream), palette, remark);
            exit = run(stream, table, limit.withoutRepairs(), console);
        } finally {
            console.notices().release();
        }
        console.notices().say(table.summary());
        return exit;
    }

    private RowSelection selection() {
        return new RowSelection(symbols, symbols.contains(Subscription.ALL_SYMBOLS));
    }

    private ExitCode runLines(Console console) throws InterruptedException {
        FeedKind kind = request.feed().kind();
        LineFormat lines = format.orElse(OutputFormat.NDJSON) == OutputFormat.CSV
                ? new CsvFormat(kind)
                : new NdjsonFormat(kind, events);
        MarketDataStream stream = request.open(credentials, true);
        return run(stream, new LineOutput(lines, console.out(), "standard output"), limit, console);
    }

    private ExitCode run(MarketDataStream stream, Output output, TimeLimit until, Console console)
            throws InterruptedException {
        Output limited = count.isPresent() ? new CountedOutput(output, count.getAsLong()) : output;
        return new StreamRun(request.feed(), stream, limited, console).run(request.subscription(), until);
    }
}
