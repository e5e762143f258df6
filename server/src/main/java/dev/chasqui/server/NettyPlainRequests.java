package dev.chasqui.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;

/** Answers the GET requests of one connection that do not ask for a WebSocket. Called on the event loop. */
public interface NettyPlainRequests {

    /** Whether a target is served here, even if a WebSocket is at the same path. */
    boolean serves(String target);

    /** Answers, now or later; the request is not to be kept. */
    void answer(ChannelHandlerContext context, FullHttpRequest request);
}
