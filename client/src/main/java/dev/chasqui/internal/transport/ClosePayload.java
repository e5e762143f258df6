package dev.chasqui.internal.transport;

import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What a close frame says, RFC 6455 section 7.4: a code that may go over the wire, and a reason in UTF-8. */
record ClosePayload(int code, String reason) {

    private static final ClosePayload EMPTY = new ClosePayload(WebSocketCloseStatus.EMPTY.code(), "");

    /** An empty payload is legal and means 1005. */
    static ClosePayload of(byte[] payload) {
        if (payload.length == 0) {
            return EMPTY;
        }
        if (payload.length == 1) {
            throw FrameReader.violation("a close with half a code");
        }
        ByteBuffer bytes = ByteBuffer.wrap(payload);
        int code = bytes.getShort() & 0xffff;
        if (!WebSocketCloseStatus.isValidStatusCode(code)) {
            throw FrameReader.violation("the close code " + code);
        }
        try {
            return new ClosePayload(
                    code, StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException e) {
            throw FrameReader.violation("a close whose reason is not UTF-8");
        }
    }
}
