package dev.chasqui.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** The header of an unmasked, final frame (RFC 6455, section 5.2), for frames that do not come to a regular end. */
final class NettyFrameHeader {

    private static final int FINAL = 0x80;
    private static final int TEXT = 0x1;
    private static final int BINARY = 0x2;
    private static final int LENGTH_IN_2_BYTES = 126;
    private static final int LENGTH_IN_8_BYTES = 127;
    private static final int LARGEST_IN_2_BYTES = 0xffff;

    private NettyFrameHeader() {}

    static ByteBuf of(boolean binary, long length) {
        ByteBuf header = Unpooled.buffer(10).writeByte(FINAL | (binary ? BINARY : TEXT));
        if (length < LENGTH_IN_2_BYTES) {
            return header.writeByte((int) length);
        }
        return length <= LARGEST_IN_2_BYTES
                ? header.writeByte(LENGTH_IN_2_BYTES).writeShort((int) length)
                : header.writeByte(LENGTH_IN_8_BYTES).writeLong(length);
    }
}
