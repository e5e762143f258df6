package dev.chasqui.stream;

import dev.chasqui.bench.data.FrameSet;
import dev.chasqui.bench.data.RecordedDay;
import dev.chasqui.bench.data.Renaming;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.wire.Encoding;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Latest values: noting a message, and looking one up. In this package because the table is not visible outside. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Latest {

    /** Symbols, evenly drawn. */
    @Param({"1", "100", "11000"})
    public int symbols;

    private List<MarketEvent> events = List.of();
    private int[] hints = {};
    private SymbolNumbers numbers = new SymbolNumbers();
    private LatestTable table = newTable();

    /** Reads the recording. */
    @Setup
    public void prepare() throws IOException {
        Renaming renaming = Renaming.of(symbols, false);
        events =
                FrameSet.of(RecordedDay.locate(RecordedDay.DAY), FrameSet.Content.QUOTES, Encoding.JSON, 1)
                        .events()
                        .stream()
                        .map(renaming::rename)
                        .toList();
        Map<String, Integer> known = new HashMap<>();
        hints = events.stream()
                .mapToInt(event -> known.computeIfAbsent(event.symbol(), unseen -> known.size()))
                .toArray();
        noteAll();
    }

    private void noteAll() {
        for (int i = 0; i < hints.length; i++) {
            MarketEvent event = events.get(i);
            table.update(event, numbers.of(event.symbol(), hints[i]), System.nanoTime());
        }
    }

    private LatestTable newTable() {
        numbers = new SymbolNumbers();
        return new LatestTable(numbers, System::nanoTime, Duration.ofDays(1));
    }

    /** A new table each time, since what is older than what is there changes nothing. */
    @Benchmark
    @OperationsPerInvocation(FrameSet.MESSAGES)
    public Object update() {
        table = newTable();
        noteAll();
        return table;
    }

    /** The fresh quote of a symbol. */
    @Benchmark
    @OperationsPerInvocation(FrameSet.MESSAGES)
    public void find(Blackhole out) {
        for (MarketEvent event : events) {
            out.consume(table.quotes.fresh(event.symbol()));
        }
    }
}
