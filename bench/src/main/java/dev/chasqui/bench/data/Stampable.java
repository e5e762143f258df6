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
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * Recorded JSON frames whose times all have nine digits behind the point, so that the time of sending can be written over them. The ids of
 * trades are replaced by numbers with room for the number of a pass, since a trade that comes again soon with the same id is a duplicate.
 *
 * @param frames whole WebSocket frames
 * @param times where the times begin in each
 * @param passes where the numbers of the pass begin in each; none in quotes
 */
public record Stampable(List<byte[]> frames, List<int[]> times, List<int[]> passes) {

    private static final long SECOND = 1_000_000_000L;
    private static final int DIGITS = 9;
    // With a ninth digit that is not zero, no digit is left out.
    private static final long LONGEST = 1_000_000_001L;
    private static final int TEXT_LENGTH = "1970-01-01T00:00:01.000000001Z".length();
    private static final int BEHIND_TIME = "\"}".length();
    private static final String ID = "\"i\":1";
    private static final int PASS_DIGITS = 5;
    // As many digits as recorded ids have: the one that is looked for, those of the pass, and eight that number the
    // trades.
    private static final long FIRST_ID = 10_000_000_000_000L;

    /** The first frames of the regular session, of so many messages together. */
    public static Stampable of(Path recording, int messages) throws IOException {
        FrameEncoder encoder = FrameEncoder.create(Encoding.JSON, FeedKind.STOCKS);
        List<byte[]> frames = new ArrayList<>();
        List<int[]> times = new ArrayList<>();
        List<int[]> passes = new ArrayList<>();
        int[] count = {0};
        RecordedDay.read(recording, (json, events) -> {
            List<byte[]> elements = events.stream()
                    .map(event -> encoder.element(stampable(event, count[0]++)))
                    .toList();
            byte[] message = encoder.frame(elements);
            byte[] frame = WebSocketFrames.frame(WebSocketFrames.TEXT, message);
            frames.add(frame);
            times.add(places(elements, frame.length - message.length, Stampable::placeOfTime));
            passes.add(places(elements, frame.length - message.length, Stampable::placeOfPass));
            return count[0] < messages;
        });
        return new Stampable(frames, times, passes);
    }

    private static int[] places(List<byte[]> elements, int headerLength, ToIntFunction<byte[]> placeIn) {
        IntStream.Builder places = IntStream.builder();
        // Behind the bracket, and then behind each comma.
        int start = headerLength + 1;
        for (byte[] element : elements) {
            int place = placeIn.applyAsInt(element);
            if (place >= 0) {
                places.add(start + place);
            }
            start += element.length + 1;
        }
        return places.build().toArray();
    }

    private static int placeOfTime(byte[] element) {
        return element.length - BEHIND_TIME - TEXT_LENGTH;
    }

    private static int placeOfPass(byte[] element) {
        int id = new String(element, StandardCharsets.ISO_8859_1).indexOf(ID);
        return id < 0 ? -1 : id + ID.length();
    }

    private static MarketEvent stampable(MarketEvent event, int number) {
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
                FIRST_ID + number,
                trade.exchange(),
                trade.price(),
                trade.size(),
                trade.conditions(),
                trade.tape(),
                trade.takerSide(),
                trade.update(),
                trade.receivedNanos());
    }

    /** Writes the times and, in trades, the pass over a frame. */
    public void stamp(int index, Stamp stamp, long nanos, int pass) {
        byte[] frame = frames.get(index);
        for (int at : times.get(index)) {
            stamp.write(nanos, frame, at);
        }
        for (int at : passes.get(index)) {
            writeDigits(pass, PASS_DIGITS, frame, at);
        }
    }

    private static void writeDigits(int number, int count, byte[] target, int at) {
        int rest = number;
        for (int i = at + count - 1; i >= at; i--, rest /= 10) {
            target[i] = (byte) ('0' + rest % 10);
        }
    }

    /** Writes nanoseconds as a time since 1970. Confined to one thread. */
    public static final class Stamp {

        private final byte[] text = new byte[TEXT_LENGTH];
        private long secondOfText = -1;

        /** Over the time that begins there. */
        void write(long nanos, byte[] frame, int at) {
            long second = nanos / SECOND;
            if (second != secondOfText) {
                byte[] whole = Instant.ofEpochSecond(second).toString().getBytes(StandardCharsets.ISO_8859_1);
                System.arraycopy(whole, 0, text, 0, whole.length - 1);
                text[whole.length - 1] = '.';
                text[TEXT_LENGTH - 1] = 'Z';
                secondOfText = second;
            }
            writeDigits((int) (nanos % SECOND), DIGITS, text, TEXT_LENGTH - 1 - DIGITS);
            System.arraycopy(text, 0, frame, at, TEXT_LENGTH);
        }
    }
}
