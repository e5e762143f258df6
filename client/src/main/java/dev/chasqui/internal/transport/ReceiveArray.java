package dev.chasqui.internal.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/**
 * Lets a socket be read into one array again and again, so that frames can be read where they lie. While somebody holds on to it (TLS, with
 * half a record), a read gets an array of its own.
 */
final class ReceiveArray extends DefaultMaxMessagesRecvByteBufAllocator {

    private static final int BYTES = 64 << 10;

    @Override
    public ExtendedHandle newHandle() {
        return new MaxMessageHandle() {
            private final ByteBuf own = Unpooled.buffer(BYTES, BYTES);

            @Override
            public ByteBuf allocate(ByteBufAllocator alloc) {
                return own.refCnt() == 1 ? own.clear().retain() : alloc.heapBuffer(BYTES, BYTES);
            }

            @Override
            public int guess() {
                return BYTES;
            }
        };
    }
}
