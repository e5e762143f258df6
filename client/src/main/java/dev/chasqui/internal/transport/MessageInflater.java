package dev.chasqui.internal.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtension;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionDecoder;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates compressed messages, RFC 7692, and leaves everything else alone. Unlike Netty's decoder it takes fragments that give no output,
 * and it knows when a message is too big.
 */
final class MessageInflater extends WebSocketExtensionDecoder {

    /** What a sender takes off the end of each message. */
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

    private static final int STEP = 8 << 10;

    private final Inflater inflater = new Inflater(true);
    private final boolean contextKept;
    private final int maxMessageBytes;
    private boolean withinMessage;
    private long messageBytes;

    MessageInflater(boolean contextKept, int maxMessageBytes) {
        this.contextKept = contextKept;
        this.maxMessageBytes = maxMessageBytes;
    }

    @Override
    public boolean acceptInboundMessage(Object message) {
        if (message instanceof ContinuationWebSocketFrame) {
            return withinMessage;
        }
        return (message instanceof TextWebSocketFrame || message instanceof BinaryWebSocketFrame)
                && (((WebSocketFrame) message).rsv() & WebSocketExtension.RSV1) != 0;
    }

    @Override
    protected void decode(ChannelHandlerContext context, WebSocketFrame frame, List<Object> out) {
        if (!withinMessage) {
            withinMessage = true;
            messageBytes = 0;
        }
        ByteBuf plain = context.alloc().heapBuffer(STEP);
        try {
            inflate(frame.content(), plain);
            if (frame.isFinalFragment()) {
                inflate(Unpooled.wrappedBuffer(TAIL), plain);
                endMessage();
            }
            out.add(like(frame, plain.retain()));
        } catch (DataFormatException e) {
            throw new CorruptedFrameException("a message cannot be inflated", e);
        } finally {
            plain.release();
        }
    }

    private void endMessage() {
        withinMessage = false;
        if (!contextKept) {
            inflater.reset();
        }
    }

    private void inflate(ByteBuf deflated, ByteBuf plain) throws DataFormatException {
        inflater.setInput(deflated.nioBuffer());
        while (!inflater.needsInput()) {
            plain.ensureWritable(STEP);
            int length =
                    inflater.inflate(plain.array(), plain.arrayOffset() + plain.writerIndex(), plain.writableBytes());
            plain.writerIndex(plain.writerIndex() + length);
            messageBytes += length;
            if (messageBytes > maxMessageBytes) {
                throw new TooLongFrameException("a message inflates to more than " + maxMessageBytes + " bytes");
            }
            if (inflater.needsDictionary()) {
                throw new DataFormatException("a dictionary is needed");
            }
            if (inflater.finished()) {
                // A sender may mark its last block as final; what follows begins anew.
                int unread = inflater.getRemaining();
                inflater.reset();
                inflater.setInput(deflated.nioBuffer(deflated.writerIndex() - unread, unread));
            }
        }
    }

    private static WebSocketFrame like(WebSocketFrame frame, ByteBuf plain) {
        int rsv = frame.rsv() & ~WebSocketExtension.RSV1;
        if (frame instanceof TextWebSocketFrame) {
            return new TextWebSocketFrame(frame.isFinalFragment(), rsv, plain);
        }
        return frame instanceof BinaryWebSocketFrame
                ? new BinaryWebSocketFrame(frame.isFinalFragment(), rsv, plain)
                : new ContinuationWebSocketFrame(frame.isFinalFragment(), rsv, plain);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        inflater.end();
    }
}
