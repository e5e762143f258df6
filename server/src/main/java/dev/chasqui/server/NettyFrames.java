package dev.chasqui.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Messages as they go over an uncompressed connection: with their headers, in memory that the network takes without a copy. A server does
 * not mask, so the bytes of one message are the same for every client; they are made once as long as the message is among the last few.
 * Confined to the event loop.
 */
final class NettyFrames {

    // Messages that take turns while one frame of the market goes to all sessions: two encodings, some subscriptions.
    private static final int MOST_KEPT = 8;
    private static final int LARGEST_KEPT = 1 << 20;

    @SuppressWarnings("ArrayRecordComponent") // The very array is what tells one message from another.
    private record Framed(byte[] message, boolean binary, ByteBuf bytes) {}

    private final Deque<Framed> kept = new ArrayDeque<>();

    /** The frame of a message, for one connection, which releases it. The array must not be changed afterwards. */
    ByteBuf of(ByteBufAllocator allocator, byte[] message, boolean binary) {
        ByteBuf known = find(message, binary);
        if (known != null) {
            return known.retainedDuplicate();
        }
        ByteBuf bytes = framed(allocator, message, binary);
        if (message.length > LARGEST_KEPT) {
            return bytes;
        }
        keep(new Framed(message, binary, bytes));
        return bytes.retainedDuplicate();
    }

    private @Nullable ByteBuf find(byte[] message, boolean binary) {
        for (Framed framed : kept) {
            if (framed.message() == message && framed.binary() == binary) {
                return framed.bytes();
            }
        }
        return null;
    }

    private static ByteBuf framed(ByteBufAllocator allocator, byte[] message, boolean binary) {
        ByteBuf bytes = allocator.directBuffer(NettyFrameHeader.MAX_BYTES + message.length);
        NettyFrameHeader.write(bytes, binary, message.length);
        return bytes.writeBytes(message);
    }

    private void keep(Framed framed) {
        if (kept.size() == MOST_KEPT) {
            kept.removeLast().bytes().release();
        }
        kept.addFirst(framed);
    }

    /** Keeps nothing any more. */
    void clear() {
        kept.forEach(framed -> framed.bytes().release());
        kept.clear();
    }
}
