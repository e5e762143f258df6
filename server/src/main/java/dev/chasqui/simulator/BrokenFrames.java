package dev.chasqui.simulator;

import dev.chasqui.model.Channel;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Quote;
import dev.chasqui.server.Session;
import dev.chasqui.server.Shape;
import dev.chasqui.wire.Encoding;
import dev.chasqui.wire.FrameEncoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Bytes that no good server sends. Elements are maps of texts, which is as well as they need to be written. */
final class BrokenFrames {

    private static final int FIXMAP = 0x80;
    private static final int FIXSTR = 0xa0;
    private static final int FIXARRAY_OF_TWO = 0x92;

    private BrokenFrames() {}

    /** An element that cannot be decoded: a price that is no number, or what comes nearest in other kinds of messages. */
    static byte[] malformedElement(Session session) {
        return element(
                session.shape(),
                switch (session.shape().kind()) {
                    case STOCKS, CRYPTO, PERPETUALS, OPTIONS ->
                        ordered("T", "t", "S", symbol(session), "p", "no price");
                    case NEWS_ARTICLES -> ordered("T", "n", "id", "no number");
                    case TRADING -> ordered("stream", "trade_updates", "data", "no object");
                });
    }

    /** An element of a type that nobody knows. */
    static byte[] unknownElement(Session session) {
        return element(
                session.shape(),
                session.shape().kind() == FeedKind.TRADING
                        ? ordered("stream", "zz", "data", "of tomorrow")
                        : ordered("T", "zz", "S", symbol(session), "v", "of tomorrow"));
    }

    /** A frame that breaks off in the middle of an element: its second one, where a frame can have two. */
    static byte[] malformedFrame(Session session) {
        byte[] element = unknownElement(session);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        if (session.shape().kind() != FeedKind.TRADING) {
            boolean json = session.shape().encoding() == Encoding.JSON;
            frame.write(json ? '[' : FIXARRAY_OF_TWO);
            frame.writeBytes(element);
            frame.writeBytes(json ? new byte[] {','} : new byte[0]);
        }
        frame.write(element, 0, element.length / 2);
        return frame.toByteArray();
    }

    /** A good frame of two messages, to be cut off inside the second. */
    static byte[] frameToCut(Session session) {
        Shape shape = session.shape();
        FrameEncoder encoder = FrameEncoder.create(shape.encoding(), shape.kind());
        if (!shape.kind().channels().contains(Channel.QUOTES)) {
            return encoder.frame(List.of(unknownElement(session)));
        }
        byte[] quote = encoder.element(quote(session));
        return encoder.frame(List.of(quote, quote));
    }

    private static Quote quote(Session session) {
        boolean stock = session.shape().kind() == FeedKind.STOCKS;
        return new Quote(
                symbol(session),
                1_767_623_400_000_000_000L,
                "V",
                1.01,
                100,
                "V",
                1.02,
                100,
                List.of("R"),
                stock ? "C" : null,
                MarketEvent.NO_TIMESTAMP);
    }

    // A symbol that the client has asked for, so that it cannot be thrown away for being foreign.
    private static String symbol(Session session) {
        return session.requested().asMap().values().stream()
                .flatMap(Set::stream)
                .filter(symbol -> !symbol.equals("*"))
                .findFirst()
                .orElse("AAPL");
    }

    private static Map<String, String> ordered(String... keysAndValues) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            fields.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return fields;
    }

    private static byte[] element(Shape shape, Map<String, String> fields) {
        return shape.encoding() == Encoding.JSON ? json(fields) : msgpack(fields);
    }

    private static byte[] json(Map<String, String> fields) {
        StringBuilder text = new StringBuilder("{");
        fields.forEach((key, value) -> text.append(text.length() == 1 ? "\"" : ",\"")
                .append(key)
                .append("\":\"")
                .append(value)
                .append('"'));
        return text.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] msgpack(Map<String, String> fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(FIXMAP | fields.size());
        fields.forEach((key, value) -> {
            writeText(bytes, key);
            writeText(bytes, value);
        });
        return bytes.toByteArray();
    }

    private static void writeText(ByteArrayOutputStream bytes, String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        if (encoded.length < 32) {
            bytes.write(FIXSTR | encoded.length);
        } else {
            bytes.write(0xd9);
            bytes.write(encoded.length);
        }
        bytes.writeBytes(encoded);
    }
}
