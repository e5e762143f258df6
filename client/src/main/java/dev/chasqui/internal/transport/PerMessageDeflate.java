package dev.chasqui.internal.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketClientExtension;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketClientExtensionHandshaker;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtension;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionData;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionDecoder;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionEncoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Offers permessage-deflate, RFC 7692, and takes every answer that the offer allows. Only the server compresses: our requests are few and
 * small, and a side need not compress what it has agreed to. So the server's wishes for our window and context cost nothing.
 */
final class PerMessageDeflate implements WebSocketClientExtensionHandshaker {

    private static final String NAME = "permessage-deflate";
    private static final String CLIENT_MAX_WINDOW_BITS = "client_max_window_bits";
    private static final String SERVER_MAX_WINDOW_BITS = "server_max_window_bits";
    private static final String CLIENT_NO_CONTEXT_TAKEOVER = "client_no_context_takeover";
    private static final String SERVER_NO_CONTEXT_TAKEOVER = "server_no_context_takeover";
    private static final Pattern WINDOW_BITS = Pattern.compile("[89]|1[0-5]");

    private @Nullable Agreed agreed;

    /** What inflates the server's messages, for the frame reader; null unless the server has agreed. */
    @Nullable
    MessageInflater newInflater() {
        return agreed == null ? null : new MessageInflater(agreed.contextKept);
    }

    @Override
    @SuppressWarnings("NullAway") // Null is Netty's way to write a parameter without a value.
    public WebSocketExtensionData newRequestData() {
        Map<String, String> parameters = new HashMap<>();
        parameters.put(CLIENT_MAX_WINDOW_BITS, null);
        return new WebSocketExtensionData(NAME, parameters);
    }

    /** Null refuses the answer, and with it the connection. */
    @Override
    public @Nullable WebSocketClientExtension handshakeExtension(WebSocketExtensionData answer) {
        boolean legal = answer.name().equals(NAME)
                && answer.parameters().entrySet().stream()
                        .allMatch(parameter -> isLegal(parameter.getKey(), parameter.getValue()));
        agreed = legal ? new Agreed(!answer.parameters().containsKey(SERVER_NO_CONTEXT_TAKEOVER)) : null;
        return agreed;
    }

    private static boolean isLegal(String name, @Nullable String value) {
        return switch (name) {
            case CLIENT_NO_CONTEXT_TAKEOVER, SERVER_NO_CONTEXT_TAKEOVER -> value == null;
            case CLIENT_MAX_WINDOW_BITS, SERVER_MAX_WINDOW_BITS ->
                value != null && WINDOW_BITS.matcher(value).matches();
            default -> false;
        };
    }

    /** Netty wants handlers for frames that it neither reads nor compresses here. */
    private static final class Agreed implements WebSocketClientExtension {

        private final boolean contextKept;

        Agreed(boolean contextKept) {
            this.contextKept = contextKept;
        }

        @Override
        public int rsv() {
            return WebSocketExtension.RSV1;
        }

        @Override
        public WebSocketExtensionDecoder newExtensionDecoder() {
            return new NoFrames();
        }

        @Override
        public WebSocketExtensionEncoder newExtensionEncoder() {
            return new Uncompressed();
        }
    }

    private static final class NoFrames extends WebSocketExtensionDecoder {

        @Override
        public boolean acceptInboundMessage(Object message) {
            return false;
        }

        @Override
        protected void decode(ChannelHandlerContext context, WebSocketFrame frame, List<Object> out) {
            throw new AssertionError("accepts nothing");
        }
    }

    private static final class Uncompressed extends WebSocketExtensionEncoder {

        @Override
        public boolean acceptOutboundMessage(Object message) {
            return false;
        }

        @Override
        protected void encode(ChannelHandlerContext context, WebSocketFrame frame, List<Object> out) {
            throw new AssertionError("accepts nothing");
        }
    }
}
