package dev.chasqui.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what a client sends to its session: whole messages, whatever their opcode and fragments, and pongs. Pings are answered here. A close
 * frame is not answered: the connection ends, as was measured on Alpaca's servers.
 */
final class NettyMessages extends SimpleChannelInboundHandler<WebSocketFrame> {

    private static final Logger LOG = LoggerFactory.getLogger(NettyMessages.class);
    private static final int MESSAGE_TOO_BIG = 1009;

    private final int maxMessageBytes;
    private @Nullable Session session;
    private byte[] fragments = {};
    private boolean fragmented;

    NettyMessages(int maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    void begin(Session begun) {
        session = begun;
    }

    private Session session() {
        if (session == null) {
            throw new IllegalStateException("a frame arrived before the session began");
        }
        return session;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        if (frame instanceof PingWebSocketFrame) {
            context.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
        } else if (frame instanceof PongWebSocketFrame) {
            session().ponged();
        } else if (frame instanceof CloseWebSocketFrame close) {
            session().disconnected("closed by the client, code " + close.statusCode());
            session().link().drop();
        } else {
            onData(frame);
        }
    }

    private void onData(WebSocketFrame frame) {
        boolean continuation = frame instanceof ContinuationWebSocketFrame;
        if (!continuation && !(frame instanceof TextWebSocketFrame) && !(frame instanceof BinaryWebSocketFrame)) {
            return;
        }
        ByteBuf content = frame.content();
        if (!continuation && frame.isFinalFragment()) {
            byte[] message = ByteBufUtil.getBytes(content);
            session().received(message, 0, message.length);
        } else if (continuation == fragmented) {
            onFragment(content, frame.isFinalFragment());
        }
    }

    private void onFragment(ByteBuf content, boolean last) {
        if ((long) fragments.length + content.readableBytes() > maxMessageBytes) {
            end("request larger than " + maxMessageBytes + " bytes");
            return;
        }
        byte[] joined = new byte[fragments.length + content.readableBytes()];
        System.arraycopy(fragments, 0, joined, 0, fragments.length);
        content.getBytes(content.readerIndex(), joined, fragments.length, content.readableBytes());
        fragments = last ? new byte[0] : joined;
        fragmented = !last;
        if (last) {
            session().received(joined, 0, joined.length);
        }
    }

    private void end(String cause) {
        session().end(cause);
        session().link().close(OptionalInt.of(MESSAGE_TOO_BIG), "");
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (session != null) {
            session.disconnected("connection ended by the client");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("a connection ends on an error", cause);
        if (session != null) {
            session.end("connection error: " + cause.getClass().getSimpleName());
        }
        context.close();
    }
}
