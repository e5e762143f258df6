package dev.chasqui.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast path for MessagePack and the tolerant reader find the same in every frame, broken ones included. */
class MsgpackFastPathTest {

    private static final List<byte[]> MESSAGES = List.of(
            message(
                    FeedKind.STOCKS,
                    "{'T':'t','S':'AAPL','i':52983525503560,'x':'V','p':187.25,'s':100,'c':['@','I'],'z':'C','t':'2026-01-05T14:30:00.123456789Z'}"),
            message(
                    FeedKind.STOCKS,
                    "{'T':'q','S':'MSFT','bx':'V','bp':431.1,'bs':300,'ax':'K','ap':431.13,'as':70000,'c':['R'],'z':'C','t':'2026-01-05T14:30:00Z'}"),
            message(
                    FeedKind.STOCKS,
                    "{'T':'b','S':'SPY','o':500.5,'h':501,'l':500.25,'c':500.75,'v':12345,'t':'2026-01-05T14:30:00Z','n':87,'vw':500.612345}"),
            message(
                    FeedKind.CRYPTO,
                    "{'T':'t','S':'BTC/USD','p':90001.25,'s':0.000038,'t':'2026-01-05T14:30:00.417Z','i':8160237406270933078,'tks':'B'}"),
            message(
                    FeedKind.CRYPTO,
                    "{'T':'q','S':'ETH/USDT','bp':1815.55510989,'bs':8.24941727,'ap':1818.4,'as':0,'t':'2026-01-05T14:29:59.00000001Z'}"),
            message(
                    FeedKind.OPTIONS,
                    "{'T':'t','S':'SPY260116C00600000','t':'2026-01-05T14:30:00.5Z','p':1.25,'s':3,'x':'C','c':'I'}"),
            message(
                    FeedKind.OPTIONS,
                    "{'T':'q','S':'SPY260116C00600000','t':'2026-01-05T14:30:00.75Z','bx':'C','bp':1.2,'bs':17,'ax':'w','ap':1.3,'as':42,'c':'A'}"));
    // Where any value stands, each of these may stand.
    private static final String[] VALUES = {
        "00",
        "7f",
        "80",
        "90",
        "91a141",
        "98a141a142a143a144a145a146a147a148",
        "99a141a142a143a144a145a146a147a148a149",
        "a0",
        "a141",
        "a100",
        "a1ff",
        "a24142",
        "a74142434445464748",
        "a84142434445464748",
        "c0",
        "c1",
        "c2",
        "c3",
        "c400",
        "ca41480000",
        "ca7f800000",
        "cb4029000000000000",
        "cb8000000000000000",
        "cb7ff0000000000000",
        "cb7ff8000000000000",
        "cbfff0000000000000",
        "cb0000000000000001",
        "cbbff0000000000000",
        "ccff",
        "cdffff",
        "ceffffffff",
        "cf7fffffffffffffff",
        "cf8000000000000000",
        "cfffffffffffffffff",
        "d07f",
        "d080",
        "d17fff",
        "d18000",
        "d27fffffff",
        "d280000000",
        "d37fffffffffffffff",
        "d38000000000000000",
        "d6ff695bcae8",
        "d6ffffffffff",
        "d601695bcae8",
        "d7ff1d6f3454695bcae8",
        "d7ffee6b27fc695bcae8",
        "d7ffee6b2800695bcae8",
        "d7ff00000003ffffffff",
        "d7ff0000000225c17d04",
        "c70cff00000000ffffffff00000000",
        "d90141",
        "da000141",
        "dc000141",
        "ff",
        "e0",
        "b4323032362d30312d30355431343a33303a30305a"
    };

    private final Seed seed = Seed.announced("MsgpackFastPathTest");
    private final Random random = seed.random();
    private final BothWays decoders = new BothWays(Encoding.MSGPACK);

    private static byte[] message(FeedKind kind, String json) {
        MarketEvent event = Collected.json(kind, json.replace('\'', '"')).event();
        return FrameEncoder.create(Encoding.MSGPACK, kind).element(event);
    }

