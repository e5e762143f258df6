package dev.chasqui.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Feed;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** permessage-deflate (RFC 7692), spoken by hand. */
class CompressionTest {

    private static final int COMPRESSED = 0x40;
    private static final byte[] TAIL = {0, 0, -1, -1};

    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final Inflater inflater = new Inflater(true);

    private byte[] deflated(String text) {
        deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
        byte[] buffer = new byte[64 * 1024];
        int length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        return Arrays.copyOf(buffer, length - TAIL.length);
    }

    private String inflated(RawClient.Frame frame) {
        assertThat(frame.compressed()).isTrue();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        byte[] buffer = new byte[64 * 1024];
        try {
            for (byte[] input : new byte[][] {frame.payload(), TAIL}) {
                inflater.setInput(input);
                int length = inflater.inflate(buffer);
                while (length > 0) {
                    text.write(buffer, 0, length);
                    length = inflater.inflate(buffer);
                }
            }
        } catch (DataFormatException e) {
            throw new AssertionError(e);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                "permessage-deflate; client_max_window_bits",
                "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
                "permessage-deflate; server_max_window_bits=10, permessage-deflate; client_max_window_bits"
            })
    void offersAreTakenAndBothDirectionsAreCompressed(String offer) {
        try (AlpacaSimulator simulator = AlpacaSimulator.builder().start();
                RawClient client = RawClient.connect(simulator.uri(Feed.IEX), "Sec-WebSocket-Extensions: " + offer)) {
            assertThat(client.responseHead().toLowerCase(Locale.ROOT))
                    .contains("sec-websocket-extensions: permessage-deflate");
            assertThat(inflated(client.next())).isEqualTo(RawClient.CONNECTED);
            client.sendFrame(0x80 | COMPRESSED | RawClient.TEXT, deflated(RawClient.AUTH));
            assertThat(inflated(nextOf(client, offer))).isEqualTo(RawClient.AUTHENTICATED);
            assertThat(simulator.ledger().sessions().get(0).compressed()).isTrue();
        }
    }

    private RawClient.Frame nextOf(RawClient client, String offer) {
        if (offer.contains("server_no_context_takeover")) {
            inflater.reset();
        }
        return client.next();
    }

    @Test
    void compressedFragmentsAreJoinedWithAnEmptyLastOne() {
        try (AlpacaSimulator simulator = AlpacaSimulator.builder().start();
                RawClient client =
                        RawClient.connect(simulator.uri(Feed.IEX), "Sec-WebSocket-Extensions: permessage-deflate")) {
            inflated(client.next());
            client.send(RawClient.AUTH);
            assertThat(inflated(client.next())).isEqualTo(RawClient.AUTHENTICATED);
            byte[] request = deflated("{\"action\":\"subscribe\",\"quotes\":[\"A\"]}");
            client.sendFrame(COMPRESSED | RawClient.TEXT, request);
            client.sendFrame(RawClient.CONTINUATION, true, new byte[0]);
            assertThat(inflated(client.next())).isEqualTo("[{\"T\":\"subscription\",\"quotes\":[\"A\"]}]");
        }
    }

    @Test
    void aRequestThatInflatesBeyondTheLimitEndsTheConnection() {
        try (AlpacaSimulator simulator =
                        AlpacaSimulator.builder().maxRequestBytes(10_000).start();
                RawClient client =
                        RawClient.connect(simulator.uri(Feed.IEX), "Sec-WebSocket-Extensions: permessage-deflate")) {
            client.next();
            SimulatedSession session = simulator.sessions().get(0);
            client.sendFrame(0x80 | COMPRESSED | RawClient.TEXT, deflated(" ".repeat(1_000_000)));
            assertThat(session.awaitClosed(Duration.ofSeconds(10))).isNotEmpty();
        }
    }

    @Test
    void aSmallWindowForTheServerIsDeclined() {
        try (AlpacaSimulator simulator = AlpacaSimulator.builder().start();
                RawClient client = RawClient.connect(
                        simulator.uri(Feed.IEX),
                        "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=10")) {
            assertThat(client.responseHead().toLowerCase(Locale.ROOT)).doesNotContain("permessage-deflate");
            client.expect(RawClient.CONNECTED);
        }
    }

    @Test
    void offersMayBeDeclined() {
        try (AlpacaSimulator simulator =
                        AlpacaSimulator.builder().compression(false).start();
                RawClient client =
                        RawClient.connect(simulator.uri(Feed.IEX), "Sec-WebSocket-Extensions: permessage-deflate")) {
            assertThat(client.responseHead().toLowerCase(Locale.ROOT)).doesNotContain("permessage-deflate");
            client.expect(RawClient.CONNECTED);
        }
    }
}
