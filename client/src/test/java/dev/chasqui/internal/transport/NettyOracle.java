package dev.chasqui.internal.transport;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import java.nio.charset.StandardCharsets;

/** What Netty's own decoder makes of the same bytes, in the words of {@link FrameLog}. */
final class NettyOracle {

    private NettyOracle() {}

    static String read(byte[] stream, int maxMessageBytes) {
        FrameLog log = new FrameLog();
        EmbeddedChannel channel = new EmbeddedChannel(
                new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                        .expectMaskedFrames(false)
                        .allowMaskMismatch(false)
                        .maxFramePayloadLength(maxMessageBytes)
                        .closeOnProtocolViolation(false)
                        .withUTF8Validator(false)
                        .build()),
                new WebSocketFrameAggregator(maxMessageBytes));
        String error = null;
        try {
            channel.writeInbound(Unpooled.wrappedBuffer(stream));
        } catch (CorruptedFrameException e) {
            boolean tooBig = e instanceof CorruptedWebSocketFrameException frame
                    && frame.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG);
            error = tooBig ? "TOO BIG" : "PROTOCOL";
        } catch (TooLongFrameException e) {
            error = "TOO BIG";
        }
        for (WebSocketFrame frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
            if (frame instanceof CloseWebSocketFrame close && hasHalfACharacter(close)) {
                error = "PROTOCOL";
            } else {
                say(frame, log);
            }
            frame.release();
        }
        channel.close();
        return error == null ? String.join("\n", log.said()) : log.endedBy(error);
    }

    /** Netty checks the reason of a close byte by byte, and does not ask whether its last character is whole; RFC 6455 section 5.5.1 does. */
    private static boolean hasHalfACharacter(CloseWebSocketFrame close) {
        byte[] payload = ByteBufUtil.getBytes(close.content());
        return payload.length > 2
                && !ByteBufUtil.isText(Unpooled.wrappedBuffer(payload), 2, payload.length - 2, StandardCharsets.UTF_8);
    }

    private static void say(WebSocketFrame frame, FrameLog log) {
        byte[] payload = ByteBufUtil.getBytes(frame.content());
        if (frame instanceof CloseWebSocketFrame close) {
            boolean empty = close.statusCode() < 0;
            log.close(
                    empty ? WebSocketCloseStatus.EMPTY.code() : close.statusCode(),
                    empty ? "" : close.reasonText(),
                    payload);
        } else if (frame instanceof PingWebSocketFrame) {
            log.ping(payload);
        } else if (frame instanceof PongWebSocketFrame) {
            log.pong(payload);
        } else {
            log.message(payload, 0, payload.length, frame instanceof BinaryWebSocketFrame);
        }
    }
}
