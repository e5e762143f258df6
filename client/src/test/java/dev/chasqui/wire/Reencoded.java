package dev.chasqui.wire;

import dev.chasqui.model.FeedKind;

/** What was read, written again. */
final class Reencoded {

    private Reencoded() {}

    static byte[] frame(Encoding encoding, FeedKind kind, Collected collected) {
        FrameEncoder encoder = FrameEncoder.create(encoding, kind);
        if (!collected.controls.isEmpty()) {
            return encoder.control(collected.controls.get(0));
        }
        return encoder.frame(collected.events.stream().map(encoder::element).toList());
    }
}
