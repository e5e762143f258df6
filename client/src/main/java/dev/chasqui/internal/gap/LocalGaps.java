package dev.chasqui.internal.gap;

import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.event.GapCause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Gaps on our own side of a connection that goes on: overflow, messages that cannot be read, a process that stood still. */
final class LocalGaps {

    /** Broken messages in so long a time make one gap, as their reports make one event. */
    private static final Duration BURST = Duration.ofSeconds(1);

    /** What was dropped of a channel since handlers fell behind. */
    private record Overflow(OpenGap gap, Set<String> symbols) {}

    private final EventLoop loop;
    private final WallTimes times;
    private final GapBook book;
    private final SessionGaps session;
    private final Map<Channel, Overflow> overflows = new EnumMap<>(Channel.class);
    private final Map<Channel, List<OpenGap>> broken = new EnumMap<>(Channel.class);
    private long lastBroken;
    private EventLoop.@Nullable Timer endOfBurst;

    LocalGaps(EventLoop loop, WallTimes times, GapBook book, SessionGaps session) {
        this.loop = loop;
        this.times = times;
        this.book = book;
        this.session = session;
    }

    void stall(long fromNanos, long toNanos, Subscription active, String text) {
        session.channelsOf(active).forEach((channel, symbols) -> {
            Set<String> affected = session.notMissing(channel, symbols);
            if (!affected.isEmpty()) {
                book.openEnded(channel, affected, fromNanos, toNanos, GapCause.STALL, text);
            }
        });
    }

    // --- messages that cannot be read ---

    void undecodable(long sinceNanos, @Nullable String symbol, Subscription active, String text) {
        session.channelsOf(active)
                .forEach((channel, symbols) -> undecodable(channel, symbols, sinceNanos, symbol, text));
        lastBroken = loop.nanoTime();
        if (endOfBurst == null) {
            endOfBurst = loop.schedule(BURST, this::endBurst);
        }
    }

    private void undecodable(
            Channel channel, Set<String> subscribed, long sinceNanos, @Nullable String symbol, String text) {
        List<OpenGap> burst = broken.computeIfAbsent(channel, ignored -> new ArrayList<>());
        Set<String> affected = session.notMissing(channel, hit(subscribed, symbol));
        affected.removeIf(each -> burst.stream().anyMatch(gap -> gap.covers(each)));
        if (affected.isEmpty()) {
            return;
        }
        // A second symbol stands for all, so that a server which has changed its format makes two gaps and not a
        // thousand.
        Set<String> wide = burst.isEmpty() ? affected : session.notMissing(channel, subscribed);
        burst.add(book.open(channel, wide, sinceNanos, GapCause.DECODING, text));
    }

    private static Set<String> hit(Set<String> subscribed, @Nullable String symbol) {
        if (symbol == null) {
            return subscribed;
        }
        boolean isSubscribed = subscribed.contains(symbol) || subscribed.contains(Subscription.ALL_SYMBOLS);
        return isSubscribed ? Set.of(symbol) : Set.of();
    }

    private void endBurst() {
        endOfBurst = null;
        List<OpenGap> ended = new ArrayList<>();
        broken.values().forEach(ended::addAll);
        broken.clear();
        ended.forEach(gap -> book.end(gap, lastBroken));
    }

    // --- overflow ---

    void lost(MarketEvent event) {
        Channel channel = event.channel();
        long time = event.timestampNanos();
        long at = time == MarketEvent.NO_TIMESTAMP ? times.latest(loop.nanoTime()) : time;
        Overflow overflow = overflows.computeIfAbsent(channel, ignored -> begin(event, at));
        overflow.gap.lost(at, times.latest(loop.nanoTime()));
        overflow.symbols.add(event.symbol());
    }

    private Overflow begin(MarketEvent event, long at) {
        Channel channel = event.channel();
        Set<String> affected = new TreeSet<>(session.channelsOf(session.known()).getOrDefault(channel, Set.of()));
        if (channel != Channel.NEWS) {
            affected.add(event.symbol());
        } else if (affected.isEmpty()) {
            affected.add(Subscription.ALL_SYMBOLS);
        }
        OpenGap gap = book.openAt(
                channel, affected, at, "the queue in front of the handlers was full and messages were dropped");
        return new Overflow(gap, new TreeSet<>());
    }

    void overflowEnded() {
        List<Overflow> ended = new ArrayList<>(overflows.values());
        overflows.clear();
        long now = loop.nanoTime();
        for (Overflow overflow : ended) {
            if (overflow.gap.channel() != Channel.NEWS) {
                overflow.gap.narrowTo(overflow.symbols);
            }
            book.end(overflow.gap, now);
        }
    }

    void close() {
        if (endOfBurst != null) {
            endOfBurst.cancel();
            endOfBurst = null;
        }
        broken.clear();
        overflows.clear();
    }
}
