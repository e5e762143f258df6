package dev.chasqui.bench.jmh;

import dev.chasqui.bench.data.FrameSet;
import dev.chasqui.bench.data.RecordedDay;
import dev.chasqui.bench.decode.FrameReader;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.wire.Encoding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.infra.Blackhole;

/** The same frames for every decoder. Each must find the same records in them, so none can leave work out. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public abstract class Decoding {

    private FrameSet set = new FrameSet(List.of(), List.of());

    final void load(FrameSet.Content content, Encoding encoding, int perFrame) throws IOException {
        set = FrameSet.of(RecordedDay.locate(RecordedDay.DAY), content, encoding, perFrame);
    }

    final List<byte[]> frames() {
        return set.frames();
    }

    final void check(FrameReader... readers) throws IOException {
        for (FrameReader reader : readers) {
            List<MarketEvent> found = new ArrayList<>();
            for (byte[] frame : set.frames()) {
                reader.read(frame, found::add);
            }
            if (!found.equals(set.events())) {
                throw new IllegalStateException(
                        reader.getClass().getSimpleName() + " reads something else than is there");
            }
        }
    }

    final void decode(FrameReader reader, Blackhole out) throws IOException {
        // Made once: what the benchmark allocates for a frame would count as the decoder's.
        Consumer<MarketEvent> consumer = out::consume;
        for (byte[] frame : set.frames()) {
            reader.read(frame, consumer);
        }
    }
}
