package dev.chasqui.bench.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bench.decode.ChasquiReader;
import dev.chasqui.model.Trade;
import dev.chasqui.wire.Encoding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The time of sending arrives as it was written. */
final class StampableTest {

    @Test
    void eachMessageCarriesTheTimeWrittenOverIt(@TempDir Path folder) throws Exception {
        Stampable stampable = Stampable.of(TinyRecording.write(folder), 3);
        Stampable.Stamp stamp = new Stampable.Stamp();
        for (long nanos : new long[] {1, 999_999_999, 12_345_678_900_000_000L, 3_000_000_000L}) {
            List<Long> times = new ArrayList<>();
            for (int i = 0; i < stampable.frames().size(); i++) {
                byte[] frame = stampable.frames().get(i);
                stampable.stamp(i, stamp, nanos, 0);
                byte[] message = Arrays.copyOfRange(frame, headerLength(frame), frame.length);
                new ChasquiReader(Encoding.JSON).read(message, event -> times.add(event.timestampNanos()));
            }
            assertThat(times).hasSize(3).containsOnly(nanos);
        }
    }

    @Test
    void noTradeComesAgainWithTheSameId(@TempDir Path folder) throws Exception {
        Stampable stampable = Stampable.of(TinyRecording.write(folder), 3);
        Stampable.Stamp stamp = new Stampable.Stamp();
        List<Long> ids = new ArrayList<>();
        for (int pass = 0; pass < 3; pass++) {
            for (int i = 0; i < stampable.frames().size(); i++) {
                stampable.stamp(i, stamp, 1, pass);
                byte[] frame = stampable.frames().get(i);
                byte[] message = Arrays.copyOfRange(frame, headerLength(frame), frame.length);
                new ChasquiReader(Encoding.JSON).read(message, event -> {
                    if (event instanceof Trade trade) {
                        ids.add(trade.id());
                    }
                });
            }
        }
        assertThat(ids).hasSize(6).doesNotHaveDuplicates();
    }

    private static int headerLength(byte[] frame) {
        return frame[1] < 126 ? 2 : 4;
    }
}
