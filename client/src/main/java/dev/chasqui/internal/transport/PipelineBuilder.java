package dev.chasqui.internal.transport;

import dev.chasqui.stream.options.ProxyOptions;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker13;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketClientExtensionHandler;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** The handlers of a connection, from the socket inwards: byte counter, proxy, TLS, HTTP, compression, WebSocket, ours. */
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
        pipeline.addLast(connection.byteCounter());
        if (request.proxy() != null) {
            pipeline.addLast(proxyHandler(request.proxy(), address, request));
        }
        if (tls != null) {
            pipeline.addLast(tlsHandler(channel, tls, request));
        }
        pipeline.addLast(new HttpClientCodec());
        pipeline.addLast(new AnswerCheck(connection));
        pipeline.addLast(new HttpObjectAggregator(MAX_RESPONSE_BODY));
        if (request.compression()) {
            pipeline.addLast(new WebSocketClientExtensionHandler(new PerMessageDeflate(request.maxMessageBytes())));
        }
        pipeline.addLast(webSocket(request));
        pipeline.addLast(new WebSocketFrameAggregator(request.maxMessageBytes()));
        pipeline.addLast(connection.frameHandler());
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

    private static WebSocketClientProtocolHandler webSocket(ConnectRequest request) {
        WebSocketClientProtocolConfig config = WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(request.uri())
                .handleCloseFrames(false)
                .dropPongFrames(false)
                // When and how to say goodbye is the connection's to decide.
                .sendCloseFrame(null)
                .handshakeTimeoutMillis(request.upgradeTimeout().toMillis())
                .build();
        return new WebSocketClientProtocolHandler(new Handshaker(request), config);
    }

    /** Leaves the goodbye after a violation of the protocol to the connection; Netty's own decoder would close without one. */
    private static final class Handshaker extends WebSocketClientHandshaker13 {

        private final ConnectRequest request;

        Handshaker(ConnectRequest request) {
            super(
                    request.uri(),
                    WebSocketVersion.V13,
                    null,
                    request.compression(),
                    headers(request),
                    request.maxMessageBytes());
            this.request = request;
        }

        private static HttpHeaders headers(ConnectRequest request) {
            HttpHeaders headers = new DefaultHttpHeaders();
            request.headers().forEach(headers::set);
            return headers;
        }

        @Override
        protected WebSocketFrameDecoder newWebsocketDecoder() {
            return new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                    .expectMaskedFrames(false)
                    .allowMaskMismatch(false)
                    .allowExtensions(request.compression())
                    .maxFramePayloadLength(request.maxMessageBytes())
                    .closeOnProtocolViolation(false)
                    .withUTF8Validator(false) // Our own decoder of messages rejects malformed UTF-8.
                    .build());
        }
    }
}
