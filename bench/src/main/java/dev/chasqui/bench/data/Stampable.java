package dev.chasqui.bench.data;

import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import dev.chasqui.wire.Encoding;
import dev.chasqui.wire.FrameEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Recorded JSON frames whose times all have nine digits behind the point, so that the time of sending can be written over them.
 *
 * @param frames whole WebSocket frames
 * @param times where the times begin in each
 */
public record Stampable(List<byte[]> frames, List<int[]> times) {

    private static final long SECOND = 1_000_000_000L;
    private static final int DIGITS = 9;
    // With a ninth digit that is not zero, no digit is left out.
    private static final long LONGEST = 1_000_000_001L;
    private static final int TEXT_LENGTH = "1970-01-01T00:00:01.000000001Z".length();
    private static final int BEHIND_TIME = "\"}".length();

    /** The first frames of the regular session, of so many messages together. */
    public static Stampable of(Path recording, int messages) throws IOException {
        FrameEncoder encoder = FrameEncoder.create(Encoding.JSON, FeedKind.STOCKS);
        List<byte[]> frames = new ArrayList<>();
        List<int[]> times = new ArrayList<>();
        int[] count = {0};
        RecordedDay.read(recording, (json, events) -> {
            List<byte[]> elements = events.stream()
                    .map(event -> encoder.element(withLongTime(event)))
                    .toList();
            byte[] message = encoder.frame(elements);
            byte[] frame = WebSocketFrames.frame(WebSocketFrames.TEXT, message);
            frames.add(frame);
            times.add(places(elements, frame.length - message.length));
            count[0] += elements.size();
            return count[0] < messages;
        });
        return new Stampable(frames, times);
    }

    private static int[] places(List<byte[]> elements, int headerLength) {
        int[] places = new int[elements.size()];
        int end = headerLength;
        for (int i = 0; i < places.length; i++) {
            end += 1 + elements.get(i).length;
            places[i] = end - BEHIND_TIME - TEXT_LENGTH;
        }
        return places;
    }

    private static MarketEvent withLongTime(MarketEvent event) {
        if (event instanceof Quote quote) {
            return new Quote(
                    quote.symbol(),
                    LONGEST,
                    quote.bidExchange(),
                    quote.bidPrice(),
                    quote.bidSize(),
                    quote.askExchange(),
                    quote.askPrice(),
                    quote.askSize(),
                    quote.conditions(),
                    quote.tape(),
                    quote.receivedNanos());
        }
        Trade trade = (Trade) event;
        return new Trade(
                trade.symbol(),
                LONGEST,
                trade.id(),
                trade.exchange(),
                trade.price(),
                trade.size(),
                trade.conditions(),
                trade.tape(),
                trade.takerSide(),
                trade.update(),
                trade.receivedNanos());
    }

    /** Writes nanoseconds as a time since 1970. Confined to one thread. */
    public static final class Stamp {

        private final byte[] text = new byte[TEXT_LENGTH];
        private long secondOfText = -1;

        /** Over the time that begins there. */
        public void write(long nanos, byte[] frame, int at) {
            long second = nanos / SECOND;
            if (second != secondOfText) {
                byte[] whole = Instant.ofEpochSecond(second).toString().getBytes(StandardCharsets.ISO_8859_1);
                System.arraycopy(whole, 0, text, 0, whole.length - 1);
                text[whole.length - 1] = '.';
                text[TEXT_LENGTH - 1] = 'Z';
                secondOfText = second;
            }
            int rest = (int) (nanos % SECOND);
            for (int i = TEXT_LENGTH - 2; i > TEXT_LENGTH - 2 - DIGITS; i--, rest /= 10) {
                text[i] = (byte) ('0' + rest % 10);
            }
            System.arraycopy(text, 0, frame, at, TEXT_LENGTH);
        }
    }
}
