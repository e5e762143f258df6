package dev.chasqui.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.internal.transport.RawServer.Frame;
import dev.chasqui.internal.transport.RawServer.Peer;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.Cause.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server sends after the handshake, right and wrong. */
class InboundFramesTest extends TransportFixture {

    private static final long SEED = 4_711;

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, 1_000_000})
    void aMessageOfAnyLengthArrivesWhole(int length) throws Exception {
        byte[] payload = new byte[length];
        new Random(SEED).nextBytes(payload);
        opened(serve(peer -> {
            peer.accept();
            peer.send(Peer.frame(0x82, payload));
        }));
        Recording.Message message = told.message();
        assertThat(message.binary()).isTrue();
        assertThat(message.bytes()).isEqualTo(payload);
    }

    @Test
    void aLargeArticleOfFiveMillionBytesArrivesWhole() throws Exception {
        maxMessageBytes = 16 << 20;
        byte[] payload = new byte[5_000_000];
        new Random(SEED).nextBytes(payload);
        opened(serve(peer -> {
            peer.accept();
            peer.send(Peer.frame(0x82, payload));
        }));
        assertThat(told.message().bytes()).isEqualTo(payload);
    }

    @Test
    void fragmentsBecomeOneMessageAndPingsBetweenThemAreAnsweredWithTheirPayload() throws Exception {
        CompletableFuture<List<Frame>> pongs = new CompletableFuture<>();
        opened(serve(peer -> {
            peer.accept();
            peer.send(Peer.frame(0x01, utf8("[{\"T\":")));
            peer.send(Peer.frame(0x89, utf8("first")));
            peer.send(Peer.frame(0x00, utf8("\"q\"")));
            peer.send(Peer.frame(0x89, new byte[125]));
            peer.send(Peer.frame(0x8a, utf8("a pong that nobody asked for")));
            peer.send(Peer.frame(0x80, utf8("}]")));
            pongs.complete(List.of(peer.readFrame(), peer.readFrame()));
        }));
        Recording.Message message = told.message();
        assertThat(message.text()).isEqualTo("[{\"T\":\"q\"}]");
        assertThat(message.binary()).isFalse();
        List<Frame> answers = pongs.get(5, TimeUnit.SECONDS);
        assertThat(answers).allMatch(frame -> frame.opcode() == 10 && frame.masked());
        assertThat(answers.get(0).text()).isEqualTo("first");
        assertThat(answers.get(1).bytes()).isEqualTo(new byte[125]);
        told.nothingMore();
    }

    @Test
    void anEmptyLastFragmentEndsAMessage() throws Exception {
        opened(serve(peer -> {
            peer.accept();
            peer.send(Peer.frame(0x01, utf8("[]")));
            peer.send(Peer.frame(0x80, new byte[0]));
        }));
        assertThat(told.message().text()).isEqualTo("[]");
    }

    @Test
    void aResetInMidFrameDeliversNothingOfIt() throws Exception {
        opened(serve(peer -> {
                    peer.accept();
                    peer.sendText("whole");
                    byte[] frame = Peer.frame(0x81, utf8("[{\"T\":\"q\"}]"));
                    peer.send(java.util.Arrays.copyOf(frame, frame.length - 3));
                    peer.readFrame();
                    peer.reset();
                }))
                .ping();
        assertThat(told.message().text()).isEqualTo("whole");
        told.closedBy(Kind.CONNECTION_LOST);
        told.nothingMore();
    }

    @Test
    void anEndInMidFrameDeliversNothingOfIt() throws Exception {
        opened(serve(peer -> {
            peer.accept();
            byte[] frame = Peer.frame(0x81, utf8("[{\"T\":\"q\"}]"));
            peer.send(java.util.Arrays.copyOf(frame, frame.length - 3));
            peer.halfClose();
        }));
        assertThat(told.closedBy(Kind.CONNECTION_LOST).code()).isEqualTo(1006);
        told.nothingMore();
    }

    @Test
    void anEndBetweenTwoFragmentsDeliversNothingOfThem() throws Exception {
        opened(serve(peer -> {
            peer.accept();
            peer.send(Peer.frame(0x01, utf8("[{\"T\":")));
            peer.halfClose();
        }));
        told.closedBy(Kind.CONNECTION_LOST);
        told.nothingMore();
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1009, 1011, 1012, 1013, 3000, 4999})
    void aCloseIsToldWithCodeAndReasonAndEchoed(int code) throws Exception {
        CompletableFuture<List<Frame>> answer = new CompletableFuture<>();
        opened(serve(peer -> {
            peer.accept();
            peer.send(Peer.closeFrame(code, "maintenance"));
            answer.complete(peer.readToEnd());
        }));
        Cause cause = told.closedBy(Kind.CLOSED_BY_SERVER);
        assertThat(cause.code()).isEqualTo(code);
        assertThat(cause.text()).contains("code " + code).contains("maintenance");
        assertThat(answer.get(5, TimeUnit.SECONDS))
                .singleElement()
                .matches(Frame::isClose)
                .extracting(Frame::closeCode)
                .isEqualTo(code);
        told.nothingMore();
    }

    @Test
    void aCloseWithoutCodeIs1005() throws Exception {
        opened(serve(peer -> {
            peer.accept();
            peer.send(Peer.frame(0x88, new byte[0]));
        }));
        assertThat(told.closedBy(Kind.CLOSED_BY_SERVER).code()).isEqualTo(1005);
    }

    @Test
    void theReasonOfACloseIsMadeSafeForLogs() throws Exception {
        opened(serve(peer -> {
            peer.accept();
            peer.send(Peer.closeFrame(1001, "bye\r\nINFO fake \u001b[31m\u009b2J\u202e\u2028x\u0000"));
        }));
        String text = told.closedBy(Kind.CLOSED_BY_SERVER).text();
        assertThat(text).contains("bye").contains("fake");
        assertThat(text.codePoints()
                        .filter(c -> Character.isISOControl(c)
                                || Character.getType(c) == Character.FORMAT
                                || Character.getType(c) == Character.LINE_SEPARATOR)
                        .toArray())
                .isEmpty();
    }

    @Test
    void nothingAfterACloseIsRead() throws Exception {
        opened(serve(peer -> {
            peer.accept();
            peer.send(Peer.closeFrame(1000, ""));
            try {
                peer.sendText("too late");
            } catch (IOException e) {
                // The client may be gone already.
            }
        }));
        told.closedBy(Kind.CLOSED_BY_SERVER);
        told.nothingMore();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a masked frame, 8185000000006869686968",
        "the first reserved bit, c1026869",
        "the second reserved bit, a1026869",
        "the third reserved bit, 91026869",
        "a reserved data opcode, 83026869",
        "a reserved control opcode, 8b026869",
        "a fragmented ping, 09026869",
        "a ping of 126 bytes, 897e007e00",
        "a continuation of nothing, 80026869",
        "a new message within a message, 010268698102686981026869",
        "a close of one byte, 880103",
        "close code 999, 880203e7",
        "close code 1005, 880203ed",
        "close code 2000, 880207d0",
    })
    void aViolationOfTheProtocolEndsTheConnectionWithExactlyOneClose(String name, String hex) throws Exception {
        CompletableFuture<List<Frame>> answer = new CompletableFuture<>();
        opened(serve(peer -> {
            peer.accept();
            peer.send(java.util.HexFormat.of().parseHex(hex));
            answer.complete(peer.readToEnd());
        }));
        told.closedBy(Kind.PROTOCOL);
        assertThat(answer.get(5, TimeUnit.SECONDS))
                .as(name)
                .singleElement()
                .matches(Frame::isClose)
                .extracting(Frame::closeCode)
                .isEqualTo(1002);
        told.nothingMore();
    }

    @Test
    void aFrameAboveTheLimitEndsTheConnectionWith1009() throws Exception {
        maxMessageBytes = 10_000;
        assertTooBig(peer -> peer.send(Peer.frame(0x82, new byte[10_001])));
    }

    @Test
    void aFrameOfTheLimitPasses() throws Exception {
        maxMessageBytes = 10_000;
        opened(serve(peer -> {
            peer.accept();
            peer.send(Peer.frame(0x82, new byte[10_000]));
        }));
        assertThat(told.message().bytes()).hasSize(10_000);
    }

    @Test
    void fragmentsAboveTheLimitTogetherEndTheConnectionWith1009() throws Exception {
        maxMessageBytes = 10_000;
        assertTooBig(peer -> {
            peer.send(Peer.frame(0x02, new byte[6_000]));
            peer.send(Peer.frame(0x80, new byte[6_000]));
        });
    }

    @Test
    void anAbsurdLengthIsRefusedBeforeItsBytesCome() throws Exception {
        assertTooBig(peer -> peer.send(ByteBuffer.allocate(14)
                .put((byte) 0x82)
                .put((byte) 127)
                .putLong(Long.MAX_VALUE)
                .array()));
    }

    @Test
    void aNegativeLengthIsNotTheProtocol() throws Exception {
        opened(serve(peer -> {
            peer.accept();
            peer.send(ByteBuffer.allocate(14)
                    .put((byte) 0x82)
                    .put((byte) 127)
                    .putLong(-1)
                    .array());
        }));
        told.closedBy(Kind.PROTOCOL);
    }

    private void assertTooBig(RawServer.Script then) throws Exception {
        CompletableFuture<List<Frame>> answer = new CompletableFuture<>();
        opened(serve(peer -> {
            peer.accept();
            then.run(peer);
            answer.complete(peer.readToEnd());
        }));
        assertThat(told.closedBy(Kind.MESSAGE_TOO_BIG).text()).contains("maxMessageBytes");
        assertThat(answer.get(5, TimeUnit.SECONDS))
                .singleElement()
                .matches(Frame::isClose)
                .extracting(Frame::closeCode)
                .isEqualTo(1009);
        told.nothingMore();
    }

    @Test
    void theEndOfEachGroupOfMessagesThatCameTogetherIsTold() throws Exception {
        Semaphore next = new Semaphore(0);
        byte[] first = utf8("[1]");
        opened(serve(peer -> {
            peer.accept();
            for (int frames : new int[] {3, 0, 1}) {
                next.acquire();
                ByteArrayOutputStream together = new ByteArrayOutputStream();
                for (int i = 0; i < frames; i++) {
                    together.writeBytes(Peer.frame(0x81, first));
                }
                // The answer to the ping tells that what came before it has been read; a ping alone is no message.
                together.writeBytes(Peer.frame(0x89, new byte[0]));
                peer.send(together.toByteArray());
                peer.readFrame();
            }
            peer.halfClose();
        }));
        next.release(3);
        for (int i = 0; i < 4; i++) {
            assertThat(told.message().text()).isEqualTo("[1]");
        }
        told.closedBy(Kind.CONNECTION_LOST);
        assertThat(told.groups()).containsExactly(3, 1);
    }

    @Test
    void everyByteIsCountedAndIsASignOfLife() throws Exception {
        Semaphore next = new Semaphore(0);
        byte[] frame = Peer.frame(0x81, utf8("[]"));
        Connection connection = opened(serve(peer -> {
            peer.accept();
            peer.socket.setTcpNoDelay(true);
            for (byte value : frame) {
                next.acquire();
                peer.send(new byte[] {value});
            }
        }));
        for (int i = 0; i < frame.length; i++) {
            long bytes = onLoop(connection::bytesRead);
            long time = onLoop(connection::lastReadNanos);
            next.release();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> onLoop(connection::bytesRead) == bytes + 1);
            assertThat(onLoop(connection::lastReadNanos)).isGreaterThan(time);
        }
        assertThat(told.message().text()).isEqualTo("[]");
    }
}
