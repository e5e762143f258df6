package dev.chasqui.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Listens on the loopback interface and makes sessions of connections. Everything but starting happens on one event loop. */
public final class NettyServer {

    private static final int MAX_REQUEST_BODY = 8 * 1024;
    private static final int COMPRESSION_LEVEL = 6;
    private static final long OPENING_SECONDS = 10;
    private static final int BACKLOG = 4096;
    private static final int ATTEMPTS = 300;
    private static final long ATTEMPT_INTERVAL_MILLIS = 10;
    private static final WriteBufferWaterMark WATER_MARKS = new WriteBufferWaterMark(256 * 1024, 1024 * 1024);

    private final EventLoop loop;
    private final SessionHub hub;
    private final OpeningPolicy openings;
    private final ServerPolicy policy;
    private final Supplier<NettyPlainRequests> plainRequests;
    private final Runnable writable;
    private final NettyFrames frames = new NettyFrames();
    private final Set<NettyLink> links = new HashSet<>();
    private @Nullable Channel listening;

    /**
     * A server that does not listen yet.
     *
     * @param plainRequests what answers the plain requests of a new connection
     * @param writable runs when a client has taken what was written for it
     */
    public NettyServer(
            EventLoop loop,
            SessionHub hub,
            OpeningPolicy openings,
            ServerPolicy policy,
            Supplier<NettyPlainRequests> plainRequests,
            Runnable writable) {
        this.loop = loop;
        this.hub = hub;
        this.openings = openings;
        this.policy = policy;
        this.plainRequests = plainRequests;
        this.writable = writable;
    }

    /** Listens on a port of the loopback interface, 0 for a free one. The result is the port, or the {@link IOException} that says why not. */
    public CompletableFuture<Integer> listen(int port) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS)
                .childHandler(new Connections());
        CompletableFuture<Integer> result = new CompletableFuture<>();
        ChannelFuture binding = bootstrap.bind(new InetSocketAddress(loopback(), port));
        binding.addListener(bound -> {
            if (bound.isSuccess()) {
                listening = binding.channel();
                result.complete(((InetSocketAddress) binding.channel().localAddress()).getPort());
            } else {
                result.completeExceptionally(bound.cause());
            }
        });
        return result;
    }

    // Not the JDK's own idea of it, which may be of IPv6, when clients are told 127.0.0.1.
    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are always an address", e);
        }
    }

    /**
     * As {@link #listen}, on a port that this server has just given up: the socket that had it is closed only when the selector has
     * forgotten it, so a refusal is not the last word.
     */
    public CompletableFuture<Integer> listenAgain(int port) {
        return listenAgain(port, ATTEMPTS);
    }

    private CompletableFuture<Integer> listenAgain(int port, int attempts) {
        return listen(port).exceptionallyCompose(failure -> {
            if (attempts <= 1) {
                return CompletableFuture.failedFuture(failure);
            }
            CompletableFuture<Integer> result = new CompletableFuture<>();
            loop.schedule(
                    () -> listenAgain(port, attempts - 1).whenComplete((bound, again) -> {
                        if (again == null) {
                            result.complete(bound);
                        } else {
                            result.completeExceptionally(again);
                        }
                    }),
                    ATTEMPT_INTERVAL_MILLIS,
                    TimeUnit.MILLISECONDS);
            return result;
        });
    }

    /** On the event loop: stops listening, and ends every session and connection with a reset. */
    public void stop(String cause) {
        if (listening != null) {
            listening.close();
            listening = null;
        }
        hub.sessions().forEach(session -> session.end(cause));
        Set.copyOf(links).forEach(NettyLink::reset);
        frames.clear();
    }

    private final class Connections extends ChannelInitializer<SocketChannel> {

        @Override
        protected void initChannel(SocketChannel channel) {
            NettyLink link = new NettyLink(policy.binaryTradingFrames(), frames, writable);
            channel.pipeline()
                    .addLast("link", link)
                    .addLast("http", new HttpServerCodec())
                    .addLast("body", new HttpObjectAggregator(MAX_REQUEST_BODY));
            if (policy.compression()) {
                channel.pipeline().addLast("compression", new WebSocketServerExtensionHandler(deflate()));
            }
            channel.pipeline().addLast("opening", new NettyOpening(hub, openings, policy, link, plainRequests.get()));
            links.add(link);
            channel.closeFuture().addListener(closed -> links.remove(link));
            channel.eventLoop().schedule(link::dropUnlessOpened, OPENING_SECONDS, TimeUnit.SECONDS);
        }
    }

    // Takes every offer but those of a smaller window for the server, which the JDK's deflater cannot have; with
    // context takeover unless the
    // client wants none; and bounds what a request inflates to.
    private PerMessageDeflateServerExtensionHandshaker deflate() {
        return new PerMessageDeflateServerExtensionHandshaker(
                COMPRESSION_LEVEL,
                false,
                PerMessageDeflateServerExtensionHandshaker.MAX_WINDOW_SIZE,
                true,
                true,
                policy.maxRequestBytes());
    }
}
