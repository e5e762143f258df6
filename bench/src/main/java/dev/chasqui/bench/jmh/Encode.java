package dev.chasqui.bench.jmh;

import dev.chasqui.bench.data.FrameSet;
import dev.chasqui.bench.data.RecordedDay;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.wire.Encoding;
import dev.chasqui.wire.FrameEncoder;
import java.io.IOException;
import java.util.List;
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

/** Records to bytes, as the simulator does once for each message and encoding. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Encode {

    /** How messages are written. */
    @Param({"JSON", "MSGPACK"})
    public Encoding encoding = Encoding.JSON;

    private List<MarketEvent> events = List.of();
    private FrameEncoder encoder = FrameEncoder.create(encoding, FeedKind.STOCKS);

    /** Reads the recording. */
    @Setup
    public void prepare() throws IOException {
        events = FrameSet.of(RecordedDay.locate(RecordedDay.DAY), FrameSet.Content.MIXED, encoding, 1)
                .events();
        encoder = FrameEncoder.create(encoding, FeedKind.STOCKS);
    }

    /** This project. */
    @Benchmark
    @OperationsPerInvocation(FrameSet.MESSAGES)
    public void encode(Blackhole out) {
        for (MarketEvent event : events) {
            out.consume(encoder.element(event));
        }
    }
}
