package dev.chasqui.stream.event;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.options.OverflowPolicy;
import dev.chasqui.wire.DecodeProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a stream, captured when it happened. Events reach their listeners in the order of {@link Origin#sequence()},
 * one at a time, on the stream's event thread.
 */
public sealed interface StreamEvent {

    /** When and on which connection it happened. */
    Origin origin();

    /**
     * When and on which connection an event happened.
     *
     * @param sequence 1, 2, 3 … without a gap for one stream
     * @param epoch number of the connection attempt, from 1; 0 before the first
     * @param monotonicNanos a clock that never jumps, for differences only
     * @param wallClock the time of day
     */
    record Origin(long sequence, long epoch, long monotonicNanos, Instant wallClock) {}

    /**
     * The stream has changed its state. The one with a {@linkplain StreamState#isFinal() final} state is the last event of a stream.
     *
     * @param from before
     * @param to now
     * @param cause why
     */
    record StateChanged(Origin origin, StreamState from, StreamState to, Cause cause) implements StreamEvent {}

    /**
     * A new connection will be tried.
     *
     * @param delay from now
     * @param attempt how many attempts in a row this will be
     * @param cause why the last one ended
     */
    record ReconnectScheduled(Origin origin, Duration delay, int attempt, Cause cause) implements StreamEvent {}

    /**
     * The server says that the connection limit is reached. After an unclean end that is usually our own last session, which the server
     * forgets within about 90 s; otherwise another program uses the same account and feed.
     *
     * @param attempt how often the slot was asked for
     * @param nextTry when it is asked for again
     * @param until when the budget for waiting is spent
     */
    record WaitingForSlot(Origin origin, int attempt, Duration nextTry, Instant until) implements StreamEvent {}

    /**
     * The set of subscriptions has changed, by an answer of the server.
     *
     * @param desired what the user wants
     * @param active what the server said last, without the channels that follow trades
     * @param missing desired and not active
     * @param refused what the server refused in this change
     */
    record SubscriptionChanged(
            Origin origin, Subscription desired, Subscription active, Subscription missing, Subscription refused)
            implements StreamEvent {}

    /**
     * The server sent an error.
     *
     * @param code its code; −1 if it had none
     * @param message its text, control characters removed, shortened
     * @param errorClass what follows from it
     */
    record ServerError(Origin origin, int code, String message, ErrorClass errorClass) implements StreamEvent {}

    /**
     * Handlers do not keep up: the queue in front of them is three quarters full. Once per episode.
     *
     * @param queuedMessages waiting now
     * @param queuedBytes waiting now, as encoded
     */
    record SlowConsumer(Origin origin, int queuedMessages, long queuedBytes) implements StreamEvent {}

    /**
     * The queue is full and messages of a channel are lost, merged or held back. Once per channel and episode.
     *
     * @param channel of the messages
     * @param policy what happens to them
     */
    record Overflow(Origin origin, Channel channel, OverflowPolicy policy) implements StreamEvent {}

    /**
     * Handlers keep up again: the queue is less than half full. Ends the episode that {@link SlowConsumer} began.
     *
     * @param lasted how long it took
     * @param dropped messages lost in the episode, by channel
     * @param conflated messages replaced by newer ones in the episode, by channel
     */
    record SlowConsumerCleared(Origin origin, Duration lasted, Map<Channel, Long> dropped, Map<Channel, Long> conflated)
            implements StreamEvent {}

    /**
     * A handler or listener of the user's failed. Other handlers and later messages are not affected. A burst of failures of one handler
     * is reported once a second.
     *
     * @param channel of the message; null for a listener of events
     * @param symbol of the message; may be empty
     * @param failure what was thrown, or how the stage completed
     * @param suppressed failures of this handler since the last report that were not reported
     */
    record HandlerFailed(Origin origin, @Nullable Channel channel, String symbol, Throwable failure, long suppressed)
            implements StreamEvent {}

    /**
     * A frame or a message in it could not be decoded. A burst is reported once a second.
     *
     * @param problem what was wrong
     * @param suppressed problems since the last report that were not reported
     */
    record DecodeFailed(Origin origin, DecodeProblem problem, long suppressed) implements StreamEvent {}
}
