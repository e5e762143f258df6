package dev.chasqui.internal.gap;

import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Channel;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.event.GapCause;
import dev.chasqui.stream.event.GapReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Which gaps are open, and from when to when. A gap of a connection begins with the last moment that is proved to be without a hole, and
 * ends when the server has acknowledged all its symbols again. Confined to the loop's thread.
 */
final class GapBook {

    /** The beginning of an open gap, kept by both clocks until its end is known. */
    private record Ongoing(OpenGap gap, Moment from) {}

    private final EventLoop loop;
    private final FeedKind kind;
    private final GapListener listener;
    private final Consumer<OpenGap> ended;
    private final List<Ongoing> ongoing = new ArrayList<>();
    private final Map<Channel, Loss> losses = new EnumMap<>(Channel.class);
    private Subscription active = Subscription.none();
    private long lastId;

    /**
     * A book without gaps.
     *
     * @param ended is given each gap whose bounds are known
     */
    GapBook(EventLoop loop, FeedKind kind, GapListener listener, Consumer<OpenGap> ended) {
        this.loop = loop;
        this.kind = kind;
        this.listener = listener;
        this.ended = ended;
    }

    /** What messages of a channel were dropped by a full queue. */
    private static final class Loss {
        private final OpenGap gap;
        private final Set<String> symbols = new TreeSet<>();
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;
        private Instant droppedAt = Instant.MIN;

        private Loss(OpenGap gap) {
            this.gap = gap;
        }

        // When a message came is not known, only that it was between its event and its loss.
        private void end() {
            gap.bound(instant(first), droppedAt);
            gap.lostBetween(instant(first), instant(last));
        }
    }

    /** What was acknowledged last on the connection that is open. */
    Subscription active() {
        return active;
    }

    /** Nothing comes of these channels any more, since a moment. */
    void interrupted(Collection<Channel> channels, Moment since, GapCause cause, String text) {
        for (Channel channel : channels) {
            Set<String> symbols = new TreeSet<>(active.symbols(subscribedAs(channel)));
            ongoing.stream()
                    .filter(open -> open.gap.channel == channel)
                    .forEach(open -> symbols.removeAll(open.gap.symbols));
            if (!symbols.isEmpty()) {
                open(channel, symbols, since, cause, text);
            }
        }
    }

    /** The connection is gone: nothing comes any more, since a moment. */
    void disconnected(Moment since, GapCause cause, String text) {
        interrupted(channelsOf(active), since, cause, text);
        active = Subscription.none();
    }

    /** Something could not be read. */
    void undecodable(String symbol, Moment since, String text) {
        for (Channel channel : channelsOf(active)) {
            Set<String> symbols = active.symbols(subscribedAs(channel));
            boolean known =
                    !symbol.isEmpty() && (symbols.contains(symbol) || symbols.contains(Subscription.ALL_SYMBOLS));
            if (known || symbol.isEmpty()) {
                OpenGap gap =
                        begin(channel, known ? Set.of(symbol) : symbols, since.earliest(loop), GapCause.DECODING, text);
                gap.bound(gap.from(), Moment.now(loop).wall());
                ended.accept(gap);
            }
        }
    }

    /** A message was dropped by a full queue. */
    void lost(Channel channel, String symbol, long timestampNanos) {
        Loss loss = losses.computeIfAbsent(
                channel,
                any -> new Loss(begin(
                        channel,
                        symbolsLost(channel, symbol),
                        instant(timestampNanos),
                        GapCause.OVERFLOW,
                        "the queue in front of the handlers was full")));
        loss.symbols.add(symbol);
        loss.first = Math.min(loss.first, timestampNanos);
        loss.last = Math.max(loss.last, timestampNanos);
        loss.droppedAt = loop.wallClock();
    }

    private Set<String> symbolsLost(Channel channel, String symbol) {
        Set<String> subscribed = active.symbols(subscribedAs(channel));
        return subscribed.isEmpty() ? Set.of(symbol) : subscribed;
    }

    /** Handlers keep up again: nothing more is dropped. */
    void overflowEnded() {
        List<Loss> over = List.copyOf(losses.values());
        losses.clear();
        for (Loss loss : over) {
            // An article has no symbol of its own, so for news all that were subscribed stay.
            if (!loss.symbols.contains("")) {
                loss.gap.symbols.clear();
                loss.gap.symbols.addAll(loss.symbols);
            }
            loss.end();
            ended.accept(loss.gap);
        }
    }

