package dev.chasqui.internal.transport;

import dev.chasqui.stream.options.ProxyOptions;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketClientExtensionHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateClientExtensionHandshaker;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** The handlers of a connection, from the socket inwards: byte counter, proxy, TLS, HTTP, compression, WebSocket, ours. */
final class PipelineBuilder extends ChannelInitializer<Channel> {

    private static final int MAX_RESPONSE_BODY = 16 << 10;
    private static final int DEFLATE_LEVEL = 6;
    private static final int LARGEST_WINDOW_BITS = 15;

    private final NettyConnection connection;
    private final @Nullable SslContext tls;

    PipelineBuilder(NettyConnection connection, @Nullable SslContext tls) {
        this.connection = connection;
        this.tls = tls;
    }

    @Override
    protected void initChannel(Channel channel) {
        ConnectRequest request = connection.request();
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(connection.byteCounter());
        if (request.proxy() != null) {
            pipeline.addLast(proxyHandler(request.proxy(), request));
        }
        if (tls != null) {
            pipeline.addLast(tlsHandler(channel, tls, request));
        }
        pipeline.addLast(new HttpClientCodec());
        pipeline.addLast(new HttpObjectAggregator(MAX_RESPONSE_BODY));
        if (request.compression()) {
            pipeline.addLast(compression(request.maxMessageBytes()));
        }
        pipeline.addLast(webSocket(request));
        pipeline.addLast(new WebSocketFrameAggregator(request.maxMessageBytes()));
        pipeline.addLast(connection.frameHandler());
    }

    private static HttpProxyHandler proxyHandler(ProxyOptions proxy, ConnectRequest request) {
        InetSocketAddress address = new InetSocketAddress(proxy.host(), proxy.port());
        HttpProxyHandler handler = proxy.user() == null || proxy.password() == null
                ? new HttpProxyHandler(address)
                : new HttpProxyHandler(address, proxy.user(), proxy.password());
        handler.setConnectTimeoutMillis(request.connectTimeout().toMillis());
        return handler;
    }

    private static SslHandler tlsHandler(Channel channel, SslContext tls, ConnectRequest request) {
        SslHandler handler = tls.newHandler(channel.alloc(), request.host(), request.port());
        SSLParameters parameters = handler.engine().getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        handler.engine().setSSLParameters(parameters);
        handler.setHandshakeTimeoutMillis(request.upgradeTimeout().toMillis());
        return handler;
    }

    /**
     * Accepts every answer that RFC 7692 allows: Netty's default refuses {@code client_no_context_takeover} and
     * {@code client_max_window_bits} and closes the connection. Inflation stops at the size limit of a message.
     */
    private static WebSocketClientExtensionHandler compression(int maxMessageBytes) {
        return new WebSocketClientExtensionHandler(new PerMessageDeflateClientExtensionHandshaker(
                DEFLATE_LEVEL, true, LARGEST_WINDOW_BITS, true, false, maxMessageBytes));
    }

    private static WebSocketClientProtocolHandler webSocket(ConnectRequest request) {
        HttpHeaders headers = new DefaultHttpHeaders();
        request.headers().forEach(headers::set);
        return new WebSocketClientProtocolHandler(WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(request.uri())
                .version(WebSocketVersion.V13)
                .allowExtensions(request.compression())
                .customHeaders(headers)
                .maxFramePayloadLength(request.maxMessageBytes())
                .handleCloseFrames(false)
                .dropPongFrames(false)
                .withUTF8Validator(false) // The decoder rejects malformed UTF-8 itself.
                .handshakeTimeoutMillis(request.upgradeTimeout().toMillis())
                .build());
    }
}
