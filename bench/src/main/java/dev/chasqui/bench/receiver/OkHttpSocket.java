package dev.chasqui.bench.receiver;

import dev.chasqui.model.FeedKind;
import dev.chasqui.wire.DecodeLimits;
import dev.chasqui.wire.Encoding;
import dev.chasqui.wire.FrameDecoder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;

/** OkHttp's WebSocket with this project's decoder. It hands out text as a string, which becomes bytes again here. */
final class OkHttpSocket implements Receiver {

    @Override
    public void start(URI uri, Meter meter) {
        Request request = new Request.Builder().url(uri.toString()).build();
        new OkHttpClient().newWebSocket(request, new Listener(meter));
    }

    private static final class Listener extends WebSocketListener {

        private final Meter meter;
        private final FrameDecoder decoder = FrameDecoder.create(Encoding.JSON, FeedKind.STOCKS, DecodeLimits.DEFAULT);
        private @Nullable DecodedFrames handler;

        Listener(Meter meter) {
            this.meter = meter;
        }

        @Override
        public void onOpen(WebSocket socket, Response response) {
            handler = new DecodedFrames(
                    meter,
                    new Dialogue(Encoding.JSON, message -> socket.send(new String(message, StandardCharsets.UTF_8))));
        }

        @Override
        public void onMessage(WebSocket socket, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (handler != null) {
                decoder.decode(bytes, 0, bytes.length, handler);
            }
        }
    }
}
