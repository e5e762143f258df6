package dev.chasqui.bench.data;

import dev.chasqui.model.Bar;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import dev.chasqui.wire.Encoding;
import dev.chasqui.wire.FrameEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A certain number of messages in frames, for benchmarks of single parts.
 *
 * @param events the messages, in order
 * @param frames the same, encoded and packed
 */
public record FrameSet(List<MarketEvent> events, List<byte[]> frames) {

    /** So many messages a set has. */
    public static final int MESSAGES = 10_000;

    private static final long MINUTE = 60_000_000_000L;
    // Bars have prices of few digits, as servers send them: sums of decimal fractions would have seventeen.
    private static final double CENTS = 100;

    /** What the messages are. */
    public enum Content {
        /** Recorded trades and quotes. */
        MIXED(event -> true),
        /** Recorded quotes. */
        QUOTES(Quote.class::isInstance),
        /** Recorded trades. */
        TRADES(Trade.class::isInstance),
        /** Bars with the prices and sizes of recorded trades: the recording has no bars. */
        BARS(Trade.class::isInstance);

        @SuppressWarnings("ImmutableEnumChecker") // Without state.
        private final Predicate<MarketEvent> wanted;

        Content(Predicate<MarketEvent> wanted) {
            this.wanted = wanted;
        }

        private MarketEvent of(MarketEvent event) {
            return this == BARS ? bar((Trade) event) : event;
        }
    }

    /**
     * Messages from the opening on.
     *
     * @param perFrame how many a frame has; 0 for as many as recorded
     */
    public static FrameSet of(Path recording, Content content, Encoding encoding, int perFrame) throws IOException {
        List<List<MarketEvent>> groups = new ArrayList<>();
        List<MarketEvent> all = new ArrayList<>();
        RecordedDay.read(recording, (json, recorded) -> {
            List<MarketEvent> wanted = recorded.stream()
                    .filter(content.wanted)
                    .map(content::of)
                    .limit(MESSAGES - all.size())
                    .toList();
            all.addAll(wanted);
            if (!wanted.isEmpty()) {
                groups.add(wanted);
            }
            return all.size() < MESSAGES;
        });
        return new FrameSet(all, encode(perFrame == 0 ? groups : regrouped(all, perFrame), encoding));
    }

    private static List<List<MarketEvent>> regrouped(List<MarketEvent> events, int perFrame) {
        List<List<MarketEvent>> groups = new ArrayList<>();
        for (int from = 0; from < events.size(); from += perFrame) {
            groups.add(events.subList(from, Math.min(from + perFrame, events.size())));
        }
        return groups;
    }

    private static List<byte[]> encode(List<List<MarketEvent>> groups, Encoding encoding) {
        FrameEncoder encoder = FrameEncoder.create(encoding, FeedKind.STOCKS);
        return groups.stream()
                .map(group -> encoder.frame(group.stream().map(encoder::element).toList()))
                .toList();
    }

    private static Bar bar(Trade trade) {
        long cents = Math.round(trade.price() * CENTS);
        return new Bar(
                Bar.Kind.MINUTE,
                trade.symbol(),
                trade.timestampNanos() / MINUTE * MINUTE,
                cents / CENTS,
                (cents + 2) / CENTS,
                (cents - 1) / CENTS,
                (cents + 1) / CENTS,
                trade.size() * 100,
                trade.id() % 1_000,
                (cents * 10_000 + 4_567) / (CENTS * 10_000));
    }
}
