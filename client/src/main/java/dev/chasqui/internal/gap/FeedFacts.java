package dev.chasqui.internal.gap;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.FeedKind;
import java.time.Duration;
import java.util.Set;

/**
 * What gaps need to know of a feed.
 *
 * @param channels that it may deliver
 * @param delay how much later than it happened a message comes by design
 * @param symbolsPerRequest the most symbols that one request to history may name
 */
public record FeedFacts(Set<Channel> channels, Duration delay, int symbolsPerRequest) {

    private static final int SYMBOLS = 1_000;
    /** Documented for options; their symbols are long, too. */
    private static final int OPTION_SYMBOLS = 100;

    private static final Duration DELAYED = Duration.ofMinutes(15);

    /** The facts of a feed. */
    public static FeedFacts of(Feed feed) {
        return new FeedFacts(
                feed.kind().channels(),
                feed.equals(Feed.DELAYED_SIP) ? DELAYED : Duration.ZERO,
                feed.kind() == FeedKind.OPTIONS ? OPTION_SYMBOLS : SYMBOLS);
    }
}
