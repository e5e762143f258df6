package dev.chasqui.internal.gap;

import static dev.chasqui.internal.gap.Rows.duration;

import dev.chasqui.internal.gap.GapKeeper.Admission;
import dev.chasqui.model.Bar;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Subscription;
import dev.chasqui.model.Trade;
import dev.chasqui.stream.VirtualLoop;
import dev.chasqui.stream.event.Gap;
import dev.chasqui.stream.event.GapCause;
import dev.chasqui.stream.event.GapReason;
import dev.chasqui.stream.event.StreamEvent.RepairSummary;
import dev.chasqui.stream.options.RepairOptions;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A keeper on virtual time with a scripted history, and everything that it said, as lines. Times are seconds since the loop's begin. */
final class GapHarness implements GapListener {

    /** A feed without the channels that follow trades, so that a lost connection is one gap. */
    private static final FeedFacts PLAIN = new FeedFacts(
            Set.of(Channel.TRADES, Channel.QUOTES, Channel.BARS, Channel.UPDATED_BARS, Channel.NEWS, Channel.STATUSES),
            Duration.ZERO,
            1_000);

    final VirtualLoop loop = new VirtualLoop();
    final ScriptedHistory history = new ScriptedHistory(loop);
    final List<String> events = new ArrayList<>();
    /** What handlers get, in order. */
    final List<String> messages = new ArrayList<>();

    final List<String> texts = new ArrayList<>();
    final Set<String> seen = new TreeSet<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    int room = Integer.MAX_VALUE;
    int batches;
    final GapKeeper keeper;

    GapHarness() {
        this(UnaryOperator.identity());
    }

    GapHarness(UnaryOperator<Options> change) {
        this(PLAIN, change);
    }

    GapHarness(FeedFacts facts, UnaryOperator<Options> change) {
        for (Channel channel : Channel.values()) {
            if (!Set.of(Channel.TRADES, Channel.QUOTES, Channel.BARS, Channel.UPDATED_BARS, Channel.NEWS)
                    .contains(channel)) {
                history.none(channel, GapReason.NO_HISTORY);
            }
        }
        Options options = change.apply(new Options());
        options.before.accept(history);
        keeper = new GapKeeper(loop, options.build(), facts, history, new SplittableRandom(1), channel -> seen, this);
    }

    /** The options that tests change. */
    static final class Options {
        java.util.function.Consumer<ScriptedHistory> before = history -> {};
        Set<Channel> channels =
                Set.of(Channel.TRADES, Channel.QUOTES, Channel.BARS, Channel.UPDATED_BARS, Channel.NEWS);
        Set<Channel> ordered = Set.of();
        Duration overlapBack = RepairOptions.defaults().overlapBack();
        Duration overlapForward = RepairOptions.defaults().overlapForward();
        Duration settleDelay = Duration.ofSeconds(2);
        Duration verifyFor = Duration.ofSeconds(30);
        Duration maxBackfill = Duration.ofHours(4);
        int maxPages = 1_000;
        int requestsPerMinute = 100;
        boolean deferRecent;
        int dedupKeys = 1 << 20;
        long holdBytes = 64L << 20;
        Duration maxHold = Duration.ofSeconds(5);

        private RepairOptions build() {
            RepairOptions defaults = RepairOptions.defaults();
            return new RepairOptions(
                    channels,
                    ordered,
                    defaults.delivery(),
                    overlapBack,
                    overlapForward,
                    settleDelay,
                    verifyFor,
                    maxBackfill,
                    maxPages,
                    requestsPerMinute,
                    deferRecent,
                    dedupKeys,
                    defaults.dedupTime(),
                    holdBytes,
                    maxHold);
        }
    }

    // --- time and connection ---

    static Instant at(double seconds) {
        return VirtualLoop.START.plus(duration(seconds));
    }

    static String seconds(@Nullable Instant time) {
        if (time == null) {
            return "?";
        }
        long nanos = Duration.between(VirtualLoop.START, time).toNanos();
        return BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString();
    }

    /** Time passes until this second. */
    GapHarness until(double seconds) {
        loop.advance(duration(seconds).minusNanos(loop.nanoTime()));
        return this;
    }

