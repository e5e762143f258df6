package dev.chasqui.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.Value;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Random messages mean the same to the codec as to Jackson and to msgpack-core. */
class DifferentialTest {

    private static final int FRAMES = 7_500;
    private static final int MAX_ELEMENTS = 8;
    private static final FeedKind[] KINDS = {
        FeedKind.STOCKS, FeedKind.STOCKS, FeedKind.CRYPTO, FeedKind.PERPETUALS, FeedKind.OPTIONS, FeedKind.NEWS_ARTICLES
    };
    private static final JsonMapper JACKSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build();

    private final Seed seed = Seed.announced("DifferentialTest");
    private final Random random = seed.random();
    private final RandomMessage messages = new RandomMessage(random);

    private List<Object> frame(FeedKind kind) {
        List<Object> frame = new ArrayList<>();
        for (int i = 1 + random.nextInt(2 * MAX_ELEMENTS - 1); i > 0; i--) {
            frame.add(messages.next(kind));
        }
        return frame;
    }

    @Test
    void jsonMeansWhatItMeansToJackson() throws IOException {
        compare(
                Encoding.JSON,
                frame -> RandomJson.write(frame, random).getBytes(StandardCharsets.UTF_8),
                DifferentialTest::jackson);
    }

    @Test
    void msgpackMeansWhatItMeansToItsReferenceLibrary() throws IOException {
        compare(Encoding.MSGPACK, frame -> RandomMsgpack.write(frame, random), DifferentialTest::msgpackCore);
    }

    private void compare(Encoding encoding, Function<List<Object>, byte[]> writer, ReferenceReader reference)
            throws IOException {
        Map<FeedKind, FrameDecoder> decoders = new EnumMap<>(FeedKind.class);
        Map<FeedKind, FrameEncoder> encoders = new EnumMap<>(FeedKind.class);
        int compared = 0;
        for (int i = 0; i < FRAMES; i++) {
            FeedKind kind = KINDS[i % KINDS.length];
            byte[] frame = writer.apply(frame(kind));
            List<MarketEvent> expected = reference.read(frame);
            Collected actual = Collected.of(
                    decoders.computeIfAbsent(
                            kind, absent -> FrameDecoder.create(encoding, absent, DecodeLimits.DEFAULT)),
                    frame);
            assertThat(actual.problems).as("%s, frame %d", seed, i).isEmpty();
            assertThat(actual.events).as("%s, frame %d", seed, i).isEqualTo(expected);
            FrameEncoder encoder = encoders.computeIfAbsent(kind, absent -> FrameEncoder.create(encoding, absent));
            byte[] written =
                    encoder.frame(actual.events.stream().map(encoder::element).toList());
            assertThat(reference.read(written)).as("%s, frame %d", seed, i).isEqualTo(carried(kind, expected));
            compared += expected.size();
        }
        assertThat(compared).isGreaterThan(FRAMES * (MAX_ELEMENTS - 1));
    }

    /** Another library's understanding of a frame. */
    private interface ReferenceReader {
        List<MarketEvent> read(byte[] frame) throws IOException;
    }

    private static List<MarketEvent> jackson(byte[] frame) {
        return JACKSON.readValue(frame, new TypeReference<List<Map<String, Object>>>() {}).stream()
                .map(Reference::event)
                .toList();
    }

    private static List<MarketEvent> msgpackCore(byte[] frame) throws IOException {
        try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(frame)) {
            List<MarketEvent> events = new ArrayList<>();
            for (Value element : unpacker.unpackValue().asArrayValue()) {
                @SuppressWarnings("unchecked")
                Map<String, Object> message = (Map<String, Object>) Objects.requireNonNull(plain(element));
                events.add(Reference.event(message));
            }
            return events;
        }
    }

    private static @Nullable Object plain(Value value) {
        return switch (value.getValueType()) {
            case NIL -> null;
            case BOOLEAN -> value.asBooleanValue().getBoolean();
            case INTEGER -> value.asIntegerValue().toBigInteger();
            case FLOAT -> value.asFloatValue().toDouble();
            case STRING -> value.asStringValue().asString();
            case EXTENSION -> value.asTimestampValue().toInstant();
            case ARRAY ->
                value.asArrayValue().list().stream()
                        .map(DifferentialTest::plain)
                        .toList();
            case MAP -> {
                Map<String, Object> map = new LinkedHashMap<>();
                value.asMapValue()
                        .map()
                        .forEach((key, entry) -> map.put(key.asStringValue().asString(), plain(entry)));
                yield map;
            }
            case BINARY -> throw new IllegalArgumentException("no message has binary data");
        };
    }

    /** The events as such a feed can carry them: it does not write every field that is understood when reading. */
    private static List<MarketEvent> carried(FeedKind kind, List<MarketEvent> events) {
        return events.stream().map(event -> carried(kind, event)).toList();
    }

    private static MarketEvent carried(FeedKind kind, MarketEvent event) {
        boolean crypto = kind == FeedKind.CRYPTO || kind == FeedKind.PERPETUALS;
        boolean options = kind == FeedKind.OPTIONS;
        if (event instanceof Trade trade && (crypto || options)) {
            return new Trade(
                    trade.symbol(),
                    trade.timestampNanos(),
                    options ? 0 : trade.id(),
                    trade.exchange(),
                    trade.price(),
                    trade.size(),
                    crypto ? List.of() : trade.conditions(),
                    null,
                    options ? null : trade.takerSide(),
                    trade.update(),
                    trade.receivedNanos());
        }
        if (event instanceof Quote quote && (crypto || options)) {
            return new Quote(
                    quote.symbol(),
                    quote.timestampNanos(),
                    crypto ? null : quote.bidExchange(),
                    quote.bidPrice(),
                    quote.bidSize(),
                    crypto ? null : quote.askExchange(),
                    quote.askPrice(),
                    quote.askSize(),
                    crypto ? List.of() : quote.conditions(),
                    null,
                    quote.receivedNanos());
        }
        return event;
    }
}
