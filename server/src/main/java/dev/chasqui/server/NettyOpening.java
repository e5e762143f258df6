package dev.chasqui.server;

import dev.chasqui.model.Feed;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Answers the opening request of a connection, and makes a session of it; hands on requests that open nothing. */
final class NettyOpening extends SimpleChannelInboundHandler<FullHttpRequest> {

    private final SessionHub hub;
    private final OpeningPolicy openings;
    private final ServerPolicy policy;
    private final NettyLink link;
    private final NettyPlainRequests plainRequests;

    NettyOpening(
            SessionHub hub,
            OpeningPolicy openings,
            ServerPolicy policy,
            NettyLink link,
            NettyPlainRequests plainRequests) {
        this.hub = hub;
        this.openings = openings;
        this.policy = policy;
        this.link = link;
        this.plainRequests = plainRequests;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        Optional<Feed> feed = EndpointPaths.feed(request.uri());
        if (!request.decoderResult().isSuccess() || !request.method().equals(HttpMethod.GET)) {
            refuse(context, HttpResponseStatus.BAD_REQUEST, "a WebSocket is opened by a GET request");
        } else if (!isUpgrade(request.headers())) {
            answerPlain(context, request, feed.isPresent());
        } else if (feed.isEmpty()) {
            refuse(context, HttpResponseStatus.NOT_FOUND, "no stream is served at this path");
        } else {
            decide(context, request, feed.get());
        }
    }

    private void answerPlain(ChannelHandlerContext context, FullHttpRequest request, boolean streamIsThere) {
        if (streamIsThere && !plainRequests.serves(request.uri())) {
            refuse(context, HttpResponseStatus.UPGRADE_REQUIRED, "this is a WebSocket endpoint");
        } else {
            link.keep();
            plainRequests.answer(context, request);
        }
    }

    private static boolean isUpgrade(HttpHeaders headers) {
        return headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true);
    }

    private void decide(ChannelHandlerContext context, FullHttpRequest request, Feed feed) {
        Optional<OpeningPolicy.Refusal> refusal = openings.refusal();
        if (refusal.isPresent()) {
            refuse(context, refusal.get());
        } else if (!hub.admits(feed)) {
            refuse(context, HttpResponseStatus.TOO_MANY_REQUESTS, "connection limit exceeded");
        } else {
            upgrade(context, request, feed);
        }
    }

    private void upgrade(ChannelHandlerContext context, FullHttpRequest request, Feed feed) {
        WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(policy.maxRequestBytes())
                .allowExtensions(true)
                .build();
        WebSocketServerHandshaker handshaker =
                new WebSocketServerHandshakerFactory(request.uri(), null, config).newHandshaker(request);
        if (handshaker == null) {
            refuse(context, HttpResponseStatus.UPGRADE_REQUIRED, "the WebSocket version must be 13");
            return;
        }
        // The request is gone when the response is on its way.
        Handshake plain =
                Handshake.of(feed, request.uri(), name -> request.headers().get(name));
        Channel channel = context.channel();
        handshaker.handshake(channel, request).addListener(upgraded -> {
            if (upgraded.isSuccess()) {
                begin(context, plain);
            } else {
                channel.close();
            }
        });
    }

    private void begin(ChannelHandlerContext context, Handshake plain) {
        boolean compressed = context.pipeline().get(WebSocketExtensionDecoder.class) != null;
        Handshake handshake = plain.withCompression(compressed);
        link.open(handshake);
        NettyMessages messages = new NettyMessages(policy.maxRequestBytes());
        context.pipeline().replace(this, "messages", messages);
        messages.begin(hub.open(handshake, link));
    }

    private static void refuse(ChannelHandlerContext context, OpeningPolicy.Refusal refusal) {
        FullHttpResponse response = response(HttpResponseStatus.valueOf(refusal.status()), "");
        refusal.retryAfter().ifPresent(wait -> response.headers().set(HttpHeaderNames.RETRY_AFTER, wait.toSeconds()));
        send(context, response);
    }

    private static void refuse(ChannelHandlerContext context, HttpResponseStatus status, String reason) {
        FullHttpResponse response = response(status, reason);
        if (status.equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
            response.headers().set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
            response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13");
        }
        send(context, response);
    }

    private static FullHttpResponse response(HttpResponseStatus status, String reason) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, Unpooled.copiedBuffer(reason, StandardCharsets.US_ASCII));
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, reason.length());
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN);
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return response;
    }

    private static void send(ChannelHandlerContext context, FullHttpResponse response) {
        context.channel().writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
