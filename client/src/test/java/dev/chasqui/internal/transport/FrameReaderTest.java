package dev.chasqui.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.chasqui.internal.transport.RawServer.Peer;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames cut at every byte, against what they carry; and against Netty's decoder, which knows nothing of ours. */
class FrameReaderTest {

    private static final int LIMIT = 100_000;
    private static final int DAMAGED_STREAMS = 20_000;

    /** Every form of header and every kind of frame, small enough to be cut everywhere. */
    private static byte[] everyKind() {
        return concatenated(
                Peer.frame(0x81, bytes("[]")),
                Peer.frame(0x82, new byte[0]),
                Peer.frame(0x89, bytes("ping")),
                Peer.frame(0x01, bytes("be")),
                Peer.frame(0x8a, bytes("pong")),
                Peer.frame(0x00, new byte[0]),
                Peer.frame(0x89, new byte[0]),
                Peer.frame(0x80, bytes("gin")),
                Peer.frame(0x81, bytes("x".repeat(125))),
                Peer.frame(0x82, bytes("y".repeat(126))),
                Peer.frame(0x81, bytes("last")),
                Peer.closeFrame(1001, "bye"));
    }

    private static final List<String> SAID = List.of(
            "text []",
            "binary ",
            "ping ping",
            "pong pong",
            "ping ",
            "text begin",
            "text " + "x".repeat(125),
            "binary " + "y".repeat(126),
            "text last",
            "close 1001 bye");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] concatenated(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static FrameReader reader(FrameReader.Sink sink) {
        return new FrameReader(LIMIT, null, sink);
    }

    /** Gives the reader a part as a socket would: somewhere in an array whose other bytes mean nothing, and change afterwards. */
    private static void give(FrameReader reader, byte[] stream, int from, int to) {
        byte[] array = new byte[to - from + 7];
        Arrays.fill(array, (byte) 0x55);
        System.arraycopy(stream, from, array, 3, to - from);
        reader.read(array, 3, to - from);
        Arrays.fill(array, (byte) 0x55);
    }

    @Test
    void aStreamCutOnceOrTwiceAnywhereSaysTheSame() {
        byte[] stream = everyKind();
        for (int first = 0; first <= stream.length; first++) {
            for (int second = first; second <= stream.length; second++) {
                FrameLog log = new FrameLog();
                FrameReader reader = reader(log);
                give(reader, stream, 0, first);
                give(reader, stream, first, second);
                give(reader, stream, second, stream.length);
                assertThat(log.said()).as("cut at %d and %d", first, second).isEqualTo(SAID);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 11, 64})
    void aStreamInPiecesOfOneLengthSaysTheSame(int piece) {
        byte[] stream = everyKind();
        FrameLog log = new FrameLog();
        FrameReader reader = reader(log);
        for (int at = 0; at < stream.length; at += piece) {
            give(reader, stream, at, Math.min(stream.length, at + piece));
        }
        assertThat(log.said()).isEqualTo(SAID);
    }

    @ParameterizedTest
    @ValueSource(ints = {65_535, 65_536, 65_537, LIMIT})
    void aLongFrameIsPutTogetherFromPieces(int length) {
        byte[] payload = new byte[length];
        new Random(length).nextBytes(payload);
        byte[] stream = concatenated(Peer.frame(0x82, payload), Peer.frame(0x81, bytes("next")));
        for (int piece : new int[] {1, 4_096, 65_536, stream.length}) {
            FrameLog log = new FrameLog();
            FrameReader reader = reader(log);
            for (int at = 0; at < stream.length; at += piece) {
                give(reader, stream, at, Math.min(stream.length, at + piece));
            }
            assertThat(log.said())
                    .containsExactly("binary " + new String(payload, StandardCharsets.ISO_8859_1), "text next");
        }
    }

    @Test
    void whatADamagedStreamSaysIsWhatNettySays() {
        long seed = Long.getLong("chasqui.seed", System.nanoTime());
        System.out.println("FrameReaderTest: -Dchasqui.seed=" + seed);
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < DAMAGED_STREAMS; i++) {
            byte[] stream = RandomFrames.stream(random);
            RandomFrames.damage(stream, random);
            String netty = NettyOracle.read(stream, LIMIT);
            assertThat(readInPieces(stream, random))
                    .as("stream %d: %s", i, HexFormat.of().formatHex(stream))
                    .isEqualTo(netty);
            refused += netty.endsWith("PROTOCOL") || netty.endsWith("TOO BIG") ? 1 : 0;
        }
        assertThat(refused).isBetween(DAMAGED_STREAMS / 10, DAMAGED_STREAMS * 9 / 10);
    }

    private static String readInPieces(byte[] stream, Random random) {
        FrameLog log = new FrameLog();
        FrameReader reader = reader(log);
        try {
            for (int at = 0; at < stream.length; ) {
                int to = Math.min(stream.length, at + 1 + random.nextInt(40));
                give(reader, stream, at, to);
                at = to;
            }
            return String.join("\n", log.said());
        } catch (CorruptedFrameException e) {
            return log.endedBy("PROTOCOL");
        } catch (TooLongFrameException e) {
            return log.endedBy("TOO BIG");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"88043aa90fed", "880403e8c3c3", "880303e8ff", "880403e8e282", "880100"})
    void aCloseWhoseReasonIsNotTextIsRefused(String stream) {
        byte[] bytes = HexFormat.of().parseHex(stream);
        FrameLog log = new FrameLog();
        assertThatThrownBy(() -> give(reader(log), bytes, 0, bytes.length)).isInstanceOf(CorruptedFrameException.class);
        assertThat(log.said()).isEmpty();
    }

    @Test
    void afterACloseNothingIsReadAnyMore() {
        byte[] stream = concatenated(Peer.closeFrame(1000, "bye"), Peer.frame(0x81, bytes("too late")), bytes("noise"));
        for (int cut = 0; cut <= stream.length; cut++) {
            FrameLog log = new FrameLog();
            FrameReader reader = reader(log);
            give(reader, stream, 0, cut);
            give(reader, stream, cut, stream.length);
            assertThat(log.said()).containsExactly("close 1000 bye");
        }
    }

    @Test
    void afterAnErrorNothingIsReadAnyMore() {
        FrameLog log = new FrameLog();
        FrameReader reader = reader(log);
        byte[] wrong = concatenated(Peer.frame(0x81, bytes("first")), Peer.frame(0x83, bytes("reserved")));
        assertThatThrownBy(() -> reader.read(wrong, 0, wrong.length)).isInstanceOf(CorruptedFrameException.class);
        byte[] right = Peer.frame(0x81, bytes("second"));
        reader.read(right, 0, right.length);
        assertThat(log.said()).containsExactly("text first");
    }

    @Test
    void afterAnErrorOfTheSinkNothingIsReadAnyMore() {
        FrameLog log = new FrameLog() {
            @Override
            public void message(byte[] bytes, int offset, int length, boolean binary) {
                super.message(bytes, offset, length, binary);
                throw new IllegalStateException("a broken listener");
            }
        };
        FrameReader reader = reader(log);
        byte[] two = concatenated(Peer.frame(0x81, bytes("first")), Peer.frame(0x81, bytes("second")));
        assertThatThrownBy(() -> reader.read(two, 0, two.length)).isInstanceOf(IllegalStateException.class);
        reader.read(two, 0, two.length);
        assertThat(log.said()).containsExactly("text first");
    }

    @Test
    void aLengthThatIsOnlyClaimedTakesNoMemory() {
        FrameReader reader = new FrameReader(Integer.MAX_VALUE, null, new FrameLog());
        byte[] header = ByteBuffer.allocate(10)
                .put((byte) 0x82)
                .put((byte) 127)
                .putLong(Integer.MAX_VALUE)
                .array();
        reader.read(header, 0, header.length);
        long before = allocated();
        reader.read(new byte[1_000], 0, 1_000);
        assertThat(allocated() - before).isLessThan(100_000);
    }

    @Test
    void readingAFrameAllocatesNothing() {
        long[] seen = new long[1];
        FrameReader reader = reader(new FrameLog() {
            @Override
            public void message(byte[] bytes, int offset, int length, boolean binary) {
                seen[0] += length;
            }
        });
        byte[] frame = Peer.frame(0x81, new byte[300]);
        byte[] many = new byte[frame.length * 100];
        for (int i = 0; i < 100; i++) {
            System.arraycopy(frame, 0, many, i * frame.length, frame.length);
        }
        long before = 0;
        for (int round = 0; round < 2_000; round++) {
            // The last frame comes in two halves.
            reader.read(many, 0, many.length - 150);
            reader.read(many, many.length - 150, 150);
            before = round == 999 ? allocated() : before;
        }
        assertThat(seen[0]).isEqualTo(2_000L * 100 * 300);
        assertThat(allocated() - before).as("bytes for 100,000 frames").isLessThan(10_000);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
