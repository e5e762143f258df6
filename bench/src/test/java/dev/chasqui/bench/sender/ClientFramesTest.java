package dev.chasqui.bench.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bench.data.WebSocketFrames;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What clients send: alpaca-py writes each subscription in two frames, the second of them empty. */
final class ClientFramesTest {

    private static final byte[] MASK = {1, 2, 3, 4};

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    @Test
    void aMessageInSeveralFramesIsOne() throws IOException {
        send(WebSocketFrames.BINARY, "sub");
        send(0, "scribe");
        send(WebSocketFrames.FINAL, "");
        send(WebSocketFrames.FINAL | WebSocketFrames.TEXT, "next");
        ClientFrames frames = frames();
        assertFrame(frames.next(), WebSocketFrames.BINARY, "subscribe");
        assertFrame(frames.next(), WebSocketFrames.TEXT, "next");
    }

    @Test
    void aPingBetweenThePartsIsReadAtOnce() throws IOException {
        send(WebSocketFrames.TEXT, "sub");
        send(WebSocketFrames.FINAL | WebSocketFrames.PING, "?");
        send(WebSocketFrames.FINAL, "scribe");
        ClientFrames frames = frames();
        assertFrame(frames.next(), WebSocketFrames.PING, "?");
        assertFrame(frames.next(), WebSocketFrames.TEXT, "subscribe");
    }

    private void send(int first, String text) {
        byte[] content = text.getBytes(StandardCharsets.US_ASCII);
        sent.write(first);
        sent.write(0x80 | content.length);
        sent.writeBytes(MASK);
        for (int i = 0; i < content.length; i++) {
            sent.write(content[i] ^ MASK[i % MASK.length]);
        }
    }

    private ClientFrames frames() {
        return new ClientFrames(new ByteArrayInputStream(sent.toByteArray()));
    }

    private static void assertFrame(ClientFrames.Frame frame, int kind, String text) {
        assertThat(frame.kind()).isEqualTo(kind);
        assertThat(new String(frame.content(), StandardCharsets.US_ASCII)).isEqualTo(text);
    }
}
