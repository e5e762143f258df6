package dev.chasqui.wire;

/** How messages are written on a connection. Chosen by a header of the opening request and valid for both directions. */
public enum Encoding {
    /** Text frames of JSON; the server's default. */
    JSON("application/json"),
    /** Binary frames of MessagePack; the only encoding of option streams. */
    MSGPACK("application/msgpack");

    private final String contentType;

    Encoding(String contentType) {
        this.contentType = contentType;
    }

    /** The value of the {@code Content-Type} header that asks for it. */
    public String contentType() {
        return contentType;
    }
}
