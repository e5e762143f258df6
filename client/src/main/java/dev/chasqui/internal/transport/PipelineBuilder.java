package dev.chasqui.internal.transport;

import dev.chasqui.stream.options.ProxyOptions;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker13;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketClientExtensionHandler;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** The handlers of a connection, from the socket inwards: signs of life, proxy, TLS, HTTP, compression, WebSocket, ours. */
final class PipelineBuilder extends ChannelInitializer<Channel> {

    private static final int MAX_RESPONSE_BODY = 16 << 10;

    private final NettyConnection connection;
    private final @Nullable SslContext tls;
    private final InetSocketAddress address;

    /** For a connection to an address of the server or, if there is one, of the proxy. */
    PipelineBuilder(NettyConnection connection, @Nullable SslContext tls, InetSocketAddress address) {
        this.connection = connection;
        this.tls = tls;
        this.address = address;
    }

    @Override
    protected void initChannel(Channel channel) {
        ConnectRequest request = connection.request();
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(connection.signsOfLife());
        if (request.proxy() != null) {
            pipeline.addLast(proxyHandler(request.proxy(), address, request));
        }
        if (tls != null) {
            pipeline.addLast(tlsHandler(channel, tls, request));
        }
        pipeline.addLast(new HttpClientCodec());
        pipeline.addLast(new AnswerCheck(connection));
        pipeline.addLast(new HttpObjectAggregator(MAX_RESPONSE_BODY));
        PerMessageDeflate compression = new PerMessageDeflate();
        if (request.compression()) {
            pipeline.addLast(new WebSocketClientExtensionHandler(compression));
        }
        pipeline.addLast(webSocket(compression));
        pipeline.addLast(connection.events());
    }

    private static HttpProxyHandler proxyHandler(
            ProxyOptions proxy, InetSocketAddress address, ConnectRequest request) {
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

    /** Netty's part ends with the handshake; it never sees a frame. */
    private WebSocketClientProtocolHandler webSocket(PerMessageDeflate compression) {
        ConnectRequest request = connection.request();
        WebSocketClientProtocolConfig config = WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(request.uri())
                .withUTF8Validator(false)
                // When and how to say goodbye is the connection's to decide.
                .sendCloseFrame(null)
                .handshakeTimeoutMillis(request.upgradeTimeout().toMillis())
                .build();
        return new WebSocketClientProtocolHandler(new Handshaker(connection, compression), config);
    }

    /** Puts our own frame reader where Netty would put its decoder. */
    private static final class Handshaker extends WebSocketClientHandshaker13 {

        private final NettyConnection connection;
        private final PerMessageDeflate compression;

        Handshaker(NettyConnection connection, PerMessageDeflate compression) {
            super(
                    connection.request().uri(),
                    WebSocketVersion.V13,
                    null,
                    connection.request().compression(),
                    headers(connection.request()),
                    connection.request().maxMessageBytes());
            this.connection = connection;
            this.compression = compression;
        }

        private static HttpHeaders headers(ConnectRequest request) {
            HttpHeaders headers = new DefaultHttpHeaders();
            request.headers().forEach(headers::set);
            return headers;
        }

        @Override
        protected WebSocketFrameDecoder newWebsocketDecoder() {
            return connection.frames(compression.newInflater());
        }
    }
}
