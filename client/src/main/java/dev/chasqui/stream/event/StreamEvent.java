package dev.chasqui.stream.event;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.options.OverflowPolicy;
import dev.chasqui.wire.DecodeProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
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

    /**
     * Messages may have been missed. Exactly one of {@link GapClosed}, {@link GapPartial} and {@link GapUnrecoverable} follows for this
     * gap, however the stream ends.
     *
     * @param gap what is known so far; its end may still be open, and its symbols may become fewer
     */
    record GapOpened(Origin origin, Gap gap) implements StreamEvent {}

    /**
     * Everything that REST history has of the gap was delivered, once.
     *
     * @param gap with its end
     * @param repair what it took
     */
    record GapClosed(Origin origin, Gap gap, RepairSummary repair) implements StreamEvent {}

    /**
     * A part of the gap was delivered.
     *
     * @param gap with its end
     * @param repair what was done
     * @param reason why not everything
     * @param text what is missing and what to do, for people
     */
    record GapPartial(Origin origin, Gap gap, RepairSummary repair, GapReason reason, String text)
            implements StreamEvent {}

    /**
     * Nothing of the gap could be delivered.
     *
     * @param gap with its end
     * @param reason why
     * @param text what happened and what to do, for people
     */
    record GapUnrecoverable(Origin origin, Gap gap, GapReason reason, String text) implements StreamEvent {}

    /**
     * Repair of the gap is put off.
     *
     * @param gap with its end
     * @param until when it is tried
     * @param reason why not now
     */
    record GapDeferred(Origin origin, Gap gap, Instant until, GapReason reason) implements StreamEvent {}

    /**
     * The memory of what was delivered does not reach back to the beginning of a gap, so that messages of it may be delivered twice: for
     * this gap the promise is at least once.
     *
     * @param gapId the gap
     * @param channel of the gap
     * @param keys how many messages are remembered
     */
    record DedupWindowTruncated(Origin origin, long gapId, Channel channel, long keys) implements StreamEvent {}

    /**
     * Live messages that waited for the repair of a gap, so that order be kept, became too many or waited too long. They are delivered now,
     * and recovered ones follow.
     *
     * @param channel of the messages
     * @param messages that waited
     * @param bytes that waited, as encoded
     */
    record HoldOverflow(Origin origin, Channel channel, long messages, long bytes) implements StreamEvent {}

    /**
     * The time of day jumped, or the process stood still.
     *
     * @param jump how much further the time of day moved than the clock that never jumps; negative if it was set back
     * @param stall for how long the process did not run; zero if it did
     */
    record ClockJump(Origin origin, Duration jump, Duration stall) implements StreamEvent {}

    /**
     * The link is alive and carries no data although data was expected.
     *
     * @param channels that are silent
     * @param lastData when the last message of them came
     * @param confirmed whether REST shows data that the stream did not bring; if so, the stream connects again
     * @param text what is known and what happens, for people
     */
    record StaleFeed(Origin origin, Set<Channel> channels, Instant lastData, boolean confirmed, String text)
            implements StreamEvent {}

    /**
     * Data flows again. Ends what {@link StaleFeed} began.
     *
     * @param channels that were silent
     * @param lasted how long
     */
    record StaleCleared(Origin origin, Set<Channel> channels, Duration lasted) implements StreamEvent {}

    /**
     * A single symbol, usually busy, is silent while others are not.
     *
     * @param channel of its messages
     * @param symbol which
     * @param lastData when its last message came
     */
    record SymbolStale(Origin origin, Channel channel, String symbol, Instant lastData) implements StreamEvent {}

    /**
     * The attempts are spent; the stream rests and then tries once.
     *
     * @param coolDown how long it rests
     * @param nextProbe when it tries
     * @param cause why the last attempt failed
     */
    record CircuitOpened(Origin origin, Duration coolDown, Instant nextProbe, Cause cause) implements StreamEvent {}

    /**
     * What the repair of a gap took.
     *
     * @param recovered messages given to the handlers' queue; one that a full queue drops afterwards is a gap of its own
     * @param duplicates rows of REST that had been delivered before
     * @param requests to REST
     */
    record RepairSummary(long recovered, long duplicates, int requests) {}
}
