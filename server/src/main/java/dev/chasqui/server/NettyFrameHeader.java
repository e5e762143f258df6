package dev.chasqui.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** The header of an unmasked, final frame (RFC 6455, section 5.2): its length is announced whatever follows. */
final class NettyFrameHeader {

    /** The longest one. */
    static final int MAX_BYTES = 10;

    private static final int FINAL = 0x80;
    private static final int TEXT = 0x1;
    private static final int BINARY = 0x2;
    private static final int LENGTH_IN_2_BYTES = 126;
    private static final int LENGTH_IN_8_BYTES = 127;
    private static final int LARGEST_IN_2_BYTES = 0xffff;

    private NettyFrameHeader() {}

    static ByteBuf of(boolean binary, long length) {
        return write(Unpooled.buffer(MAX_BYTES), binary, length);
    }

    /** Writes it into a buffer, and returns that. */
    static ByteBuf write(ByteBuf header, boolean binary, long length) {
        header.writeByte(FINAL | (binary ? BINARY : TEXT));
        if (length < LENGTH_IN_2_BYTES) {
            return header.writeByte((int) length);
        }
        return length <= LARGEST_IN_2_BYTES
                ? header.writeByte(LENGTH_IN_2_BYTES).writeShort((int) length)
                : header.writeByte(LENGTH_IN_8_BYTES).writeLong(length);
    }
}
