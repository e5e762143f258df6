package dev.chasqui.internal.transport;

import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.Cause.Kind;
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
import java.util.List;
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
     * @param blocking runs name resolution
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

    @Override
    public Connection open(ConnectRequest request, ConnectionListener listener) {
        NettyConnection connection = new NettyConnection(loop, request, listener);
        long deadline = loop.nanoTime() + request.connectTimeout().toNanos();
        connection.limitStep(
                request.connectTimeout(),
                Kind.CONNECT_TIMEOUT,
                "no connection to " + request.uri().getHost());
        if (request.proxy() != null) {
            // The proxy resolves the host; only its own address is ours to find.
            InetSocketAddress target = InetSocketAddress.createUnresolved(request.host(), request.port());
            loop.execute(() -> connectNext(connection, new ArrayDeque<>(List.of(target)), deadline));
        } else {
            resolveElsewhere(connection, deadline);
        }
        return connection;
    }

    private void resolveElsewhere(NettyConnection connection, long deadline) {
        try {
            blocking.execute(() -> resolve(connection, deadline));
        } catch (RejectedExecutionException e) {
            Cause cause = Cause.of(Kind.NAME_RESOLUTION, "name resolution hangs in all threads that may wait for it");
            loop.execute(() -> connection.fail(ConnectionFailure.of(cause)));
        }
    }

    private void resolve(NettyConnection connection, long deadline) {
        ConnectRequest request = connection.request();
        try {
            Queue<InetSocketAddress> addresses = new ArrayDeque<>();
            for (InetAddress address : resolver.resolve(request.host())) {
                addresses.add(new InetSocketAddress(address, request.port()));
            }
            loop.execute(() -> connectNext(connection, addresses, deadline));
        } catch (UnknownHostException e) {
            Cause cause = Cause.of(
                    Kind.NAME_RESOLUTION,
                    "the name " + request.host() + " cannot be resolved: check the address and the network");
            loop.execute(() -> connection.fail(ConnectionFailure.of(cause)));
        }
    }

    private void connectNext(NettyConnection connection, Queue<InetSocketAddress> addresses, long deadline) {
        InetSocketAddress address = addresses.poll();
        if (connection.isEnded() || address == null) {
            return;
        }
        // Half of what is left for all but the last, so that a dead first address leaves time for the next.
        long left = Math.max(1, (deadline - loop.nanoTime()) / (addresses.isEmpty() ? 1 : 2));
        SslContext tls;
        try {
            tls = connection.request().isSecure() ? secureContext() : null;
        } catch (SSLException e) {
            connection.fail(ConnectionFailure.of(Cause.of(Kind.TLS, "TLS is not available: " + e.getMessage())));
            return;
        }
        ChannelFuture connecting = new Bootstrap()
                .group(loop.netty())
                .channel(NioSocketChannel.class)
                .resolver(NoopAddressResolverGroup.INSTANCE)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        Math.max(1, Duration.ofNanos(left).toMillis()))
                .option(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(WRITE_LOW_WATER, WRITE_HIGH_WATER))
                .handler(new PipelineBuilder(connection, tls))
                .connect(address);
        connection.attach(connecting.channel());
        connecting.addListener(done -> {
            Throwable failure = done.cause();
            if (failure == null) {
                return;
            }
            if (failure instanceof IOException && !addresses.isEmpty()) {
                connectNext(connection, addresses, deadline);
            } else {
                connection.fail(Failures.of(failure, connection.request()));
            }
        });
    }

    private SslContext secureContext() throws SSLException {
        return trust != null
                ? trust
                : SslContextBuilder.forClient().protocols("TLSv1.3", "TLSv1.2").build();
    }
}
