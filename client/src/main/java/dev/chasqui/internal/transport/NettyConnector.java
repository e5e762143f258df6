package dev.chasqui.internal.transport;

import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.Cause.Kind;
import dev.chasqui.stream.options.ProxyOptions;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.resolver.NoopAddressResolverGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections with Netty: resolves the host, tries its addresses in turn within the connect timeout, then hands the socket to
 * {@link NettyConnection}.
 */
public final class NettyConnector implements Connector {

    private static final int WRITE_HIGH_WATER = 256 << 10;
    private static final int WRITE_LOW_WATER = 64 << 10;

    private final NettyEventLoop loop;
    private final Executor blocking;
    private final HostResolver resolver;
    private final @Nullable SslContext trust;

    /**
     * A connector with the platform's trusted certificates.
     *
     * @param blocking runs what may block before the dial: name resolution, reading certificates
     */
    public NettyConnector(NettyEventLoop loop, Executor blocking, HostResolver resolver) {
        this(loop, blocking, resolver, null);
    }

    /** For tests: with certificates of their own. */
    NettyConnector(NettyEventLoop loop, Executor blocking, HostResolver resolver, @Nullable SslContext trust) {
        this.loop = loop;
        this.blocking = blocking;
        this.resolver = resolver;
        this.trust = trust;
    }

    /** What is needed to dial. */
    private record Attempt(
            NettyConnection connection,
            Queue<InetSocketAddress> addresses,
            @Nullable SslContext tls,
            long deadline) {}

    @Override
    public Connection open(ConnectRequest request, ConnectionListener listener) {
        NettyConnection connection = new NettyConnection(loop, request, listener);
        long deadline = loop.nanoTime() + request.connectTimeout().toNanos();
        connection.limitStep(
                request.connectTimeout(),
                Kind.CONNECT_TIMEOUT,
                "no connection to " + request.uri().getHost());
        try {
            blocking.execute(() -> prepare(connection, deadline));
        } catch (RejectedExecutionException e) {
            failLater(connection, Kind.NAME_RESOLUTION, "name resolution hangs in all threads that may wait for it");
        }
        return connection;
    }

    /** Resolves the name and reads the trusted certificates: both may block. */
    private void prepare(NettyConnection connection, long deadline) {
        ConnectRequest request = connection.request();
        // A proxy resolves the server's name; only its own is ours to find.
        ProxyOptions proxy = request.proxy();
        String host = proxy == null ? request.host() : proxy.host();
        int port = proxy == null ? request.port() : proxy.port();
        try {
            Queue<InetSocketAddress> addresses = new ArrayDeque<>();
            for (InetAddress address : resolver.resolve(host)) {
                addresses.add(new InetSocketAddress(address, port));
            }
            if (addresses.isEmpty()) {
                throw new UnknownHostException();
            }
            SslContext tls = request.isSecure() ? secureContext() : null;
            loop.execute(() -> connectNext(new Attempt(connection, addresses, tls, deadline)));
        } catch (SSLException e) {
            failLater(connection, Kind.TLS, "TLS is not available: " + Failures.text(e));
        } catch (UnknownHostException | RuntimeException e) {
            failLater(
                    connection,
                    Kind.NAME_RESOLUTION,
                    "the name " + host + (proxy == null ? "" : " of the proxy")
                            + " cannot be resolved: check the address and the network");
        }
    }

    private void failLater(NettyConnection connection, Kind kind, String text) {
        loop.execute(() -> connection.fail(ConnectionFailure.of(Cause.of(kind, text))));
    }

    private void connectNext(Attempt attempt) {
        NettyConnection connection = attempt.connection;
        InetSocketAddress address = attempt.addresses.poll();
        if (connection.isEnded() || address == null) {
            return;
        }
        // Half of what is left for all but the last, so that a dead first address leaves time for the next.
        long left = Math.max(1, (attempt.deadline - loop.nanoTime()) / (attempt.addresses.isEmpty() ? 1 : 2));
        ConnectRequest request = connection.request();
        InetSocketAddress target =
                request.proxy() == null ? address : InetSocketAddress.createUnresolved(request.host(), request.port());
        ChannelFuture connecting = new Bootstrap()
                .group(loop.netty())
                .channel(NioSocketChannel.class)
                .resolver(NoopAddressResolverGroup.INSTANCE)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new ReceiveArray())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        Math.max(1, Duration.ofNanos(left).toMillis()))
                .option(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(WRITE_LOW_WATER, WRITE_HIGH_WATER))
                .handler(new PipelineBuilder(connection, attempt.tls, address))
                .connect(target);
        connection.attach(connecting.channel());
        connecting.addListener(done -> {
            Throwable failure = done.cause();
            if (failure == null) {
                return;
            }
            if (failure instanceof IOException && !attempt.addresses.isEmpty()) {
                connectNext(attempt);
            } else {
                connection.fail(Failures.of(failure, request));
            }
        });
    }

    private SslContext secureContext() throws SSLException {
        return trust != null
                ? trust
                : SslContextBuilder.forClient().protocols("TLSv1.3", "TLSv1.2").build();
    }
}