    /**
     * The server has said what is subscribed.
     *
     * @param desired what the user wants
     * @param settled whether nothing more is being asked for
     * @param proven the last moment that is proved to be without a hole, for what the server left out
     */
    void acknowledged(Subscription state, Subscription desired, boolean settled, Moment proven) {
        Subscription left = active.minus(state).intersect(desired);
        active = state;
        for (Ongoing open : List.copyOf(ongoing)) {
            resumed(open, desired, settled);
        }
        for (Channel channel : channelsOf(left)) {
            open(
                    channel,
                    left.symbols(subscribedAs(channel)),
                    proven,
                    GapCause.NOT_SUBSCRIBED,
                    "the server does not list these symbols any more");
        }
    }

    private void resumed(Ongoing open, Subscription desired, boolean settled) {
        OpenGap gap = open.gap;
        Channel subscribed = subscribedAs(gap.channel);
        Set<String> missing = new TreeSet<>(gap.symbols);
        missing.removeIf(symbol -> active.covers(subscribed, symbol));
        if (missing.isEmpty()) {
            end(open);
            return;
        }
        if (!settled) {
            return;
        }
        missing.removeIf(symbol -> !desired.covers(subscribed, symbol));
        if (missing.isEmpty() && gap.symbols.stream().noneMatch(symbol -> active.covers(subscribed, symbol))) {
            drop(open);
        } else if (missing.size() < gap.symbols.size()) {
            split(open, missing);
        }
    }

    /** Symbols that did not come back go on in a gap of their own; those that nobody wants any more are left out. */
    private void split(Ongoing open, Set<String> missing) {
        if (!missing.isEmpty()) {
            open(
                    open.gap.channel,
                    missing,
                    open.from,
                    GapCause.NOT_SUBSCRIBED,
                    "the server did not grant these symbols again");
        }
        open.gap.symbols.removeAll(missing);
        Channel subscribed = subscribedAs(open.gap.channel);
        open.gap.symbols.removeIf(symbol -> !active.covers(subscribed, symbol));
        if (open.gap.symbols.isEmpty()) {
            open.gap.symbols.addAll(missing);
            drop(open);
        } else {
            end(open);
        }
    }

    private void drop(Ongoing open) {
        ongoing.remove(open);
        open.gap.bound(open.from.earliest(loop), Moment.now(loop).wall());
        listener.unrecoverable(
                open.gap.toGap(), GapReason.UNSUBSCRIBED, "nobody wants these symbols any more; nothing is to be done");
    }

    /** The stream has ended, and with it everything. */
    void close(Consumer<OpenGap> unfinished) {
        for (Ongoing open : List.copyOf(ongoing)) {
            ongoing.remove(open);
            open.gap.bound(open.from.earliest(loop), Moment.now(loop).wall());
            unfinished.accept(open.gap);
        }
        losses.values().forEach(loss -> {
            loss.end();
            unfinished.accept(loss.gap);
        });
        losses.clear();
    }

    /** Whether a gap of this channel and symbol has no end yet. */
    boolean isOngoing(Channel channel, String symbol) {
        return ongoing.stream()
                .anyMatch(open -> open.gap.channel == channel
                        && (open.gap.symbols.contains(symbol) || open.gap.symbols.contains(Subscription.ALL_SYMBOLS)));
    }

    /** Whether a gap of this channel has no end yet. */
    boolean isOngoing(Channel channel) {
        return ongoing.stream().anyMatch(open -> open.gap.channel == channel);
    }

    /** The earliest moment that an open gap needs what was delivered since; {@link Long#MAX_VALUE} if none is open. */
    long earliestNanos() {
        return ongoing.stream().mapToLong(open -> open.from.nanos()).min().orElse(Long.MAX_VALUE);
    }

    private void open(Channel channel, Set<String> symbols, Moment from, GapCause cause, String text) {
        ongoing.add(new Ongoing(begin(channel, symbols, from.earliest(loop), cause, text), from));
    }

    private OpenGap begin(Channel channel, Set<String> symbols, Instant from, GapCause cause, String text) {
        OpenGap gap = new OpenGap(++lastId, channel, symbols, from, cause, text);
        listener.opened(gap.toGap());
        return gap;
    }

    private void end(Ongoing open) {
        ongoing.remove(open);
        open.gap.bound(open.from.earliest(loop), Moment.now(loop).wall());
        ended.accept(open.gap);
    }

    /** The channels that messages come on when these pairs are subscribed: corrections and cancellations follow trades of stocks. */
    private List<Channel> channelsOf(Subscription pairs) {
        List<Channel> channels = new ArrayList<>(pairs.channels());
        if (kind == FeedKind.STOCKS && pairs.channels().contains(Channel.TRADES)) {
            channels.add(Channel.CORRECTIONS);
            channels.add(Channel.CANCEL_ERRORS);
        }
        return channels;
    }

    private static Channel subscribedAs(Channel channel) {
        return channel.isRequestable() ? channel : Channel.TRADES;
    }

    private static Instant instant(long timestampNanos) {
        return Instant.ofEpochSecond(0, timestampNanos);
    }
}
