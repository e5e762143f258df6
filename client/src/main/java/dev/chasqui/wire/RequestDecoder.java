package dev.chasqui.wire;

import dev.chasqui.model.FeedKind;

/** Reads the requests that a client sends. Confined to one thread at a time. */
@SuppressWarnings("DoNotCallSuggester")
public final class RequestDecoder {

    private RequestDecoder() {}

    /** A decoder for one connection. */
    public static RequestDecoder create(Encoding encoding, FeedKind kind, DecodeLimits limits) {
        throw new UnsupportedOperationException();
    }

    /** One message. Never throws for any input: what is no request becomes {@link ClientRequest.Malformed}. */
    public ClientRequest decode(byte[] message, int offset, int length) {
        throw new UnsupportedOperationException();
    }
}
