package dev.chasqui.wire;

import dev.chasqui.model.FeedKind;

/** Writes the requests that a client sends. Stateless, safe for use by many threads. */
@SuppressWarnings("DoNotCallSuggester")
public final class RequestEncoder {

    private RequestEncoder() {}

    /** An encoder for connections of one encoding and kind of feed. */
    public static RequestEncoder create(Encoding encoding, FeedKind kind) {
        throw new UnsupportedOperationException();
    }

    /** One message. {@link ClientRequest.Malformed} cannot be written. */
    public byte[] encode(ClientRequest request) {
        throw new UnsupportedOperationException();
    }
}
