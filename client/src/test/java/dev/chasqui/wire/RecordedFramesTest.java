package dev.chasqui.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.FeedKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Frames that the real server, or its documentation, has written. */
class RecordedFramesTest {

    @Test
    void twoMinutesOfTheTapeAreWrittenBackToTheByte() throws IOException {
        FrameDecoder decoder = FrameDecoder.create(Encoding.JSON, FeedKind.STOCKS, DecodeLimits.DEFAULT);
        int messages = 0;
        for (String line : Recorded.lines("lean-sip-20131008-open.frames.jsonl.gz")) {
            Collected collected = Collected.of(decoder, line.getBytes(StandardCharsets.UTF_8));
            assertThat(collected.problems).isEmpty();
            assertThat(new String(
                            MsgpackVectorsTest.encode(Encoding.JSON, FeedKind.STOCKS, collected),
                            StandardCharsets.UTF_8))
                    .isEqualTo(line);
            byte[] packed = MsgpackVectorsTest.encode(Encoding.MSGPACK, FeedKind.STOCKS, collected);
            assertThat(Collected.msgpack(FeedKind.STOCKS, packed).events).isEqualTo(collected.events);
            messages += collected.events.size();
        }
        assertThat(messages).isEqualTo(5_779);
    }

    @Test
    void everyMessageOfTheSampleOf2026IsRead() throws IOException {
        List<String> lines = Recorded.lines("alpaca-stream/sip-sample-2026.jsonl");
        for (String line : lines) {
            assertThat(Collected.json(FeedKind.STOCKS, line).event()).isNotNull();
        }
        assertThat(lines).hasSize(255);
    }
}
