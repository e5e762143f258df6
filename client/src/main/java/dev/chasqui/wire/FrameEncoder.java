package dev.chasqui.wire;

import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import java.util.List;

/**
 * Writes the frames that a server sends. The type is always the first key, and times have no trailing zeros, as Alpaca writes them.
 * Confined to one thread at a time.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class FrameEncoder {

    private FrameEncoder() {}

    /** An encoder for connections of one encoding and kind of feed. */
    public static FrameEncoder create(Encoding encoding, FeedKind kind) {
        throw new UnsupportedOperationException();
    }

    /** One data message without the array around it, to be joined by {@link #frame}. The array is new, the caller's to share. */
    public byte[] element(MarketEvent event) {
        throw new UnsupportedOperationException();
    }

    /** A frame of elements that {@link #element} made. On a trading stream there must be exactly one. */
    public byte[] frame(List<byte[]> elements) {
        throw new UnsupportedOperationException();
    }

    /** A frame of one control message. Channels without symbols are left out of an acknowledgement. */
    public byte[] control(ControlMessage message) {
        throw new UnsupportedOperationException();
    }

    /** As {@link #control}, with every channel of the feed written, empty ones as empty lists, as older servers did. */
    public byte[] controlWithEmptyChannels(ControlMessage.Acknowledgement message) {
        throw new UnsupportedOperationException();
    }
}
