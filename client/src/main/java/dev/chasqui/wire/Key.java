package dev.chasqui.wire;

import java.nio.charset.StandardCharsets;

/** A key of an object, made ready for writing. Keys are short ASCII that needs no escapes. */
final class Key {

    private final byte[] json;
    private final byte[] msgpack;

    Key(String name) {
        json = ("\"" + name + "\":").getBytes(StandardCharsets.US_ASCII);
        msgpack = (Character.toString(Msgpack.FIXSTR + name.length()) + name).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The name in quotation marks, with the colon. */
    byte[] json() {
        return json;
    }

    byte[] msgpack() {
        return msgpack;
    }
}
