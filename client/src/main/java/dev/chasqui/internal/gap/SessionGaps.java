package dev.chasqui.internal.gap;

import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Channel;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.event.GapCause;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Gaps that an acknowledgement ends: lost connections, silent ones, and subscriptions that the server dropped. Confined to the event loop.
 *
 * <p>A gap goes on over any number of connections until one acknowledgement lists all its symbols. When a session has settled without some of
 * them, these become a gap of their own.
 */
final class SessionGaps {

    private final EventLoop loop;
    private final FeedFacts facts;
    private final GapBook book;
    private final List<OpenGap> open = new ArrayList<>();

    /** Of the open ones those whose connection has not ended yet: what it acknowledges says nothing. */
    private final Set<OpenGap> silent = new HashSet<>();

    private Subscription known = Subscription.none();
    private @Nullable Subscription desired;
    private Subscription settled = Subscription.none();
    private long settledNanos;
    private long acknowledgedNanos;
    private long askedNanos;
    private boolean asked;

    SessionGaps(EventLoop loop, FeedFacts facts, GapBook book) {
        this.loop = loop;
        this.facts = facts;
        this.book = book;
    }

    // --- what others ask ---

    /** Each channel with its symbols; corrections and cancels come with trades. */
    Map<Channel, Set<String>> channelsOf(Subscription active) {
        EnumMap<Channel, Set<String>> all = new EnumMap<>(Channel.class);
        all.putAll(active.asMap());
        Set<String> traded = active.symbols(Channel.TRADES);
        for (Channel follower : List.of(Channel.CORRECTIONS, Channel.CANCEL_ERRORS)) {
            if (!traded.isEmpty() && facts.channels().contains(follower)) {
                all.put(follower, traded);
            }
        }
        return all;
    }

    /** The last set of subscriptions that held anything. */
    Subscription known() {
        return known;
    }

    /** What the user wants, as far as that was told. */
    @Nullable
    Subscription desired() {
        return desired;
    }

    /** Those of the symbols that no open gap has. */
    Set<String> notMissing(Channel channel, Set<String> symbols) {
        Set<String> left = new TreeSet<>(symbols);
        for (OpenGap gap : open) {
            if (gap.channel() == channel) {
                left.removeIf(gap::covers);
            }
        }
        return left;
    }

    // --- what happens ---

    void connectionLost(Subscription active, long lastFrameNanos, GapCause cause, String text) {
        silent.clear();
        know(active);
        settled = Subscription.none();
        asked = false;
        openFor(channelsOf(active), lastFrameNanos, cause, text);
    }

    void mute(Set<Channel> channels, long sinceNanos, Subscription active, String text) {
        Map<Channel, Set<String>> affected = channelsOf(active);
        affected.keySet().retainAll(channels);
        silent.addAll(openFor(affected, sinceNanos, GapCause.MUTE, text));
    }

    /** A request about subscriptions is on its way. */
    void asked() {
        if (!asked) {
            asked = true;
            askedNanos = loop.nanoTime();
        }
    }

    void acknowledged(Subscription active) {
        know(active);
        long now = loop.nanoTime();
        acknowledgedNanos = now;
        for (OpenGap gap : List.copyOf(open)) {
            if (!silent.contains(gap) && gap.symbols().stream().allMatch(isIn(active, gap))) {
                end(gap, now);
            }
        }
    }

    void settled(Subscription wanted, Subscription active) {
        desired = wanted;
        know(active);
        for (OpenGap gap : List.copyOf(open)) {
            if (!silent.contains(gap)) {
                settle(gap, wanted, active);
            }
        }
        openDropped(wanted, active);
        settled = active;
        settledNanos = acknowledgedNanos;
        asked = false;
    }

    private void settle(OpenGap gap, Subscription wanted, Subscription active) {
        Set<String> absent = those(gap.symbols(), isIn(active, gap).negate());
        Set<String> unwanted = those(absent, isIn(wanted, gap).negate());
        Set<String> missing = those(absent, isIn(wanted, gap));
        if (unwanted.size() == gap.symbols().size()) {
            open.remove(gap);
            book.unsubscribed(gap);
            return;
        }
        if (!unwanted.isEmpty()) {
            book.unsubscribed(book.split(gap, unwanted, gap.cause(), "unsubscribed before it was back"));
        }
        if (missing.size() == gap.symbols().size()) {
            return;
        }
        if (!missing.isEmpty()) {
            open.add(book.split(
                    gap, missing, GapCause.NOT_SUBSCRIBED, "the server did not acknowledge these symbols again"));
        }
        end(gap, loop.nanoTime());
    }

    /** What this session had and has no more, although it is wanted. */
    private void openDropped(Subscription wanted, Subscription active) {
        Map<Channel, Set<String>> dropped = new EnumMap<>(Channel.class);
        channelsOf(settled)
                .forEach((channel, symbols) -> dropped.put(
                        channel,
                        those(symbols, symbol -> wanted.covers(channel, symbol) && !active.covers(channel, symbol))));
        openFor(
                dropped,
                asked ? askedNanos : settledNanos,
                GapCause.NOT_SUBSCRIBED,
                "the server's list of subscriptions does not hold these symbols any more");
    }

    private List<OpenGap> openFor(Map<Channel, Set<String>> channels, long fromNanos, GapCause cause, String text) {
        List<OpenGap> opened = new ArrayList<>();
        channels.forEach((channel, symbols) -> {
            Set<String> affected = notMissing(channel, symbols);
            if (!affected.isEmpty()) {
                opened.add(book.open(channel, affected, fromNanos, cause, text));
            }
        });
        open.addAll(opened);
        return opened;
    }

    private void end(OpenGap gap, long nanos) {
        open.remove(gap);
        book.end(gap, nanos);
    }

    private void know(Subscription active) {
        known = active.isEmpty() ? known : active;
    }

    private static Predicate<String> isIn(Subscription pairs, OpenGap gap) {
        return symbol -> pairs.covers(gap.channel(), symbol);
    }

    private static Set<String> those(Set<String> symbols, Predicate<String> wanted) {
        Set<String> some = new TreeSet<>(symbols);
        some.removeIf(wanted.negate());
        return some;
    }
}
