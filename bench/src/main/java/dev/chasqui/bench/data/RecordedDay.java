package dev.chasqui.bench.data;

import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.wire.ControlMessage;
import dev.chasqui.wire.DecodeLimits;
import dev.chasqui.wire.DecodeProblem;
import dev.chasqui.wire.Encoding;
import dev.chasqui.wire.FrameDecoder;
import dev.chasqui.wire.FrameHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * The recorded trading day, frame by frame: consolidated tape of four symbols, 2013-10-08. Only the regular session is read, from 09:30 New
 * York, so that slow receivers, which see the beginning alone, get the same mix as fast ones.
 */
public final class RecordedDay {

    /** The whole day, and two minutes of it for tests. */
    public static final String DAY = "lean-sip-20131008.frames.jsonl.gz";

    /** The first two minutes of the regular session. */
    public static final String OPEN = "lean-sip-20131008-open.frames.jsonl.gz";

    private static final long OPENING = Instant.parse("2013-10-08T13:30:00Z").getEpochSecond() * 1_000_000_000L;

    /** Is given each frame. */
    public interface FrameConsumer {
        /** The text of a frame, and what it says; returns whether it wants more. */
        boolean accept(byte[] json, List<MarketEvent> events) throws IOException;
    }

    private RecordedDay() {}

    /** Where recordings lie: beside the project, unless {@code -Dchasqui.shared} says otherwise. */
    public static Path locate(String file) {
        return Path.of(System.getProperty("chasqui.shared", "../shared"), "data", file);
    }

    /** Reads a recording until its end or the consumer has enough. */
    public static void read(Path file, FrameConsumer consumer) throws IOException {
        Collector collector = new Collector();
        FrameDecoder decoder = FrameDecoder.create(Encoding.JSON, FeedKind.STOCKS, DecodeLimits.DEFAULT);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file), 1 << 16), StandardCharsets.UTF_8))) {
            boolean more = true;
            for (String line = lines.readLine(); line != null && more; line = lines.readLine()) {
                byte[] json = line.getBytes(StandardCharsets.UTF_8);
                List<MarketEvent> events = collector.collect(decoder, json);
                more = events.get(0).timestampNanos() < OPENING || consumer.accept(json, events);
            }
        }
    }

    /** Keeps the messages of one frame. */
    private static final class Collector implements FrameHandler {

        private List<MarketEvent> events = new ArrayList<>();

        List<MarketEvent> collect(FrameDecoder decoder, byte[] json) {
            events = new ArrayList<>();
            decoder.decode(json, 0, json.length, this);
            return events;
        }

        @Override
        public void onEvent(MarketEvent event, int encodedBytes) {
            events.add(event);
        }

        @Override
        public void onControl(ControlMessage message) {
            throw new IllegalStateException("a recording has data only, not " + message);
        }

        @Override
        public void onUnknown(String type, byte[] frame, int offset, int length) {
            throw new IllegalStateException("unknown type in a recording: " + type);
        }

        @Override
        public void onProblem(DecodeProblem problem) {
            throw new IllegalStateException("unreadable recording: " + problem);
        }
    }
}
