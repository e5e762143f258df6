package dev.chasqui.internal.transport;

import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.Cause.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One connection on Netty. Confined to the loop's thread.
 *
 * <p>It ends once: by a failure, which the listener is told after the socket is closed, or by our own {@link #close} or {@link #abort},
 * which it is not told. Whatever comes later is ignored.
 */
final class NettyConnection implements Connection {

    /** Alpaca suggested fragments of this size for long requests. */
    private static final int MAX_FRAGMENT = 32_768;

    private static final int MESSAGE_TOO_BIG_CODE = 1009;
    private static final int PROTOCOL_ERROR_CODE = 1002;

    private final NettyEventLoop loop;
    private final ConnectRequest request;
    private final ConnectionListener listener;
    private final SignsOfLife signs;

    private @Nullable Channel channel;
    private EventLoop.@Nullable Timer stepTimer;
    private boolean open;
    private boolean ended;
    private boolean silent;
    private boolean messages;
    private boolean pongs;
    private byte @Nullable [] unansweredPing;

    NettyConnection(NettyEventLoop loop, ConnectRequest request, ConnectionListener listener) {
        this.loop = loop;
        this.request = request;
        this.listener = listener;
        signs = new SignsOfLife(loop, this::connected);
    }

    ConnectRequest request() {
        return request;
    }

    boolean isEnded() {
        return ended;
    }

    void attach(Channel connecting) {
        channel = connecting;
    }

    /** Fails the connection unless its next step is reached in time. */
    void limitStep(Duration time, Kind kind, String what) {
        cancelStepTimer();
        stepTimer = loop.schedule(
                time, () -> fail(ConnectionFailure.of(Cause.of(kind, what + " within " + time.toMillis() + " ms"))));
    }

    @Override
    public void send(byte[] message, boolean binary) {
        if (!open || channel == null) {
            return;
        }
        int first = Math.min(message.length, MAX_FRAGMENT);
        boolean whole = first == message.length;
        ByteBuf begin = Unpooled.wrappedBuffer(message, 0, first);
        channel.write(binary ? new BinaryWebSocketFrame(whole, 0, begin) : new TextWebSocketFrame(whole, 0, begin));
        for (int at = first; at < message.length; at += MAX_FRAGMENT) {
            int length = Math.min(message.length - at, MAX_FRAGMENT);
            boolean last = at + length == message.length;
            channel.write(new ContinuationWebSocketFrame(last, 0, Unpooled.wrappedBuffer(message, at, length)));
        }
        channel.flush();
    }

    @Override
    public void ping() {
        if (open && channel != null) {
            channel.writeAndFlush(new PingWebSocketFrame(Unpooled.wrappedBuffer(signs.pingPayload())));
        }
    }

    @Override
    public long lastReadNanos() {
        return signs.lastReadNanos();
    }

    @Override
    public long answeredPingNanos() {
        return signs.answeredPingNanos();
    }

    @Override
    public long bytesRead() {
        return signs.bytesRead();
    }

    @Override
    public void close(int code, Runnable whenClosed) {
        boolean polite = open;
        boolean first = !ended;
        silent = true;
        end();
        if (channel == null) {
            whenClosed.run();
            return;
        }
        channel.closeFuture().addListener(done -> whenClosed.run());
        if (polite) {
            sayGoodbye(channel, code);
        } else if (first) {
            drop(channel);
        }
    }

    @Override
    public void abort() {
        silent = true;
        end();
        if (channel != null && channel.isOpen()) {
            // No lingering: what is still unsent is of no use to a peer that is gone.
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            drop(channel);
        }
    }

    void fail(ConnectionFailure failure) {
        if (ended) {
            return;
        }
        boolean polite = open;
        end();
        if (channel == null) {
            listener.onClosed(failure);
            return;
        }
        // The next dial must never meet our own old socket, so the listener learns of the end only after it.
        channel.closeFuture().addListener(done -> loop.execute(() -> tell(failure)));
        int goodbye = goodbye(failure.cause().kind());
        if (polite && goodbye != 0) {
            Channel closing = channel;
            sayGoodbye(closing, goodbye).addListener(done -> drop(closing));
        } else {
            drop(channel);
        }
    }

    private void tell(ConnectionFailure failure) {
        if (!silent) {
            listener.onClosed(failure);
        }
    }

    private static int goodbye(Kind kind) {
        return switch (kind) {
            case MESSAGE_TOO_BIG -> MESSAGE_TOO_BIG_CODE;
            case PROTOCOL -> PROTOCOL_ERROR_CODE;
            default -> 0;
        };
    }

    /** Sends a close frame, and drops the socket if nothing comes of it: a peer that does not read would never let us go. */
    private ChannelFuture sayGoodbye(Channel closing, int code) {
        EventLoop.Timer limit = loop.schedule(request.closeTimeout(), () -> drop(closing));
        closing.closeFuture().addListener(done -> limit.cancel());
        return closing.writeAndFlush(new CloseWebSocketFrame(code, ""));
    }

    /** Closes the socket below all handlers, since those of TLS and of the proxy wait until they have said what they still want to say. */
    private static void drop(Channel closing) {
        ChannelHandlerContext nearestToSocket = closing.pipeline().firstContext();
        if (nearestToSocket == null) {
            closing.close();
        } else {
            nearestToSocket.close();
        }
    }

    private void end() {
        ended = true;
        open = false;
        cancelStepTimer();
    }

    private void cancelStepTimer() {
        if (stepTimer != null) {
            stepTimer.cancel();
            stepTimer = null;
        }
    }

    private void opened() {
        if (!ended) {
            cancelStepTimer();
            open = true;
            listener.onOpen();
        }
    }

    /** Reads the frames of the server, once there are any. */
    FrameReaderHandler frames(@Nullable MessageInflater inflater) {
        return new FrameReaderHandler(
                new FrameReader(request.maxMessageBytes(), inflater, new Frames()), this::readComplete);
    }

    private void readComplete() {
        if (messages) {
            messages = false;
            listener.onReadComplete();
        }
        if (pongs && channel != null) {
            pongs = false;
            channel.flush();
        }
    }

    private void answerWith(Channel opened, byte[] payload) {
        opened.write(new PongWebSocketFrame(Unpooled.wrappedBuffer(payload)));
        unansweredPing = null;
        pongs = true;
    }

    /** The server has read what was written to it. */
    private void writableAgain() {
        byte[] payload = unansweredPing;
        if (payload != null && open && channel != null && channel.isWritable()) {
            answerWith(channel, payload);
            channel.flush();
        }
    }

    /** What the frames of the server mean to this connection. */
    private final class Frames implements FrameReader.Sink {

        @Override
        public void message(byte[] bytes, int offset, int length, boolean binary) {
            if (!ended) {
                messages = true;
                listener.onMessage(bytes, offset, length, binary);
            }
        }

        @Override
        public void ping(byte[] payload) {
            if (!open || channel == null) {
                return;
            }
            if (channel.isWritable()) {
                answerWith(channel, payload);
            } else {
                // A server that asks and does not read. One answer, to its latest ping, is enough (RFC 6455, 5.5.3).
                unansweredPing = payload;
            }
        }

        @Override
        public void pong(byte[] payload) {
            if (!ended) {
                signs.pongReceived(payload);
            }
        }

        @Override
        public void close(int code, String reason, byte[] payload) {
            if (channel == null) {
                return;
            }
            if (ended) {
                // The answer to our goodbye.
                drop(channel);
                return;
            }
            channel.writeAndFlush(new CloseWebSocketFrame(true, 0, Unpooled.wrappedBuffer(payload)));
            String why = Failures.clean(reason);
            String text = "the server closed the connection with code " + code + (why.isEmpty() ? "" : ": " + why);
            fail(ConnectionFailure.of(new Cause(Kind.CLOSED_BY_SERVER, code, text)));
        }
    }

    private void connected() {
        limitStep(request.upgradeTimeout(), Kind.UPGRADE_TIMEOUT, "no answer to the WebSocket handshake");
    }

    /** Belongs nearest to the socket. */
    ChannelHandler signsOfLife() {
        return signs;
    }

    /** Learns of the end of the handshake and of the connection. */
    ChannelHandler events() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void userEventTriggered(ChannelHandlerContext context, Object event) {
                if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                    opened();
                } else if (event == ClientHandshakeStateEvent.HANDSHAKE_TIMEOUT) {
                    fail(ConnectionFailure.of(
                            Cause.of(Kind.UPGRADE_TIMEOUT, "no answer to the WebSocket handshake in time")));
                }
            }

            @Override
            public void channelWritabilityChanged(ChannelHandlerContext context) {
                writableAgain();
            }

            @Override
            public void channelInactive(ChannelHandlerContext context) {
                fail(ConnectionFailure.of(new Cause(
                        Kind.CONNECTION_LOST,
                        WebSocketCloseStatus.ABNORMAL_CLOSURE.code(),
                        open
                                ? "the server cut the connection"
                                : "the server closed the connection during the handshake")));
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
                fail(Failures.of(failure, request));
            }
        };
    }
}
