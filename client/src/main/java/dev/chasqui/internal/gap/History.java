package dev.chasqui.internal.gap;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.stream.event.GapReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The history of the stream's own feed. Used on the event loop only. */
public interface History {

    /** Why this channel has no history here; empty if it has. */
    Optional<GapReason> obstacle(Channel channel);

    /** Fetches one page, by one request; the answer comes on the event loop, exactly once and not within this call. */
    void fetch(Query query, Consumer<Answer> receiver);

    /**
     * One page of messages of a channel, ordered by symbol and then by time.
     *
     * @param symbols which; empty for all, which only news allows
     * @param start first instant, inclusive
     * @param end last instant, inclusive
     * @param pageToken of the page before; null for the first
     */
    record Query(
            Channel channel,
            Set<String> symbols,
            Instant start,
            Instant end,
            @Nullable String pageToken) {}

    /** What came of a request. */
    sealed interface Answer {}

    /**
     * A page.
     *
     * @param events the messages; bars of both bar channels are given as {@link dev.chasqui.model.Bar.Kind#MINUTE}
     * @param nextPageToken null on the last page
     */
    record Page(
            List<? extends MarketEvent> events, @Nullable String nextPageToken) implements Answer {}

    /**
     * No page.
     *
     * @param failure what kind
     * @param retryAfter how long REST asks to wait; null if it does not say
     * @param text for people; no secret
     */
    record Failed(Failure failure, @Nullable Duration retryAfter, String text) implements Answer {}

    /** Kinds of failures. */
    enum Failure {
        /** May pass: no connection, a server error, a timeout, an answer that was cut. */
        TRANSIENT,
        /** Too many requests. */
        RATE_LIMITED,
        /** The plan does not show data as recent as this. */
        TOO_RECENT,
        /** The plan or the key does not allow it. */
        NOT_ALLOWED,
        /** The request is refused for good. */
        REFUSED
    }
}
