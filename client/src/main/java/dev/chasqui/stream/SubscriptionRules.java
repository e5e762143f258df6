package dev.chasqui.stream;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.Subscription;

/** What may be asked of a feed, checked before it goes on the wire. Immutable. */
final class SubscriptionRules {

    private final Feed feed;
    private final int symbolLimit;

    SubscriptionRules(Feed feed, int symbolLimit) {
        this.feed = feed;
        this.symbolLimit = symbolLimit;
    }

    /** Checks what is asked for by itself. */
    void check(Subscription added) {
        for (Channel channel : added.channels()) {
            if (!feed.kind().channels().contains(channel)) {
                throw new IllegalArgumentException(
                        "the feed " + feed + " does not offer " + channel.wireName() + "; it offers "
                                + String.join(
                                        ", ",
                                        feed.kind().channels().stream()
                                                .filter(Channel::isRequestable)
                                                .map(Channel::wireName)
                                                .toList()));
            }
        }
        if (feed.kind() == FeedKind.OPTIONS && added.contains(Channel.QUOTES, Subscription.ALL_SYMBOLS)) {
            throw new IllegalArgumentException("* is not allowed for option quotes: name the symbols");
        }
    }

    /** Checks the whole that would be desired. */
    void checkLimit(Subscription desired) {
        int counted = desired.symbols(Channel.TRADES).size()
                + desired.symbols(Channel.QUOTES).size();
        if (counted > symbolLimit) {
            throw new IllegalArgumentException(
                    "this would make " + counted + " trades and quotes, and the limit is set to " + symbolLimit
                            + ": unsubscribe some first, or use bars, which do not count");
        }
    }
}
