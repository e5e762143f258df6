package dev.chasqui.wire;

import dev.chasqui.model.FeedKind;

/**
 * Reads the frames that a server sends. Confined to one thread at a time; keeps tables of interned texts between frames.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class FrameDecoder {

    private FrameDecoder() {}

    /**
     * A decoder for one connection.
     *
     * @param encoding how frames are written
     * @param kind what the feed carries
     * @param limits bounds on the input
     */
    public static FrameDecoder create(Encoding encoding, FeedKind kind, DecodeLimits limits) {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads one whole message. Never throws for any input: what cannot be read reaches {@link FrameHandler#onProblem}. An exception of
     * the handler passes through.
     */
    public void decode(byte[] frame, int offset, int length, FrameHandler handler) {
        throw new UnsupportedOperationException();
    }
}
