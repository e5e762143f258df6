package dev.chasqui.bench.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bench.data.FrameSet;
import dev.chasqui.bench.data.TinyRecording;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.wire.Encoding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All decoders build the same records of the same bytes. */
final class ReadersTest {

    @TempDir
    private Path folder;

    @Test
    void jsonReadersAgree() throws Exception {
        for (FrameSet.Content content : FrameSet.Content.values()) {
            for (Times times : Times.values()) {
                agree(
                        content,
                        Encoding.JSON,
                        new ChasquiReader(Encoding.JSON),
                        new Jackson2Reader(times),
                        new Jackson3Reader(times),
                        new Fastjson2Reader(times),
                        new GsonReader(times));
            }
        }
    }

    @Test
    void msgpackReadersAgree() throws Exception {
        for (FrameSet.Content content : FrameSet.Content.values()) {
            agree(content, Encoding.MSGPACK, new ChasquiReader(Encoding.MSGPACK), new MsgpackCoreReader());
        }
    }

    @Test
    void timesReadByHandAreThoseOfTheCalendar() {
        for (String text : List.of(
                "1970-01-01T00:00:00Z",
                "2000-02-29T23:59:59.9Z",
                "2013-10-08T14:16:50.03188733Z",
                "2100-03-01T00:00:00Z")) {
            assertThat(Times.BY_HAND.nanos(text)).isEqualTo(Times.INSTANT.nanos(text));
        }
    }

    private void agree(FrameSet.Content content, Encoding encoding, FrameReader... readers) throws Exception {
        for (int perFrame : new int[] {0, 1, 10}) {
            FrameSet set = FrameSet.of(TinyRecording.write(folder), content, encoding, perFrame);
            assertThat(set.events()).isNotEmpty();
            for (FrameReader reader : readers) {
                List<MarketEvent> found = new ArrayList<>();
                for (byte[] frame : set.frames()) {
                    reader.read(frame, found::add);
                }
                assertThat(found).as(reader.getClass().getSimpleName()).isEqualTo(set.events());
            }
        }
    }
}
