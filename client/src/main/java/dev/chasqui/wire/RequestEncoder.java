package dev.chasqui.wire;

import dev.chasqui.model.FeedKind;
import dev.chasqui.model.Subscription;
import dev.chasqui.wire.ClientRequest.Authenticate;
import dev.chasqui.wire.ClientRequest.Listen;
import dev.chasqui.wire.ClientRequest.Subscribe;
import dev.chasqui.wire.ClientRequest.Unsubscribe;

/** Writes the requests that a client sends. Stateless, safe for use by many threads. */
public final class RequestEncoder {

    private static final Key ACTION = new Key("action");
    private static final Key KEY = new Key("key");
    private static final Key SECRET = new Key("secret");
    private static final Key DATA = new Key("data");
    private static final Key STREAMS = new Key("streams");

    private final Encoding encoding;
    private final boolean trading;

    private RequestEncoder(Encoding encoding, boolean trading) {
        this.encoding = encoding;
        this.trading = trading;
    }

    /** An encoder for connections of one encoding and kind of feed. */
    public static RequestEncoder create(Encoding encoding, FeedKind kind) {
        return new RequestEncoder(encoding, kind == FeedKind.TRADING);
    }

    /**
     * One message.
     *
     * @throws IllegalArgumentException for {@link ClientRequest.Malformed}, and for what this kind of feed does not understand:
     *     subscriptions on a trading stream, listening on any other
     */
    public byte[] encode(ClientRequest request) {
        ValueWriter out = ValueWriter.create(encoding);
        FieldWriter fields = new FieldWriter(out);
        if (request instanceof Authenticate authenticate) {
            fields.begin()
                    .text(ACTION, "auth")
                    .text(KEY, authenticate.key())
                    .text(SECRET, authenticate.secret())
                    .end();
        } else if (request instanceof Subscribe subscribe && !trading) {
            writeChange("subscribe", subscribe.added(), out, fields);
        } else if (request instanceof Unsubscribe unsubscribe && !trading) {
            writeChange("unsubscribe", unsubscribe.removed(), out, fields);
        } else if (request instanceof Listen listen && trading) {
            fields.begin().text(ACTION, "listen");
            out.key(DATA);
            fields.begin().texts(STREAMS, listen.streams()).end();
            fields.end();
        } else {
            throw new IllegalArgumentException(
                    "such a feed takes no " + request.getClass().getSimpleName());
        }
        return out.take();
    }

    private static void writeChange(String action, Subscription change, ValueWriter out, FieldWriter fields) {
        fields.begin().text(ACTION, action);
        change.asMap().forEach((channel, symbols) -> {
            out.key(channel.wireName());
            fields.texts(symbols);
        });
        fields.end();
    }
}
