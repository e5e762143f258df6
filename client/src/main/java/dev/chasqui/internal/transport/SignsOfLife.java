package dev.chasqui.internal.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.ByteBuffer;

/**
 * What tells that the other side is there: any byte of the socket, counted below TLS and compression, and the answers to our pings. The
 * clock is read once for what came together, not once per frame.
 *
 * <p>One object serves all sockets of a connection, one after the other, while its addresses are tried.
 */
@Sharable
final class SignsOfLife extends ChannelInboundHandlerAdapter {

    private final NettyEventLoop loop;
    private final Runnable connected;
    private long lastReadNanos;
    private long answeredPingNanos;
    private long bytesRead;

    /**
     * For one connection.
     *
     * @param connected is run when the socket is connected, before any handler above does something about it
     */
    SignsOfLife(NettyEventLoop loop, Runnable connected) {
        this.loop = loop;
        this.connected = connected;
        lastReadNanos = loop.nanoTime();
        answeredPingNanos = lastReadNanos;
    }

    long lastReadNanos() {
        return lastReadNanos;
    }

    long answeredPingNanos() {
        return answeredPingNanos;
    }

    long bytesRead() {
        return bytesRead;
    }

    /** The payload of a ping. Its time comes back with the answer, which tells an answer from what nobody asked for. */
    byte[] pingPayload() {
        return ByteBuffer.allocate(Long.BYTES).putLong(loop.nanoTime()).array();
    }

    void pongReceived(byte[] payload) {
        if (payload.length != Long.BYTES) {
            return;
        }
        long sentAt = ByteBuffer.wrap(payload).getLong();
        boolean ours = sentAt - answeredPingNanos >= 0 && loop.nanoTime() - sentAt >= 0;
        answeredPingNanos = ours ? sentAt : answeredPingNanos;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        connected.run();
        super.channelActive(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        lastReadNanos = loop.nanoTime();
        if (message instanceof ByteBuf bytes) {
            bytesRead += bytes.readableBytes();
        }
        super.channelRead(context, message);
    }
}
