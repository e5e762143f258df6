package dev.chasqui.server;

import dev.chasqui.model.FeedKind;
import dev.chasqui.wire.Encoding;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a client, as the first handler of its pipeline: everything that is read and written passes here as bytes, which is where
 * a link can be slowed down, frozen or cut.
 */
final class NettyLink extends ChannelDuplexHandler implements Link {

    private static final int OVERSIZED_PIECE = 64 * 1024;
    private static final long CLOSING_GRACE_MILLIS = 1000;
    // Written as a close frame without a code.
    private static final int NO_CODE = -1;

    private final boolean binaryTradingFrames;
    private final NettyFrames frames;
    private final Runnable writable;
    private @Nullable ChannelHandlerContext context;
    private @Nullable NettyShaper shaper;
    private boolean opened;
    private boolean binary;
    private boolean compressed;
    private boolean ended;
    private boolean frozen;
    private boolean cutOff;

    /**
     * A link that is not connected yet.
     *
     * @param frames of the server, shared among its links
     * @param writable runs when the network has taken what was written
     */
    NettyLink(boolean binaryTradingFrames, NettyFrames frames, Runnable writable) {
        this.binaryTradingFrames = binaryTradingFrames;
        this.frames = frames;
        this.writable = writable;
    }

    /** The opening request was accepted. */
    void open(Handshake handshake) {
        opened = true;
        boolean trading = handshake.feed().kind() == FeedKind.TRADING;
        binary = handshake.encoding() == Encoding.MSGPACK || (trading && binaryTradingFrames);
        compressed = handshake.compressed();
    }

    /** The connection is of use without a session. */
    void keep() {
        opened = true;
    }

    void dropUnlessOpened() {
        if (!opened) {
            drop();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        shaper = new NettyShaper(added, writable);
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("the link has no connection yet");
        }
        return context;
    }

    private NettyShaper shaper() {
        if (shaper == null) {
            throw new IllegalStateException("the link has no connection yet");
        }
        return shaper;
    }

    private Channel channel() {
        return context().channel();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (frozen || ended) {
            ReferenceCountUtil.release(message);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (frozen || cutOff) {
            ReferenceCountUtil.release(message);
            promise.setSuccess();
        } else if (!(message instanceof ByteBuf bytes) || !shaper().take(bytes, promise)) {
            ctx.write(message, promise);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            writable.run();
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        shaper().release();
        ctx.fireChannelInactive();
        writable.run();
    }

    @Override
    public void write(byte[] message) {
        if (ended) {
            return;
        }
        if (compressed) {
            // Each connection has a compressor with a memory of its own, so nothing can be shared.
            ByteBuf bytes = Unpooled.wrappedBuffer(message);
            WebSocketFrame frame = binary ? new BinaryWebSocketFrame(bytes) : new TextWebSocketFrame(bytes);
            channel().write(frame, channel().voidPromise());
        } else {
            write(
                    context(),
                    frames.of(context().alloc(), message, binary),
                    channel().voidPromise());
        }
    }

    @Override
    public void flush() {
        if (!ended) {
            channel().flush();
        }
    }

    @Override
    public void ping() {
        if (!ended) {
            channel().writeAndFlush(new PingWebSocketFrame());
        }
    }

    @Override
    public void close(OptionalInt code, String reason) {
        if (ended) {
            return;
        }
        ended = true;
        int number = code.orElse(NO_CODE);
        CloseWebSocketFrame frame = number == NO_CODE
                ? new CloseWebSocketFrame(true, 0, Unpooled.EMPTY_BUFFER)
                : new CloseWebSocketFrame(true, 0, number, reason);
        channel().writeAndFlush(frame).addListener(ChannelFutureListener.CLOSE);
        // A client that does not read would keep the connection for ever.
        context().executor().schedule(this::abort, CLOSING_GRACE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void drop() {
        if (frozen) {
            // Nothing tells the client; reading again is how the server learns that the client has gone.
            channel().config().setAutoRead(true);
        } else if (!ended) {
            ended = true;
            channel().close();
        }
    }

    @Override
    public long pendingBytes() {
        ChannelOutboundBuffer outbound = channel().unsafe().outboundBuffer();
        return shaper().heldBytes() + (outbound == null ? 0 : outbound.totalPendingWriteBytes());
    }

    @Override
    public boolean isWritable() {
        return channel().isWritable()
                && shaper().heldBytes() < channel().config().getWriteBufferLowWaterMark();
    }

    @Override
    public void reset() {
        ended = true;
        abort();
    }

    private void abort() {
        if (channel().isOpen()) {
            // Lingering for no time is how a socket is closed with a reset.
            channel().config().setOption(ChannelOption.SO_LINGER, 0);
            channel().close();
        }
    }

    @Override
    public void freeze() {
        channel().flush();
        frozen = true;
        channel().config().setAutoRead(false);
    }

    @Override
    public void sendBeginning(byte[] message, int bytes) {
        beginCutOff();
        context().write(NettyFrameHeader.of(binary, message.length));
        context().writeAndFlush(Unpooled.wrappedBuffer(message, 0, bytes));
    }

    @Override
    public void sendOversized(long bytes) {
        beginCutOff();
        context().write(NettyFrameHeader.of(binary, bytes));
        sendBlanks(bytes);
    }

    // From here on, nothing but the caller's bytes goes out, past compression and shaping.
    private void beginCutOff() {
        channel().flush();
        ended = true;
        cutOff = true;
    }

    private void sendBlanks(long left) {
        int size = (int) Math.min(left, OVERSIZED_PIECE);
        ByteBuf piece = context().alloc().buffer(size);
        for (int i = 0; i < size; i++) {
            piece.writeByte(' ');
        }
        context().writeAndFlush(piece).addListener(sent -> {
            if (!sent.isSuccess() || left == size) {
                abort();
            } else {
                context().executor().execute(() -> sendBlanks(left - size));
            }
        });
    }

    @Override
    public void throttle(long bytesPerSecond) {
        shaper().throttle(bytesPerSecond);
    }

    @Override
    public void sendSingleBytes(boolean single) {
        shaper().sendSingleBytes(single);
    }
}
