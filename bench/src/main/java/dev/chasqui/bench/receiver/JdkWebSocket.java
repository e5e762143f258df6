package dev.chasqui.bench.receiver;

import dev.chasqui.model.FeedKind;
import dev.chasqui.wire.DecodeLimits;
import dev.chasqui.wire.Encoding;
import dev.chasqui.wire.FrameDecoder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The JDK's WebSocket with this project's decoder. It hands out text as characters, which become bytes again here. */
final class JdkWebSocket implements Receiver {

    @Override
    public void start(URI uri, Meter meter) {
        HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(uri, new Listener(meter))
                .join();
    }

    private static final class Listener implements WebSocket.Listener {

        private final Meter meter;
        private final FrameDecoder decoder = FrameDecoder.create(Encoding.JSON, FeedKind.STOCKS, DecodeLimits.DEFAULT);
        private final StringBuilder parts = new StringBuilder();
        private @Nullable DecodedFrames handler;

        Listener(Meter meter) {
            this.meter = meter;
        }

        @Override
        public void onOpen(WebSocket socket) {
            handler = new DecodedFrames(
                    meter,
                    new Dialogue(
                            Encoding.JSON,
                            message -> socket.sendText(new String(message, StandardCharsets.UTF_8), true)));
            socket.request(Long.MAX_VALUE);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            if (last && parts.isEmpty()) {
                decode(part.toString());
                return null;
            }
            parts.append(part);
            if (last) {
                decode(parts.toString());
                parts.setLength(0);
            }
            return null;
        }

        private void decode(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (handler != null) {
                decoder.decode(bytes, 0, bytes.length, handler);
            }
        }
    }
}
