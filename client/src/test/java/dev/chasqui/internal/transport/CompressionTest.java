package dev.chasqui.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.internal.transport.RawServer.Frame;
import dev.chasqui.internal.transport.RawServer.Peer;
import dev.chasqui.stream.event.Cause.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** permessage-deflate, RFC 7692. */
class CompressionTest extends TransportFixture {

    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";
    private static final byte[] LONG_TEXT = "[{\"T\":\"q\",\"S\":\"AAPL\",\"bp\":189.25,\"ap\":189.26}]"
            .repeat(100)
            .getBytes(StandardCharsets.UTF_8);

    @BeforeEach
    void offerCompression() {
        compression = true;
    }

    /** The server's side: keeps its context from message to message unless told otherwise. */
    private static final class Compressor implements AutoCloseable {
        private final Deflater deflater = new Deflater(6, true);
        private final boolean keepContext;

        Compressor(boolean keepContext) {
            this.keepContext = keepContext;
        }

        byte[] compress(byte[] plain) {
            deflater.setInput(plain);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[8_192];
            int length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
            while (length > 0) {
                out.write(buffer, 0, length);
                length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
            }
            if (!keepContext) {
                deflater.reset();
            }
            return Arrays.copyOf(out.toByteArray(), out.size() - 4);
        }

        @Override
        public void close() {
            deflater.end();
        }
    }

    private static byte[] inflate(Frame frame) throws DataFormatException {
        if (frame.rsv() == 0) {
            return frame.bytes();
        }
        Inflater inflater = new Inflater(true);
        try {
            byte[] input = Arrays.copyOf(frame.bytes(), frame.bytes().length + 4);
            input[input.length - 2] = (byte) 0xff;
            input[input.length - 1] = (byte) 0xff;
            inflater.setInput(input);
            byte[] plain = new byte[1 << 20];
            return Arrays.copyOf(plain, inflater.inflate(plain));
        } finally {
            inflater.end();
        }
    }

    @Test
    void isOfferedWhenAskedFor() throws Exception {
        CompletableFuture<String> head = new CompletableFuture<>();
        opened(serve(peer -> head.complete(peer.accept())));
        assertThat(Peer.header(head.get(5, TimeUnit.SECONDS), EXTENSIONS)).startsWith("permessage-deflate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                "permessage-deflate; server_no_context_takeover",
                "permessage-deflate; client_no_context_takeover",
                "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
                "permessage-deflate; server_max_window_bits=15",
                "permessage-deflate; server_max_window_bits=10",
                "permessage-deflate; client_max_window_bits=15",
                "permessage-deflate; client_max_window_bits=10",
                "permessage-deflate; client_max_window_bits=8; server_max_window_bits=9; client_no_context_takeover"
            })
    void everyLegalAnswerIsAcceptedAndMessagesAreTheSameInBothDirections(String answer) throws Exception {
        boolean keepContext = !answer.contains("server_no_context_takeover");
        CompletableFuture<List<Frame>> received = new CompletableFuture<>();
        RawServer server = serve(peer -> {
            peer.accept(EXTENSIONS + ": " + answer);
            try (Compressor compressor = new Compressor(keepContext)) {
                peer.send(Peer.frame(0xc1, compressor.compress(LONG_TEXT)));
                peer.send(Peer.frame(0xc1, compressor.compress(LONG_TEXT)));
                peer.sendText("not compressed");
                byte[] third = compressor.compress(LONG_TEXT);
                peer.send(Peer.frame(0x41, Arrays.copyOf(third, 7)));
                peer.send(Peer.frame(0x89, new byte[0]));
                peer.send(Peer.frame(0x80, Arrays.copyOfRange(third, 7, third.length)));
            }
            received.complete(List.of(peer.readFrame(), peer.readFrame()));
        });
        Connection connection = opened(server);
        assertThat(told.message().bytes()).isEqualTo(LONG_TEXT);
        assertThat(told.message().bytes()).isEqualTo(LONG_TEXT);
        assertThat(told.message().text()).isEqualTo("not compressed");
        assertThat(told.message().bytes()).isEqualTo(LONG_TEXT);
        assertThat(onLoop(connection::bytesRead)).isLessThan(LONG_TEXT.length);
        doOnLoop(() -> connection.send(LONG_TEXT, false));
        List<Frame> frames = received.get(5, TimeUnit.SECONDS);
        assertThat(frames.get(0).opcode()).isEqualTo(10);
        assertThat(inflate(frames.get(1))).isEqualTo(LONG_TEXT);
    }

