package dev.chasqui.bench.data;

import java.io.ByteArrayOutputStream;

/** Writes frames as a server sends them (RFC 6455, 5.2): whole messages, unmasked. */
public final class WebSocketFrames {

    /** Bits of the first byte. */
    public static final int FINAL = 0x80;

    /** The message is deflated. */
    public static final int COMPRESSED = 0x40;

    /** Kinds of frames. */
    public static final int TEXT = 1;

    /** MessagePack. */
    public static final int BINARY = 2;

    /** The end. */
    public static final int CLOSE = 8;

    /** A question whether the other side lives. */
    public static final int PING = 9;

    /** The answer to it. */
    public static final int PONG = 10;

    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int LARGEST_16 = 0xFFFF;

    private WebSocketFrames() {}

    /** What goes before a message of this length. */
    public static byte[] header(int bits, int length) {
        if (length < LENGTH_16) {
            return new byte[] {(byte) (FINAL | bits), (byte) length};
        }
        if (length <= LARGEST_16) {
            return new byte[] {(byte) (FINAL | bits), LENGTH_16, (byte) (length >> 8), (byte) length};
        }
        return new byte[] {
            (byte) (FINAL | bits),
            LENGTH_64,
            0,
            0,
            0,
            0,
            (byte) (length >> 24),
            (byte) (length >> 16),
            (byte) (length >> 8),
            (byte) length
        };
    }

    /** A whole frame. */
    public static byte[] frame(int bits, byte[] message) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(header(bits, message.length));
        frame.writeBytes(message);
        return frame.toByteArray();
    }
}
