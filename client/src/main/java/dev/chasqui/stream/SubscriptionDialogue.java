package dev.chasqui.stream;

import dev.chasqui.model.Channel;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.Timers.Purpose;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.Cause.Kind;
import dev.chasqui.stream.event.StreamState;
import dev.chasqui.wire.ClientRequest;
import dev.chasqui.wire.ControlMessage.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What one authenticated session says about subscriptions, and when: it sends what the {@link SubscriptionBook} wants said, waits for each
 * answer, asks twice, asks again for what is missing, and cancels what nobody wants. Confined to the loop's thread.
 */
final class SubscriptionDialogue {

    private static final int MAX_MISSING_RETRIES = 3;

    private final StreamConfig config;
    private final SubscriptionBook book;
    private final Timers timers;
    private final Session.Host host;
    private final Consumer<ClientRequest> sender;
    private final Runnable onSilence;
    private boolean extrasDropped;
    private int missingRetries;

    /**
     * The dialogue of one session.
     *
     * @param sender puts a request on the wire
     * @param onSilence called when the server does not answer even when asked twice
     */
    SubscriptionDialogue(
            StreamConfig config,
            SubscriptionBook book,
            Timers timers,
            Session.Host host,
            Consumer<ClientRequest> sender,
            Runnable onSilence) {
        this.config = config;
        this.book = book;
        this.timers = timers;
        this.host = host;
        this.sender = sender;
        this.onSilence = onSilence;
    }

    void begin() {
        book.begin();
        pump();
    }

    void end() {
        timers.cancel(Purpose.ACKNOWLEDGEMENT);
        timers.cancel(Purpose.MISSING);
        book.end();
    }

    /** Says what is to be said, or notes that everything is said. */
    void pump() {
        pump(Subscription.none());
    }

    private void pump(Subscription refusedNow) {
        Optional<SubscriptionBook.Request> next = book.next();
        if (next.isPresent()) {
            request(next.get());
        } else if (book.isQuiet()) {
            settled();
        }
        host.subscriptionsChanged(refusedNow);
    }

    private void request(SubscriptionBook.Request request) {
        host.asked();
        sender.accept(toWire(request));
        timers.start(Purpose.ACKNOWLEDGEMENT, config.timeouts().acknowledgement(), this::unanswered);
    }

    private ClientRequest toWire(SubscriptionBook.Request request) {
        if (config.feed().kind() == FeedKind.TRADING) {
            return new ClientRequest.Listen(request.add() ? List.of(Channel.TRADE_UPDATES.wireName()) : List.of());
        }
        return request.add()
                ? new ClientRequest.Subscribe(request.pairs())
                : new ClientRequest.Unsubscribe(request.pairs());
    }

    /** The server has sent the complete state of the session. */
    void acknowledged(Subscription active) {
        if (book.acknowledged(active)) {
            timers.cancel(Purpose.ACKNOWLEDGEMENT);
        }
        pump();
    }

    /** The server has refused a request. */
    void refused(Failure failure) {
        Subscription before = book.refused();
        if (book.refused(failure)) {
            timers.cancel(Purpose.ACKNOWLEDGEMENT);
            pump(book.refused().minus(before));
        }
    }

    private void unanswered() {
        Optional<SubscriptionBook.Request> again = book.unanswered(host.state() == StreamState.LIVE);
        if (again.isPresent()) {
            request(again.get());
            host.subscriptionsChanged(Subscription.none());
        } else {
            onSilence.run();
        }
    }

    private void settled() {
        if (host.state() == StreamState.SUBSCRIBING) {
            host.move(StreamState.LIVE, Cause.of(Kind.PROGRESS, "the server has answered for every subscription"));
            host.live();
        }
        if (!extrasDropped && !book.active().minus(book.desired()).isEmpty()) {
            extrasDropped = true;
            book.dropExtras();
            book.next().ifPresent(this::request);
        }
        if (book.missing().isEmpty()) {
            missingRetries = 0;
            timers.cancel(Purpose.MISSING);
        } else if (missingRetries < MAX_MISSING_RETRIES) {
            Duration delay = config.reconnect().schedule(++missingRetries);
            timers.start(Purpose.MISSING, delay, this::askForMissing);
        }
    }

    /** Asks once more for what has been acknowledged. */
    void repeat(Subscription pairs) {
        book.repeat(pairs);
        pump();
    }

    private void askForMissing() {
        book.retryMissing();
        pump();
    }
}
