package dev.chasqui.stream.options;

import dev.chasqui.model.Channel;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What happens to a message when the queue in front of the handlers is full. Every message that it costs is counted and reported. */
public enum OverflowPolicy {
    /**
     * The newest message per symbol wins; order books are merged, so that no level is lost. Only for channels whose latest message says
     * everything: quotes, order books, daily bars, price bands and perpetual pricing. Default for quotes and order books.
     */
    CONFLATE,
    /**
     * The oldest message of the channel makes room, and what is lost becomes a gap, repaired as if the connection had been lost. Default for
     * everything but quotes and order books.
     */
    GAP,
    /** The oldest message of the channel makes room, and is only counted. */
    DROP_OLDEST,
    /**
     * The connection is not read until there is room. Nothing is lost here, but pings go unanswered meanwhile, and Alpaca cuts off a client
     * that does not keep up.
     */
    BLOCK;

    private static final Set<Channel> CONFLATABLE = Collections.unmodifiableSet(
            EnumSet.of(Channel.QUOTES, Channel.ORDER_BOOKS, Channel.DAILY_BARS, Channel.LULDS, Channel.PRICING));

    /** Whether the policy makes sense for a channel. */
    public boolean allows(Channel channel) {
        return this != CONFLATE || CONFLATABLE.contains(channel);
    }

    /** The policy of a channel unless set otherwise. */
    public static OverflowPolicy defaultFor(Channel channel) {
        return channel == Channel.QUOTES || channel == Channel.ORDER_BOOKS ? CONFLATE : GAP;
    }
}
