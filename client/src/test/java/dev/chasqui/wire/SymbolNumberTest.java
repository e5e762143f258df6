package dev.chasqui.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Trade;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The decoder's numbers of symbols, which save others looking symbols up. */
class SymbolNumberTest {

    private static final String LONG = "AAPL240119C00150000";
    private static final String TOO_LONG = "X".repeat(TextTable.MAX_LENGTH + 1);

    /** The number with which each message comes. */
    private static final class Numbered implements FrameHandler {

        final Map<String, Integer> numbers = new HashMap<>();
        private final FrameDecoder decoder;

        Numbered(FrameDecoder decoder) {
            this.decoder = decoder;
        }

        @Override
        public void onEvent(MarketEvent event, int encodedBytes) {
            Integer before = numbers.put(event.symbol(), decoder.symbolNumber());
            if (before != null) {
                assertThat(decoder.symbolNumber()).as(event.symbol()).isEqualTo(before);
            }
        }

        @Override
        public void onControl(ControlMessage message) {}

        @Override
        public void onUnknown(String type, byte[] frame, int offset, int length) {}

        @Override
        public void onProblem(DecodeProblem problem) {
            throw new AssertionError(problem.toString());
        }
    }

    private static byte[] trade(Encoding encoding, String symbol) {
        FrameEncoder encoder = FrameEncoder.create(encoding, FeedKind.STOCKS);
        return encoder.frame(
                List.of(encoder.element(new Trade(symbol, 1, 2, "V", 3.5, 4, List.of("@"), "C", null, null, 0))));
    }

    private static void read(FrameDecoder decoder, byte[] frame, FrameHandler handler) {
        decoder.decode(frame, 0, frame.length, handler);
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void eachSymbolKeepsANumberOfItsOwn(Encoding encoding) {
        FrameDecoder decoder = FrameDecoder.create(encoding, FeedKind.STOCKS, DecodeLimits.DEFAULT);
        Numbered found = new Numbered(decoder);
        List<String> few = List.of("F", "T", "AAPL", "BRK.B", LONG, "AAPL");
        few.forEach(symbol -> read(decoder, trade(encoding, symbol), found));
        for (int i = 0; i < 3_000; i++) {
            read(decoder, trade(encoding, "S" + i), found);
        }
        few.forEach(symbol -> read(decoder, trade(encoding, symbol), found));
        assertThat(found.numbers).hasSize(3_005);
        // A few of thousands find no place near their own, and are not kept.
        assertThat(found.numbers.values().stream().filter(number -> number >= 0))
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(2_900)
                .allMatch(number -> number < 4_000);
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void aSymbolThatIsNotKeptHasNone(Encoding encoding) {
        FrameDecoder decoder = FrameDecoder.create(encoding, FeedKind.STOCKS, DecodeLimits.DEFAULT);
        Numbered found = new Numbered(decoder);
        List.of("AAPL", TOO_LONG, "AAPL", "\u00c4", "AAPL")
                .forEach(symbol -> read(decoder, trade(encoding, symbol), found));
        assertThat(found.numbers.get(TOO_LONG)).isNegative();
        assertThat(found.numbers.get("\u00c4")).isNegative();
        assertThat(found.numbers.get("AAPL")).isNotNegative();
    }

    @Test
    void theTolerantReaderGivesTheSameNumber() {
        FrameDecoder decoder = FrameDecoder.create(Encoding.JSON, FeedKind.STOCKS, DecodeLimits.DEFAULT);
        Numbered found = new Numbered(decoder);
        read(decoder, trade(Encoding.JSON, "AAPL"), found);
        String otherOrder = "[{\"S\":\"AAPL\",\"T\":\"t\",\"i\":1,\"x\":\"V\",\"p\":1,\"s\":1,"
                + "\"t\":\"2024-01-02T03:04:05Z\",\"c\":[\"@\"],\"z\":\"C\"}]";
        read(decoder, otherOrder.getBytes(StandardCharsets.UTF_8), found);
        read(decoder, trade(Encoding.JSON, "AAPL"), found);
        assertThat(found.numbers).hasSize(1);
    }
}
