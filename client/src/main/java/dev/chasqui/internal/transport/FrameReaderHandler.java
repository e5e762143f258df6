package dev.chasqui.internal.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;

/** Takes the place of Netty's frame decoder after the handshake: gives a {@link FrameReader} what comes from the socket or from TLS. */
final class FrameReaderHandler extends ChannelInboundHandlerAdapter implements WebSocketFrameDecoder {

    private final FrameReader reader;
    private final Runnable readComplete;
    private byte[] copy = new byte[0];

    /**
     * For one connection.
     *
     * @param readComplete is run after each piece of input, whether or not it could be read
     */
    FrameReaderHandler(FrameReader reader, Runnable readComplete) {
        this.reader = reader;
        this.readComplete = readComplete;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            read(bytes);
        } finally {
            bytes.release();
            readComplete.run();
        }
    }

    private void read(ByteBuf bytes) {
        int length = bytes.readableBytes();
        if (bytes.hasArray()) {
            reader.read(bytes.array(), bytes.arrayOffset() + bytes.readerIndex(), length);
            return;
        }
        if (copy.length < length) {
            copy = new byte[length];
        }
        bytes.readBytes(copy, 0, length);
        reader.read(copy, 0, length);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        reader.close();
    }
}
