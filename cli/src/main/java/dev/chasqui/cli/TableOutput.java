package dev.chasqui.cli;

import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamState;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The live table: messages change the board, and a timer draws it, however many messages there are. */
final class TableOutput implements Output {

    private static final long REDRAW_MILLIS = 100;
    private static final long END_LIMIT_MILLIS = 1_000;

    private final Screen screen;
    private final RowSelection selection;
    private final Supplier<LinkView> link;
    private final Palette palette;
    private final String remark;
    private final Board board = new Board();
    private final EventText texts;
    private final GapWatch gaps;
    private final ZoneId zone = ZoneId.systemDefault();
    private final long startNanos = System.nanoTime();
    private final MessageRate rate = new MessageRate(0, startNanos);
    private final Map<String, MessageRate> rates = new HashMap<>();
    private final CompletableFuture<Ending> ended = new CompletableFuture<>();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "chasqui-table"));
    private volatile String latestEvent = "";
    // What waits when a stream is closed counts as lost, and nobody has missed it.
    private volatile LinkView lastOpen;

    TableOutput(Screen screen, RowSelection selection, Supplier<LinkView> link, Palette palette, String remark) {
        this.screen = screen;
        this.selection = selection;
        this.link = link;
        this.palette = palette;
        this.remark = remark;
        lastOpen = link.get();
        texts = new EventText(zone);
        gaps = new GapWatch(zone);
        timer.scheduleAtFixedRate(this::redraw, 0, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void message(MarketEvent message, Provenance provenance) {
        board.accept(message, System.nanoTime());
    }

    @Override
    public void event(StreamEvent event) {
        gaps.event(event);
        texts.of(event)
                .ifPresent(text -> latestEvent =
                        LocalTime.ofInstant(event.origin().wallClock(), zone).truncatedTo(ChronoUnit.SECONDS) + " "
                                + text);
    }

    @Override
    public CompletableFuture<Ending> ended() {
        return ended.copy();
    }

    private void redraw() {
        try {
            if (screen.isEndRequested()) {
                ended.complete(Ending.DONE);
            }
            LinkView now = link.get();
            if (now.state() != StreamState.CLOSED) {
                lastOpen = now;
                draw(now, System.nanoTime());
            }
        } catch (RuntimeException e) {
            ended.complete(new Ending(
                    ExitCode.GAVE_UP, "the table could not be drawn: " + e + ". Take --format ndjson instead"));
        }
    }

    private void draw(LinkView now, long nowNanos) {
        int height = screen.rows();
        Set<String> incomplete = gaps.symbols();
        List<TableRow> rows = selection.choose(board, TableView.rowsIn(height), nowNanos).stream()
                .map(view -> row(view, GapWatch.isIn(incomplete, view.symbol()), nowNanos))
                .toList();
        long messages = board.messages();
        TableView view = new TableView(
                now,
                rows,
                selection.size(board),
                messages,
                rate.update(messages, nowNanos),
                Duration.ofNanos(nowNanos - startNanos),
                gaps.view(),
                remark,
                latestEvent);
        screen.draw(view.lines(screen.columns(), height, palette));
    }

    private TableRow row(BoardRow.View view, boolean incomplete, long nowNanos) {
        double perSecond = rates.computeIfAbsent(view.symbol(), symbol -> new MessageRate(view.count(), nowNanos))
                .update(view.count(), nowNanos);
        // A message may have come since the clock was read.
        Duration age = Duration.ofNanos(Math.max(0, nowNanos - view.receivedNanos()));
        return new TableRow(view, age, perSecond, incomplete);
    }

    /** A line on what was seen, for the time after the table. */
    String summary() {
        return Figures.count(board.messages()) + " messages in "
                + Figures.clock(Duration.ofNanos(System.nanoTime() - startNanos)) + ", " + lastOpen.reconnects()
                + " reconnects, " + Figures.count(lastOpen.lost()) + " messages left out";
    }

    @Override
    public void close() {
        timer.shutdownNow();
        try {
            boolean ignored = timer.awaitTermination(END_LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        screen.close();
    }
}
