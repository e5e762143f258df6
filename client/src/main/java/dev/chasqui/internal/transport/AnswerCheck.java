package dev.chasqui.internal.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.ReferenceCountUtil;

/** Reads the head of the server's answer to the handshake, so that a refusal is told at once, whatever page follows it or does not. */
final class AnswerCheck extends ChannelInboundHandlerAdapter {

    private final NettyConnection connection;

    AnswerCheck(NettyConnection connection) {
        this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (connection.isEnded()) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof HttpResponse response && !isSwitch(response)) {
            connection.fail(Failures.ofAnswer(response, connection.request()));
            ReferenceCountUtil.release(message);
        } else {
            context.pipeline().remove(this);
            context.fireChannelRead(message);
        }
    }

    private static boolean isSwitch(HttpResponse response) {
        return response.decoderResult().isSuccess()
                && response.status().code() == HttpResponseStatus.SWITCHING_PROTOCOLS.code();
    }
}