    /** Subscribed, acknowledged and settled now. */
    GapHarness subscribed(Subscription pairs) {
        keeper.asked();
        keeper.acknowledged(pairs);
        keeper.settled(pairs, pairs);
        return this;
    }

    /** A frame with these messages comes now. */
    GapHarness live(MarketEvent... frame) {
        keeper.frame(loop.nanoTime());
        for (MarketEvent message : frame) {
            Admission admission = keeper.admit(message, number(message), 100);
            switch (admission) {
                case DELIVER -> messages.add("live " + name(message));
                case DUPLICATE -> messages.add("duplicate " + name(message));
                case HELD -> {}
            }
        }
        return this;
    }

    /** The number of a message's symbol, as a stream gives them. */
    int number(MarketEvent message) {
        return numbers.computeIfAbsent(message.symbol(), unseen -> numbers.size());
    }

    /** Lost at one second, back at another, and nothing else happens. */
    GapHarness droppedAndBack(Subscription pairs, double from, double to) {
        until(from).lost(pairs).until(to);
        return subscribed(pairs);
    }

    /** The connection is lost now, and the last frame came now. */
    GapHarness lost(Subscription active) {
        keeper.connectionLost(active, loop.nanoTime(), GapCause.CONNECTION, "the connection was lost");
        return this;
    }

    /** When each request was sent. */
    List<String> requestTimes() {
        return history.requestNanos.stream()
                .map(nanos -> seconds(VirtualLoop.START.plusNanos(nanos)))
                .toList();
    }

    // --- what the keeper says ---

    @Override
    public void opened(Gap gap) {
        events.add("opened " + text(gap));
    }

    @Override
    public void closed(Gap gap, RepairSummary repair) {
        events.add("closed " + text(gap) + text(repair));
    }

    @Override
    public void partial(Gap gap, RepairSummary repair, GapReason reason, String text) {
        events.add("partial " + reason + " " + text(gap) + text(repair));
        texts.add(text);
    }

    @Override
    public void unrecoverable(Gap gap, GapReason reason, String text) {
        events.add("unrecoverable " + reason + " " + text(gap));
        texts.add(text);
    }

    @Override
    public void deferred(Gap gap, Instant until, GapReason reason) {
        events.add("deferred " + reason + " until " + seconds(until) + " " + text(gap));
    }

    @Override
    public void dedupTruncated(long gapId, Channel channel, long keys) {
        events.add("truncated " + gapId + " " + channel.wireName());
    }

    @Override
    public void holdOverflow(Channel channel, long held, long bytes) {
        events.add("hold overflow " + channel.wireName() + " " + held + " messages " + bytes + " bytes");
    }

    @Override
    public void deliver(MarketEvent recovered, long gapId) {
        messages.add("recovered " + gapId + " " + name(recovered));
        room--;
    }

    @Override
    public void release(MarketEvent live, int bytes) {
        messages.add("released " + name(live));
        room--;
    }

    @Override
    public void endOfBatch() {
        batches++;
    }

    @Override
    public int room() {
        return room;
    }

    private static String text(Gap gap) {
        return gap.id() + " " + gap.channel().wireName() + " " + new TreeSet<>(gap.symbols()) + " "
                + seconds(gap.from()) + ".." + seconds(gap.to()) + " " + gap.cause();
    }

    private static String text(RepairSummary repair) {
        return " recovered " + repair.recovered() + " duplicates " + repair.duplicates() + " requests "
                + repair.requests();
    }

    static String name(MarketEvent message) {
        if (message instanceof Trade trade) {
            return trade.symbol() + "#" + trade.idText() + (trade.update() == null ? "" : " " + trade.update());
        } else if (message instanceof Bar bar) {
            return bar.kind() + " " + bar.symbol() + " " + seconds(bar.timestamp()) + " " + bar.close();
        } else if (message instanceof Quote quote) {
            return "quote " + quote.symbol() + " " + seconds(quote.timestamp()) + " " + quote.bidPrice();
        } else if (message instanceof News news) {
            return "article " + news.id();
        }
        return message.toString();
    }
}
