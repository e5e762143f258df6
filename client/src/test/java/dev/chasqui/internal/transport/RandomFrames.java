package dev.chasqui.internal.transport;

import dev.chasqui.internal.transport.RawServer.Peer;
import java.io.ByteArrayOutputStream;
import java.util.Random;

/** Streams of frames as a server may send them, and what a bad one makes of them. */
final class RandomFrames {

    private RandomFrames() {}

    static byte[] stream(Random random) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        int messages = 1 + random.nextInt(6);
        for (int i = 0; i < messages; i++) {
            message(stream, random);
        }
        if (random.nextInt(4) == 0) {
            stream.writeBytes(Peer.closeFrame(1000 + random.nextInt(4000), "why"));
        }
        return stream.toByteArray();
    }

    private static void message(ByteArrayOutputStream stream, Random random) {
        int opcode = 1 + random.nextInt(2);
        int fragments = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 1;
        for (int i = 0; i < fragments; i++) {
            int last = i == fragments - 1 ? 0x80 : 0;
            stream.writeBytes(Peer.frame(last | (i == 0 ? opcode : 0), payload(random, 200)));
            if (random.nextInt(3) == 0) {
                stream.writeBytes(Peer.frame(random.nextBoolean() ? 0x89 : 0x8a, payload(random, 20)));
            }
        }
    }

    private static byte[] payload(Random random, int maxLength) {
        byte[] payload = new byte[random.nextInt(maxLength)];
        random.nextBytes(payload);
        return payload;
    }

    /** Changes a bit here and there, most of them near the beginning, where headers are. */
    static void damage(byte[] stream, Random random) {
        int bits = random.nextInt(3);
        for (int i = 0; i < bits; i++) {
            int at = random.nextInt(random.nextBoolean() ? stream.length : Math.min(stream.length, 4));
            stream[at] ^= (byte) (1 << random.nextInt(8));
        }
    }
}
