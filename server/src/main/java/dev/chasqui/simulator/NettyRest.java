package dev.chasqui.simulator;

import dev.chasqui.server.NettyPlainRequests;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The REST requests of one connection, answered one after the other. */
final class NettyRest implements NettyPlainRequests {

    private static final int MOST_WAITING = 64;

    private record Waiting(RestRequest request, boolean keepAlive) {}

    private final RestDesk desk;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private boolean answering;

    NettyRest(RestDesk desk) {
        this.desk = desk;
    }

    @Override
    public boolean serves(String target) {
        int query = target.indexOf('?');
        return RestRoute.of(query < 0 ? target : target.substring(0, query)).isPresent();
    }

    @Override
    public void answer(ChannelHandlerContext context, FullHttpRequest request) {
        if (waiting.size() == MOST_WAITING) {
            context.close();
            return;
        }
        try {
            waiting.add(new Waiting(
                    RestRequest.of(request.uri(), headers(request.headers())), HttpUtil.isKeepAlive(request)));
        } catch (IllegalArgumentException e) {
            context.writeAndFlush(response(HttpResponseStatus.BAD_REQUEST, new byte[0]))
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        next(context);
    }

    private static Map<String, String> headers(HttpHeaders headers) {
        Map<String, String> copy = new HashMap<>();
        headers.forEach(header -> copy.put(header.getKey(), header.getValue()));
        return copy;
    }

    private void next(ChannelHandlerContext context) {
        Waiting first = waiting.peek();
        if (first != null && !answering) {
            answering = true;
            waiting.remove();
            desk.answer(first.request(), answer -> {
                Runnable sending = () -> send(context, answer, first.keepAlive());
                context.executor().schedule(sending, answer.delay().toNanos(), TimeUnit.NANOSECONDS);
            });
        }
    }

    private void send(ChannelHandlerContext context, RestResponse answer, boolean keepAlive) {
        switch (answer.delivery()) {
            case CLOSED -> context.close();
            case RESET_IN_BODY -> sendBeginning(context, answer);
            case WHOLE -> sendWhole(context, answer, keepAlive);
        }
    }

    private void sendWhole(ChannelHandlerContext context, RestResponse answer, boolean keepAlive) {
        DefaultFullHttpResponse response = response(HttpResponseStatus.valueOf(answer.status()), answer.body());
        answer.headers().forEach(response.headers()::set);
        if (!keepAlive) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        context.writeAndFlush(response);
        answering = false;
        next(context);
    }

    private static DefaultFullHttpResponse response(HttpResponseStatus status, byte[] body) {
        DefaultFullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        return response;
    }

    private static void sendBeginning(ChannelHandlerContext context, RestResponse answer) {
        HttpResponse response =
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()));
        answer.headers().forEach(response.headers()::set);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        context.write(response);
        context.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(answer.sentBody())))
                .addListener(sent -> reset(context.channel()));
    }

    private static void reset(Channel channel) {
        // Lingering for no time is how a socket is closed with a reset.
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }
}
