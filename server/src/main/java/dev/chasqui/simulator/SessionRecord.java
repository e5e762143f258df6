package dev.chasqui.simulator;

import dev.chasqui.model.Feed;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Subscription;
import dev.chasqui.wire.ClientRequest;
import dev.chasqui.wire.ControlMessage;
import dev.chasqui.wire.Encoding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened in one session so far, as the server knows it. A snapshot, immutable.
 *
 * @param id number of the session, from 1 in order of opening
 * @param feed the endpoint
 * @param path the path as the client wrote it
 * @param encoding how frames are written
 * @param compressed whether permessage-deflate was agreed
 * @param userAgent the client's words; empty if it gave none
 * @param openedAt when the opening request was accepted
 * @param authenticatedAt when credentials were accepted; null if they were not
 * @param closedAt when the session ended; null while it lives
 * @param closeCause why it ended, in words; empty while it lives
 * @param requests what the client asked, in order, credentials left out; at most {@value Ledger#MAX_ENTRIES}, later ones are not kept
 * @param answers what the server said about the session, in order; at most {@value Ledger#MAX_ENTRIES}, later ones are not kept
 * @param active subscriptions, those that follow trades included
 * @param eventsSent data messages written to the connection; what a frozen connection swallowed is not counted
 * @param framesSent data frames written to the connection
 * @param bytesSent bytes of those frames before compression
 * @param pingsSent pings of the server
 * @param pongsReceived answers to them
 * @param events the data messages themselves, in order, if the simulator keeps events; else empty
 */
public record SessionRecord(
        long id,
        Feed feed,
        String path,
        Encoding encoding,
        boolean compressed,
        String userAgent,
        Instant openedAt,
        @Nullable Instant authenticatedAt,
        @Nullable Instant closedAt,
        String closeCause,
        List<Request> requests,
        List<Answer> answers,
        Subscription active,
        long eventsSent,
        long framesSent,
        long bytesSent,
        long pingsSent,
        long pongsReceived,
        List<MarketEvent> events) {

    /** Copies the lists unless they are immutable already. */
    public SessionRecord {
        requests = List.copyOf(requests);
        answers = List.copyOf(answers);
        events = List.copyOf(events);
    }

    /**
     * Something that the client asked.
     *
     * @param at when it arrived
     * @param request what it was; an authentication is kept with empty credentials
     */
    public record Request(Instant at, ClientRequest request) {}

    /**
     * Something that the server said about the session.
     *
     * @param at when it was sent
     * @param message what it was
     */
    public record Answer(Instant at, ControlMessage message) {}

    /** Whether the session lives. */
    public boolean isOpen() {
        return closedAt == null;
    }

    /** The acknowledged sets of subscriptions, in order. */
    public List<Subscription> acknowledgements() {
        return answers.stream()
                .map(Answer::message)
                .filter(ControlMessage.Acknowledgement.class::isInstance)
                .map(message -> ((ControlMessage.Acknowledgement) message).active())
                .toList();
    }
}
