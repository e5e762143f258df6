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
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
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

    private @Nullable Channel channel;
    private EventLoop.@Nullable Timer stepTimer;
    private boolean open;
    private boolean ended;
    private boolean silent;
    private long lastReadNanos;
    private long answeredPingNanos;
    private long bytesRead;
    private boolean told;
    private byte[] scratch = new byte[0];

    NettyConnection(NettyEventLoop loop, ConnectRequest request, ConnectionListener listener) {
        this.loop = loop;
        this.request = request;
        this.listener = listener;
        lastReadNanos = loop.nanoTime();
        answeredPingNanos = lastReadNanos;
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
            // Its time comes back with the answer, which tells an answer from what nobody asked for.
            channel.writeAndFlush(new PingWebSocketFrame(Unpooled.copyLong(loop.nanoTime())));
        }
    }

    @Override
    public long lastReadNanos() {
        return lastReadNanos;
    }

    @Override
    public long answeredPingNanos() {
        return answeredPingNanos;
    }

    @Override
    public long bytesRead() {
        return bytesRead;
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

    private void closedByPeer(CloseWebSocketFrame frame) {
        // Without a status the frame says -1; RFC 6455 calls that 1005.
        int code = frame.statusCode() < 0 ? WebSocketCloseStatus.EMPTY.code() : frame.statusCode();
        String reason = frame.statusCode() < 0 ? "" : Failures.clean(frame.reasonText());
        String text = "the server closed the connection with code " + code + (reason.isEmpty() ? "" : ": " + reason);
        if (channel != null && !ended) {
            channel.writeAndFlush(frame.retain());
        }
        fail(ConnectionFailure.of(new Cause(Kind.CLOSED_BY_SERVER, code, text)));
    }

    private void received(WebSocketFrame frame) {
        if (frame.rsv() != 0) {
            fail(ConnectionFailure.of(
                    Cause.of(Kind.PROTOCOL, "the server used an extension of WebSocket that was not agreed")));
        } else if (frame instanceof TextWebSocketFrame) {
            message(frame.content(), false);
        } else if (frame instanceof BinaryWebSocketFrame) {
            message(frame.content(), true);
        } else if (frame instanceof PongWebSocketFrame) {
            pongReceived(frame.content());
        } else if (frame instanceof CloseWebSocketFrame close) {
            closedByPeer(close);
        }
    }

    private void pongReceived(ByteBuf content) {
        if (content.readableBytes() != Long.BYTES) {
            return;
        }
        long sentAt = content.getLong(content.readerIndex());
        boolean ours = sentAt - answeredPingNanos >= 0 && loop.nanoTime() - sentAt >= 0;
        answeredPingNanos = ours ? sentAt : answeredPingNanos;
    }

    private void message(ByteBuf content, boolean binary) {
        int length = content.readableBytes();
        told = true;
        if (content.hasArray()) {
            listener.onMessage(content.array(), content.arrayOffset() + content.readerIndex(), length, binary);
            return;
        }
        if (scratch.length < length) {
            scratch = new byte[Math.max(length, 2 * scratch.length)];
        }
        content.getBytes(content.readerIndex(), scratch, 0, length);
        listener.onMessage(scratch, 0, length, binary);
    }

    /** Counts what the socket gives, below TLS and compression: any byte is a sign of life. */
    ChannelHandler byteCounter() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelActive(ChannelHandlerContext context) throws Exception {
                limitStep(request.upgradeTimeout(), Kind.UPGRADE_TIMEOUT, "no answer to the WebSocket handshake");
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
        };
    }

    /** Where whole messages arrive. */
    ChannelHandler frameHandler() {
        return new SimpleChannelInboundHandler<WebSocketFrame>() {
            @Override
            protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
                if (!ended) {
                    received(frame);
                } else if (frame instanceof CloseWebSocketFrame) {
                    // The answer to our goodbye.
                    drop(context.channel());
                }
            }

            @Override
            public void channelReadComplete(ChannelHandlerContext context) {
                if (told) {
                    told = false;
                    listener.onReadComplete();
                }
            }

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
