package dev.chasqui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.MarketEvent;
import dev.chasqui.stream.event.StreamEvent.GapClosed;
import dev.chasqui.stream.event.StreamEvent.GapOpened;
import dev.chasqui.stream.event.StreamState;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TableViewTest {

    private static final LinkView LIVE = new LinkView(StreamState.LIVE, "ws://127.0.0.1:4711/v2/sip", 1, 0);

    private static TableRow row(String symbol, Duration age, double rate, MarketEvent... messages) {
        BoardRow row = new BoardRow(symbol);
        for (MarketEvent message : messages) {
            row.accept(message, 0);
        }
        return new TableRow(row.view(), age, rate, false);
    }

    private static List<TableRow> rows() {
        return List.of(
                row(
                        "AAPL",
                        Duration.ofMillis(140),
                        8.24,
                        Samples.quote("AAPL", 189.12, 100, 189.15, 300),
                        Samples.trade("AAPL", 188.82, 50),
                        Samples.trade("AAPL", 189.14, 20)),
                row(
                        "MSFT",
                        Duration.ofSeconds(12),
                        123.4,
                        Samples.trade("MSFT", 431.5, 10),
                        Samples.trade("MSFT", 431.125, 25_000),
                        Samples.quote("MSFT", 0, 0, 431.13, 120)),
                row("BTC/USD", Duration.ofMinutes(3), 0, Samples.trade("BTC/USD", 90_001.25, 0.0125)),
                row("TSLA", Duration.ZERO, 0));
    }

    private static TableView view(LinkView link, List<TableRow> rows) {
        return new TableView(
                link,
                rows,
                rows.size(),
                12_345,
                131.6,
                Duration.ofSeconds(83),
                GapsView.NONE,
                "simulated data",
                "14:03:12 connection lost; attempt 1 in 1.0 s");
    }

    private static String drawn(int width, int height) {
        return String.join("\n", view(LIVE, rows()).lines(width, height, Palette.PLAIN));
    }

    @Test
    void aWideWindowShowsEverything() {
        assertThat(drawn(99, 20)).isEqualTo("""
                        LIVE  simulated data  ws://127.0.0.1:4711/v2/sip                                             q ends
                        SYMBOL        BID   SIZE       ASK   SIZE      LAST    SIZE   CHANGE       %   AGE  MSG/S
                        AAPL       189.12    100    189.15    300    189.14      20    +0.32  +0.17%  0.1s    8.2
                        MSFT                        431.13    120   431.125     25k   -0.375  -0.09%   12s    123
                        BTC/USD                                    90001.25  0.0125     0.00  +0.00%    3m    0.0
                        TSLA
                        132 msg/s  12,345 messages  1 reconnect  00:01:23
                        14:03:12 connection lost; attempt 1 in 1.0 s""");
    }

    @Test
    void eightyColumnsShowEverything() {
        assertThat(drawn(79, 24)).isEqualTo("""
                        LIVE  simulated data  ws://127.0.0.1:4711/v2/sip                         q ends
                        SYMBOL       BID  SIZE      ASK  SIZE     LAST   SIZE  CHANGE      %  AGE MSG/S
                        AAPL      189.12   100   189.15   300   189.14     20   +0.32 +0.17% 0.1s   8.2
                        MSFT                     431.13   120  431.125    25k  -0.375 -0.09%  12s   123
                        BTC/USD                               90001.25 0.0125    0.00 +0.00%   3m   0.0
                        TSLA
                        132 msg/s  12,345 messages  1 reconnect  00:01:23
                        14:03:12 connection lost; attempt 1 in 1.0 s""");
    }

    @Test
    void aSmallWindowKeepsWhatMattersMost() {
        assertThat(drawn(39, 10)).isEqualTo("""
                        LIVE  simulated data  ws://127.0.0.1:47
                        SYMBOL        BID       ASK      LAST
                        AAPL       189.12    189.15    189.14
                        MSFT                 431.13   431.125
                        BTC/USD                      90001.25
                        TSLA
                        132 msg/s  12,345 messages  1 reconnect
                        14:03:12 connection lost; attempt 1 in""");
    }

    @Test
    void aLowWindowGivesItsLinesToTheSymbols() {
        assertThat(drawn(39, 5)).isEqualTo("""
                        LIVE  simulated data  ws://127.0.0.1:47
                        SYMBOL        BID       ASK      LAST
                        AAPL       189.12    189.15    189.14
                        MSFT                 431.13   431.125
                        BTC/USD                      90001.25""");
    }

    @Test
    void noLineIsWiderThanTheWindowAndThereAreNotMoreLinesThanFit() {
        for (int width = 1; width <= 130; width++) {
            for (int height = 1; height <= 9; height++) {
                List<String> lines = view(LIVE, rows()).lines(width, height, Palette.PLAIN);
                int limit = width;
                assertThat(lines).as("%d x %d", width, height).hasSizeLessThanOrEqualTo(height);
                assertThat(lines).as("%d x %d", width, height).allMatch(line -> line.length() <= limit);
            }
        }
    }

    @Test
    void rowsThatFitAreCountedAsTheyAreDrawn() {
        List<TableRow> many = Stream.generate(rows()::iterator)
                .limit(50)
                .map(rows -> rows.next())
                .toList();
        for (int height = 1; height <= 40; height++) {
            List<TableRow> fitting = many.subList(0, Math.min(many.size(), TableView.rowsIn(height)));
            assertThat(view(LIVE, fitting).lines(80, height, Palette.PLAIN))
                    .as("height %d", height)
                    .hasSize(height);
        }
    }

    @Test
    void coloursSayUpAndDownAndChangeNothingElse() {
        List<String> coloured = view(LIVE, rows()).lines(79, 24, Palette.COLOURED);
        List<String> plain = view(LIVE, rows()).lines(79, 24, Palette.PLAIN);

        assertThat(coloured.get(2)).contains("\u001b[32m  +0.32\u001b[0m");
        assertThat(coloured.get(3)).contains("\u001b[31m -0.375\u001b[0m");
        assertThat(coloured.stream()
                        .map(line -> line.replaceAll("\u001b\\[[0-9;]*m", "").stripTrailing()))
                .containsExactlyElementsOf(plain);
    }

    @Test
    void theStateOfTheConnectionStandsFirst() {
        LinkView waiting = new LinkView(StreamState.WAITING, "ws://127.0.0.1:4711/v2/sip", 0, 0);

        assertThat(view(waiting, rows()).lines(79, 24, Palette.PLAIN).get(0))
                .startsWith("WAITING  simulated data  ws://");
    }

    @Test
    void messagesLeftOutAndSymbolsThatDoNotFitAreCounted() {
        TableView view = new TableView(
                new LinkView(StreamState.LIVE, "ws://x", 2, 7),
                rows().subList(0, 2),
                4,
                1_000,
                10,
                Duration.ofHours(25),
                GapsView.NONE,
                "",
                "");

        assertThat(view.lines(99, 24, Palette.PLAIN))
                .contains("10.0 msg/s  1,000 messages  2 reconnects  7 left out  2 of 4 symbols  25:00:00");
    }

    @Test
    void aSymbolCannotSendControlCharactersToTheTerminal() {
        List<TableRow> hostile = List.of(row("A\u001b[2J", Duration.ZERO, 0, Samples.trade("A", 1, 1)));

        assertThat(view(LIVE, hostile).lines(79, 24, Palette.COLOURED))
                .noneMatch(line -> line.contains("\u001b[2J"))
                .anyMatch(line -> line.contains("A?[2J"));
    }

    @Test
    void aSymbolInAnOpenGapIsMarkedAndOpenGapsAreCounted() {
        GapWatch gaps = new GapWatch(ZoneOffset.UTC);
        gaps.event(new GapOpened(Samples.origin(), Samples.openGap()));
        BoardRow inGap = new BoardRow("AAPL");
        boolean incomplete = GapWatch.isIn(gaps.symbols(), "AAPL");
        TableView view = new TableView(
                LIVE,
                List.of(new TableRow(inGap.view(), Duration.ZERO, 0, incomplete), row("TSLA", Duration.ZERO, 0)),
                2,
                0,
                0,
                Duration.ZERO,
                gaps.view(),
                "",
                "");

        assertThat(view.lines(99, 24, Palette.PLAIN))
                .contains("AAPL!", "TSLA", "0.0 msg/s  0 messages  1 reconnect  1 gap open  00:00:00");
    }

    @Test
    void theEndOfTheLastGapIsShown() {
        GapWatch gaps = new GapWatch(ZoneOffset.UTC);
        gaps.event(new GapOpened(Samples.origin(), Samples.openGap()));
        gaps.event(new GapClosed(Samples.origin(), Samples.gap(), Samples.repair()));

        assertThat(gaps.symbols()).isEmpty();
        assertThat(gaps.view()).isEqualTo(new GapsView(0, "last gap closed 12:00:00", Palette.Tone.NORMAL));
    }

    @Test
    void aGapOfEverythingMarksEverySymbol() {
        assertThat(GapWatch.isIn(Set.of("*"), "AAPL")).isTrue();
        assertThat(GapWatch.isIn(Set.of("MSFT"), "AAPL")).isFalse();
    }
}
