package dev.chasqui.cli;

import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.wire.Encoding;
import dev.chasqui.wire.FrameEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One JSON object a line: messages with the wire's own keys, events with keys of ours. */
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
    public byte[] message(MarketEvent message) {
        byte[] json = encoder.element(message);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }

    @Override
    public byte[] event(StreamEvent event) {
        return events ? (EventJson.of(event) + '\n').getBytes(StandardCharsets.UTF_8) : NOTHING;
    }
}