    private static byte[] frame(List<byte[]> messages) {
        return FrameEncoder.create(Encoding.MSGPACK, FeedKind.STOCKS).frame(messages);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lean-sip-20131008-open.frames.jsonl.gz",
                "iex-tops-20170710.frames.jsonl.gz",
                "alpaca-stream/frames.jsonl"
            })
    void recordedFramesAreReadAlike(String name) throws IOException {
        FrameDecoder json = FrameDecoder.create(Encoding.JSON, FeedKind.STOCKS, DecodeLimits.DEFAULT);
        for (String line : Recorded.lines(name)) {
            Collected recorded = Collected.of(json, line.getBytes(StandardCharsets.UTF_8));
            if (!recorded.events.isEmpty()) {
                byte[] frame = Reencoded.frame(Encoding.MSGPACK, FeedKind.STOCKS, recorded);
                assertThat(decoders.compare(frame, () -> name).events).isEqualTo(recorded.events);
            }
        }
    }

    @Test
    void usualMessagesTakeTheFastPath() {
        MsgpackReader reader = new MsgpackReader(DecodeLimits.DEFAULT);
        MsgpackFastPath path = new MsgpackFastPath(reader);
        for (byte[] message : MESSAGES) {
            MarketEvent expected = Collected.msgpack(FeedKind.STOCKS, message).event();
            byte[] symbol = expected.symbol().getBytes(StandardCharsets.US_ASCII);
            assertThat(reader.symbols.get(symbol, 0, symbol.length)).isEqualTo(expected.symbol());
            assertThat(path.read(message, 0, message.length)).isEqualTo(expected);
            assertThat(path.end()).isEqualTo(message.length);
        }
    }

    @Test
    void everyByteMayBeAnyOther() {
        for (byte[] message : MESSAGES) {
            byte[] frame = frame(List.of(message, MESSAGES.get(0)));
            for (int at = 1; at <= message.length; at++) {
                byte original = frame[at];
                for (int other = 0; other < 256; other++) {
                    frame[at] = (byte) other;
                    int where = at;
                    Collected ignored = decoders.compare(frame, () -> "byte " + where);
                }
                frame[at] = original;
            }
        }
    }

    @Test
    void frameMayEndAnywhereAndWhatFollowsMakesNoDifference() {
        byte[] frame = frame(MESSAGES);
        for (int length = 0; length <= frame.length; length++) {
            Collected ignored = decoders.compare(frame, 0, length, () -> "cut");
        }
        for (byte[] message : MESSAGES) {
            byte[] array = new byte[message.length + 32];
            System.arraycopy(message, 0, array, 16, message.length);
            for (int length = 0; length <= message.length; length++) {
                Collected ignored = decoders.compare(array, 16, length, () -> "cut");
            }
        }
    }

    @Test
    void valuesMayHaveAnyForm() {
        for (byte[] message : MESSAGES) {
            for (int from : valueOffsets(message)) {
                int to = endOfValue(message, from);
                for (String value : VALUES) {
                    ByteArrayOutputStream changed = new ByteArrayOutputStream();
                    changed.write(message, 0, from);
                    changed.writeBytes(HexFormat.of().parseHex(value));
                    changed.write(message, to, message.length - to);
                    byte[] twice = frame(List.of(changed.toByteArray(), changed.toByteArray(), MESSAGES.get(0)));
                    Collected ignored = decoders.compare(twice, () -> value + " at " + from);
                }
            }
        }
    }

    @Test
    void mapMayHaveMoreOrFewerKeys() {
        for (byte[] message : MESSAGES) {
            for (int entries = 0; entries < 16; entries++) {
                byte[] changed = message.clone();
                changed[0] = (byte) (Msgpack.FIXMAP + entries);
                Collected ignored = decoders.compare(frame(List.of(changed, MESSAGES.get(0))), () -> "entries");
            }
        }
    }

    private static int[] valueOffsets(byte[] message) {
        int entries = message[0] & 0xf;
        int[] offsets = new int[entries];
        int at = 1;
        for (int i = 0; i < entries; i++) {
            offsets[i] = endOfValue(message, at);
            at = endOfValue(message, offsets[i]);
        }
        return offsets;
    }

    private static int endOfValue(byte[] message, int from) {
        MsgpackReader reader = new MsgpackReader(DecodeLimits.DEFAULT);
        reader.reset(message, from, message.length - from);
        reader.skipStructure();
        return reader.position;
    }

    @Test
    void randomDamageIsReadAlike() {
        for (int i = 0; i < 40_000; i++) {
            byte[] frame = frame(List.of(pick(), pick(), pick()));
            for (int damages = 1 + random.nextInt(3); damages > 0; damages--) {
                int at = random.nextInt(frame.length);
                int from = random.nextInt(frame.length);
                if (random.nextBoolean()) {
                    frame[at] = (byte) random.nextInt(256);
                } else {
                    System.arraycopy(
                            frame, from, frame, at, Math.min(1 + random.nextInt(9), frame.length - Math.max(from, at)));
                }
            }
            int number = i;
            Collected ignored = decoders.compare(frame, () -> seed + ", mutant " + number);
        }
    }

    private byte[] pick() {
        return MESSAGES.get(random.nextInt(MESSAGES.size()));
    }
}
