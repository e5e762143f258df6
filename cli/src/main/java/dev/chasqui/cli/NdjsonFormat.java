package dev.chasqui.cli;

import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.wire.Encoding;
import dev.chasqui.wire.FrameEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One JSON object a line: messages with the wire's own keys and, unless they are live, how they came; events with keys of ours. */
final class NdjsonFormat implements LineFormat {

    private static final byte[] NOTHING = {};

    private final FrameEncoder encoder;
    private final boolean events;

    NdjsonFormat(FeedKind kind, boolean events) {
        encoder = FrameEncoder.create(Encoding.JSON, kind);
        this.events = events;
    }

    @Override
    public byte[] header() {
        return NOTHING;
    }

    @Override
    public byte[] message(MarketEvent message, Provenance provenance) {
        byte[] json = encoder.element(message);
        byte[] mark = mark(provenance);
        // The mark takes the place of the closing brace, and ends with one.
        int begin = mark.length == 0 ? json.length : json.length - 1;
        byte[] line = Arrays.copyOf(json, begin + mark.length + 1);
        System.arraycopy(mark, 0, line, begin, mark.length);
        line[line.length - 1] = '\n';
        return line;
    }

    private static byte[] mark(Provenance provenance) {
        return switch (provenance.kind()) {
            case LIVE -> NOTHING;
            case RECOVERED ->
                (",\"recovered\":true,\"gap\":" + provenance.gapId() + "}").getBytes(StandardCharsets.UTF_8);
            case SNAPSHOT -> ",\"snapshot\":true}".getBytes(StandardCharsets.UTF_8);
        };
    }

    @Override
    public byte[] event(StreamEvent event) {
        return events ? (EventJson.of(event) + '\n').getBytes(StandardCharsets.UTF_8) : NOTHING;
    }
}
