package dev.chasqui.wire;

import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.Subscription;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Valid messages, damaged: whatever comes, a decoder neither throws nor allocates out of proportion, and reads the next one well. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class MutationTest {

    private static final int MUTANTS = 40_000;
    private static final int CORPUS = 400;
    private static final long ALLOWED_AT_ALL = 64 << 10;
    private static final long ALLOWED_PER_BYTE = 300;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final FeedKind[] KINDS = FeedKind.values();
    private static final String TRADE_UPDATE =
            "{\"stream\":\"trade_updates\",\"data\":{\"event\":\"fill\",\"price\":\"431.2\",\"qty\":\"10\",\"position_qtys\":{\"A\":\"1\"},"
                    + "\"timestamp\":\"2026-01-05T14:30:02.123456-05:00\",\"order\":{\"id\":\"6\",\"symbol\":\"MSFT\",\"notional\":null,"
                    + "\"qty\":\"10\",\"legs\":[{\"id\":\"7\",\"extended_hours\":false}]}}}";

    private final Seed seed = Seed.announced("MutationTest");
    private final Random random = seed.random();

    @Test
    void damagedJsonFramesDoNoHarm() {
        damagedFramesDoNoHarm(Encoding.JSON);
    }

    @Test
    void damagedMsgpackFramesDoNoHarm() {
        damagedFramesDoNoHarm(Encoding.MSGPACK);
    }

    private void damagedFramesDoNoHarm(Encoding encoding) {
        List<byte[]> corpus = frames(encoding);
        byte[] good = goodFrame(encoding);
        FrameDecoder lasting = FrameDecoder.create(encoding, FeedKind.STOCKS, DecodeLimits.DEFAULT);
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = mutate(corpus);
            FrameDecoder fresh = FrameDecoder.create(encoding, KINDS[i % KINDS.length], DecodeLimits.DEFAULT);
            measured(i, mutant, () -> {
                Collected collected = Collected.of(fresh, mutant);
                collected.problems.forEach(MutationTest::checkProblem);
            });
            Collected ignored = Collected.of(lasting, mutant);
            if (!Collected.of(lasting, good).event().symbol().equals("GOOD")) {
                fail(seed + ": the decoder is broken by mutant " + i);
            }
        }
    }

    private static void checkProblem(DecodeProblem problem) {
        if (problem.excerpt().length() > DecodeProblem.MAX_EXCERPT
                || problem.reason().isEmpty()) {
            throw new AssertionError(problem);
        }
    }

    @Test
    void damagedRequestsDoNoHarm() {
        for (Encoding encoding : Encoding.values()) {
            List<byte[]> corpus = requests(encoding);
            for (int i = 0; i < MUTANTS / 2; i++) {
                byte[] mutant = mutate(corpus);
                RequestDecoder decoder = RequestDecoder.create(encoding, KINDS[i % KINDS.length], DecodeLimits.DEFAULT);
                measured(i, mutant, () -> {
                    ClientRequest request = decoder.decode(mutant, 0, mutant.length);
                    if (request instanceof ClientRequest.Malformed malformed
                            && malformed.reason().contains("S3cr3t")) {
                        throw new AssertionError(malformed);
                    }
                });
            }
        }
    }

    private void measured(int number, byte[] mutant, Runnable decode) {
        long allowed = ALLOWED_AT_ALL + ALLOWED_PER_BYTE * mutant.length;
        // Loading a class allocates as well, but only once.
        if (allocatedBy(number, mutant, decode) > allowed) {
            long again = allocatedBy(number, mutant, decode);
            if (again > allowed) {
                fail("%d bytes allocated for %d, %s, mutant %d".formatted(again, mutant.length, seed, number));
            }
        }
    }

    private long allocatedBy(int number, byte[] mutant, Runnable decode) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            decode.run();
        } catch (RuntimeException | Error broken) {
            fail(seed + ", mutant " + number + ": " + HexFormat.of().formatHex(mutant), broken);
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private List<byte[]> frames(Encoding encoding) {
        List<byte[]> frames = new ArrayList<>();
        RandomMessage messages = new RandomMessage(random);
        for (int i = 0; i < CORPUS; i++) {
            FeedKind kind = KINDS[random.nextInt(KINDS.length)];
            List<Object> frame = List.of(messages.next(kind), messages.next(kind));
            frames.add(
                    encoding == Encoding.JSON
                            ? RandomJson.write(frame, random).getBytes(StandardCharsets.UTF_8)
                            : RandomMsgpack.write(frame, random));
        }
        FrameEncoder market = FrameEncoder.create(encoding, FeedKind.STOCKS);
        frames.add(market.control(ErrorCode.SLOW_CLIENT.toMessage()));
        frames.add(market.control(new ControlMessage.Acknowledgement(Subscription.of("A", "BRK.B"))));
        FrameEncoder trading = FrameEncoder.create(encoding, FeedKind.TRADING);
        for (int i = 0; i < CORPUS / 8; i++) {
            frames.add(trading.element(
                    Collected.json(FeedKind.TRADING, TRADE_UPDATE).event()));
            frames.add(trading.control(new ControlMessage.Authorization("authorized", "listen")));
        }
        return frames;
    }

    private static byte[] goodFrame(Encoding encoding) {
        FrameEncoder encoder = FrameEncoder.create(encoding, FeedKind.STOCKS);
        return encoder.frame(List.of(encoder.element(Collected.json(
                        FeedKind.STOCKS,
                        "[{\"T\":\"t\",\"S\":\"GOOD\",\"p\":1,\"s\":2,\"t\":\"2026-01-05T14:30:00Z\"}]")
                .event())));
    }

    private static List<byte[]> requests(Encoding encoding) {
        RequestEncoder market = RequestEncoder.create(encoding, FeedKind.STOCKS);
        RequestEncoder trading = RequestEncoder.create(encoding, FeedKind.TRADING);
        return List.of(
                market.encode(new ClientRequest.Authenticate("KEY-S3cr3t", "S3cr3t-value")),
                market.encode(new ClientRequest.Subscribe(Subscription.of("A", "BRK.B", "BTC/USD"))),
                market.encode(new ClientRequest.Unsubscribe(Subscription.of("*"))),
                trading.encode(new ClientRequest.Listen(List.of("trade_updates"))));
    }

    private byte[] mutate(List<byte[]> corpus) {
        byte[] mutant = pick(corpus).clone();
        for (int i = 1 + random.nextInt(3); i > 0 && mutant.length > 0; i--) {
            mutant = mutateOnce(mutant, corpus);
        }
        return mutant;
    }

    private byte[] mutateOnce(byte[] bytes, List<byte[]> corpus) {
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(7)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt(256);
            case 2 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 3 -> {
                byte[] noise = new byte[1 + random.nextInt(8)];
                random.nextBytes(noise);
                return splice(bytes, at, noise, at);
            }
            case 4 -> {
                byte[] structure = "[]{}\",:\\u-0e.".getBytes(StandardCharsets.US_ASCII);
                return splice(bytes, at, new byte[] {structure[random.nextInt(structure.length)]}, at);
            }
            case 5 -> {
                byte[] other = pick(corpus);
                int from = random.nextInt(other.length);
                return splice(bytes, at, Arrays.copyOfRange(other, from, other.length), bytes.length);
            }
            default -> {
                return splice(bytes, at, new byte[0], Math.min(bytes.length, at + 1 + random.nextInt(8)));
            }
        }
        return bytes;
    }

    /** The bytes with those from {@code at} to {@code end} replaced. */
    private static byte[] splice(byte[] bytes, int at, byte[] middle, int end) {
        byte[] spliced = Arrays.copyOf(bytes, at + middle.length + bytes.length - end);
        System.arraycopy(middle, 0, spliced, at, middle.length);
        System.arraycopy(bytes, end, spliced, at + middle.length, bytes.length - end);
        return spliced;
    }

    private byte[] pick(List<byte[]> corpus) {
        return corpus.get(random.nextInt(corpus.size()));
    }
}