    @Test
    void isOffWhenTheServerRefuses() throws Exception {
        CompletableFuture<Frame> received = new CompletableFuture<>();
        Connection connection = opened(serve(peer -> {
            peer.accept();
            peer.send(Peer.frame(0x81, LONG_TEXT));
            received.complete(peer.readFrame());
        }));
        assertThat(told.message().bytes()).isEqualTo(LONG_TEXT);
        doOnLoop(() -> connection.send(LONG_TEXT, false));
        Frame frame = received.get(5, TimeUnit.SECONDS);
        assertThat(frame.rsv()).isZero();
        assertThat(frame.bytes()).isEqualTo(LONG_TEXT);
    }

    @Test
    void usedAlthoughRefusedIsAViolation() throws Exception {
        opened(serve(peer -> {
            peer.accept();
            try (Compressor compressor = new Compressor(true)) {
                peer.send(Peer.frame(0xc1, compressor.compress(LONG_TEXT)));
            }
        }));
        told.closedBy(Kind.PROTOCOL);
        told.nothingMore();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate; nonsense=1",
                "permessage-deflate; server_max_window_bits=99",
                "permessage-deflate; client_max_window_bits=many",
                "x-webkit-deflate-frame"
            })
    void anIllegalAnswerIsNotTheProtocol(String answer) throws Exception {
        open(serve(peer -> peer.accept(EXTENSIONS + ": " + answer)));
        told.closedBy(Kind.PROTOCOL);
        told.nothingMore();
    }

    @Test
    void aMessageThatInflatesAboveTheLimitEndsTheConnectionWith1009() throws Exception {
        maxMessageBytes = 256 << 10;
        CompletableFuture<List<Frame>> answer = new CompletableFuture<>();
        opened(serve(peer -> {
            peer.accept(EXTENSIONS + ": permessage-deflate");
            try (Compressor compressor = new Compressor(true)) {
                byte[] bomb = compressor.compress(new byte[64 << 20]);
                assertThat(bomb).hasSizeLessThan(256 << 10);
                peer.send(Peer.frame(0xc2, bomb));
            }
            answer.complete(peer.readToEnd());
        }));
        told.closedBy(Kind.MESSAGE_TOO_BIG);
        assertThat(answer.get(5, TimeUnit.SECONDS))
                .singleElement()
                .extracting(Frame::closeCode)
                .isEqualTo(1009);
        told.nothingMore();
    }

    @Test
    void aMessageThatInflatesToTheLimitPasses() throws Exception {
        maxMessageBytes = 256 << 10;
        opened(serve(peer -> {
            peer.accept(EXTENSIONS + ": permessage-deflate");
            try (Compressor compressor = new Compressor(true)) {
                peer.send(Peer.frame(0xc2, compressor.compress(new byte[256 << 10])));
            }
        }));
        assertThat(told.message().bytes()).hasSize(256 << 10);
    }

    @Test
    void whatCannotBeInflatedIsNotTheProtocol() throws Exception {
        opened(serve(peer -> {
            peer.accept(EXTENSIONS + ": permessage-deflate");
            byte[] noise = new byte[100];
            Arrays.fill(noise, (byte) 0xff);
            peer.send(Peer.frame(0xc1, noise));
        }));
        told.closedBy(Kind.PROTOCOL);
        told.nothingMore();
    }
}
