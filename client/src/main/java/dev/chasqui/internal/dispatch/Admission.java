package dev.chasqui.internal.dispatch;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.stream.options.OverflowPolicy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets messages into one lane, by the policy of their channel once it is full. Guarded by the lane's lock.
 *
 * <p>A lane holds a message until every handler has had it: waiting, on the way to the handlers, or parked before an asynchronous handler
 * that is busy. All three count against the bounds. One message may always wait, however large.
 *
 * <ul>
 *   <li>CONFLATE: the newest waiting message of the channel and symbol, if it is live, takes over what the new one says, and keeps its place.
 *       Without such a one the new message is let in beyond the bounds; it may then take the place of an older one parked before a handler. Beyond
 *       twice the messages or a tenth more bytes, the oldest of the channel is dropped instead.
 *   <li>GAP and DROP_OLDEST: the oldest waiting message of the channel makes room, or else the oldest parked one, which the handlers that have not
 *       had it yet will never get. While the lane holds more than its bounds, room means one message for another. If there is none, the
 *       new message is dropped. With GAP each loss is told, and that of a recovered message with any policy.
 *   <li>BLOCK: not let in now.
 * </ul>
 *
 * <p>A message that is not live is dropped when there is no room for it, unless the policy is BLOCK: it must not cost a live one.
 */
final class Admission {

    private final Bounds bounds;
    private final Map<Channel, OverflowPolicy> policies;
    private final Ledger ledger;
    private final Episode episode;
    private final LossListener losses;
    private final boolean direct;
    private final Waiting waiting = new Waiting();
    private final Backlog parked = new Backlog();

    /**
     * For one lane.
     *
     * @param direct whether a message let in is delivered at once by whoever brought it, instead of waiting
     */
    Admission(
            Bounds bounds,
            Map<Channel, OverflowPolicy> policies,
            Ledger ledger,
            Episode episode,
            LossListener losses,
            boolean direct) {
        this.bounds = bounds;
        this.policies = policies;
        this.ledger = ledger;
        this.episode = episode;
        this.losses = losses;
        this.direct = direct;
    }

    Waiting waiting() {
        return waiting;
    }

    Backlog parked() {
        return parked;
    }

    /** Lets in all that is left of a frame if it fits and is nothing to speak of; else nothing. */
    boolean admitAll(Frame frame) {
        long messages = ledger.messages() + frame.end() - frame.next();
        long bytes = ledger.bytes() + frame.bytes();
        if (bytes < 0 || messages > bounds.messages() || bytes > bounds.bytes()) {
            return false;
        }
        if (!episode.isOpen() && bounds.isSlow(messages, bytes)) {
            return false;
        }
        ledger.hold(frame.end() - frame.next(), frame.bytes());
        waiting.addAll(frame);
        return true;
    }

    /** Settles a new message's fate, unless it must wait for room: then false. */
    boolean admit(Message message) {
        if (!fits(message.bytes)) {
            ledger.settle();
        }
        if (fits(message.bytes)) {
            enqueue(message);
            return true;
        }
        OverflowPolicy policy = policyOf(message.channel);
        if (policy == OverflowPolicy.BLOCK) {
            noteOverflow(message.channel);
            return false;
        }
        if (!message.isLive()) {
            drop(message);
        } else if (policy == OverflowPolicy.CONFLATE) {
            conflate(message);
        } else {
            dropOldestFor(message);
        }
        return true;
    }

    /** Whether a message now to be parked takes the place of an older one. */
    boolean conflatesParked(Message message) {
        return policyOf(message.channel) == OverflowPolicy.CONFLATE
                && message.isLive()
                && (ledger.messages() >= bounds.messages() || ledger.bytes() >= bounds.bytes());
    }

    /** A message lost one of its places before handlers. */
    void placeGone(Message message) {
        if (message.parked != null) {
            return;
        }
        if (message.inParkedBacklog) {
            message.inParkedBacklog = false;
            parked.remove(message);
        }
        if (message.deliveries == 0) {
            resolve(message);
        }
    }

    /** A thread is done with calling handlers; whatever is left of the message stands parked. */
    void deliveryEnded(Message message) {
        message.deliveries--;
        if (message.parked == null) {
            if (message.deliveries == 0) {
                resolve(message);
            }
        } else if (!message.inParkedBacklog) {
            message.inParkedBacklog = true;
            parked.add(message);
        }
    }

    /** A parked message's place before one handler went to a newer one. */
    void replacedAtGate(Message older) {
        noteOverflow(older.channel);
        older.outcome = older.outcome.worse(Outcome.CONFLATED);
        placeGone(older);
    }

    /** The end: whatever waits is dropped. */
    void dropAll() {
        ledger.abandon(waiting.clear());
        for (Message each = parked.any(); each != null; each = parked.any()) {
            dropParked(each);
        }
    }

    void dropParked(Message message) {
        message.outcome = Outcome.DROPPED;
        for (Parked place = message.parked; place != null; place = message.parked) {
            place.gate.remove(place);
        }
        placeGone(message);
    }

    /** Ends the episode if the handlers have caught up. */
    void endEpisodeIfCleared() {
        if (episode.isOpen() && bounds.isCleared(ledger.messages(), ledger.bytes())) {
            episode.end();
            waiting.forgetIndex();
        }
    }

    private OverflowPolicy policyOf(Channel channel) {
        return policies.getOrDefault(channel, OverflowPolicy.DROP_OLDEST);
    }

    boolean fits(long bytes) {
        return (ledger.messages() < bounds.messages() && bounds.bytes() - ledger.bytes() >= bytes)
                || (waiting.isEmpty() && parked.isEmpty());
    }

    private void enqueue(Message message) {
        if (direct) {
            message.deliveries = 1;
        } else {
            waiting.add(message.event, message.bytes, message.origin);
        }
        ledger.hold(1, message.bytes);
        if (!episode.isOpen() && bounds.isSlow(ledger.messages(), ledger.bytes())) {
            beginEpisodeIfStillSlow();
        }
    }

    private void beginEpisodeIfStillSlow() {
        ledger.settle();
        if (bounds.isSlow(ledger.messages(), ledger.bytes())) {
            beginEpisode();
        }
    }

    private void beginEpisode() {
        episode.begin((int) ledger.messages(), ledger.bytes());
    }

    private void noteOverflow(Channel channel) {
        if (!episode.isOpen()) {
            beginEpisode();
        }
        episode.overflow(channel, policyOf(channel));
    }

    private void conflate(Message message) {
        long older = waiting.newest(message.channel, message.symbol());
        if (older != Waiting.NONE && waiting.origin(older).isLive()) {
            supersede(older, message);
        } else if (makeHardRoom(message)) {
            enqueue(message);
        } else {
            drop(message);
        }
    }

    private void supersede(long older, Message message) {
        noteOverflow(message.channel);
        long before = waiting.bytes(older);
        MarketEvent merged = Message.merged(waiting.event(older), message.event);
        long after = Message.mergedBytes(merged, before, message);
        waiting.replace(older, merged, after);
        ledger.resize(after - before);
        ledger.count(Outcome.CONFLATED, 1);
        episode.conflated(message.channel);
        while (ledger.bytes() > bounds.hardBytes() && waiting.size(message.channel) > 1) {
            dropOldest(message.channel);
        }
    }

    private boolean makeHardRoom(Message message) {
        while (ledger.messages() >= bounds.hardMessages() || bounds.hardBytes() - ledger.bytes() < message.bytes) {
            if (!dropOldest(message.channel)) {
                return false;
            }
        }
        return true;
    }

    private void dropOldestFor(Message message) {
        long messagesBefore = ledger.messages();
        long bytesBefore = ledger.bytes();
        while (!fits(message.bytes)
                && (ledger.messages() == messagesBefore || bytesBefore - ledger.bytes() < message.bytes)) {
            if (!dropOldest(message.channel)) {
                drop(message);
                return;
            }
        }
        enqueue(message);
    }

    private boolean dropOldest(Channel channel) {
        noteOverflow(channel);
        long oldest = waiting.oldest(channel);
        if (oldest == Waiting.NONE) {
            return dropOldestParked(parked.oldest(channel));
        }
        MarketEvent event = waiting.event(oldest);
        Origin origin = waiting.origin(oldest);
        ledger.release(Outcome.DROPPED, waiting.bytes(oldest));
        waiting.remove(oldest);
        origin.gone();
        episode.dropped(channel);
        tell(event, origin);
        return true;
    }

    private boolean dropOldestParked(@Nullable Message oldest) {
        if (oldest == null) {
            return false;
        }
        dropParked(oldest);
        tell(oldest.event, oldest.origin);
        return true;
    }

    private void drop(Message message) {
        noteOverflow(message.channel);
        ledger.count(Outcome.DROPPED, 1);
        message.origin.gone();
        episode.dropped(message.channel);
        tell(message.event, message.origin);
    }

    // Under the lock, so that no drain can end the episode in between.
    private void tell(MarketEvent lost, Origin origin) {
        if (policyOf(lost.channel()) == OverflowPolicy.GAP || origin.provenance.isRecovered()) {
            losses.lost(lost, origin.provenance);
        }
    }

    private void resolve(Message message) {
        ledger.release(message.outcome, message.bytes);
        message.origin.gone();
        if (message.outcome == Outcome.DROPPED) {
            episode.dropped(message.channel);
        } else if (message.outcome == Outcome.CONFLATED) {
            episode.conflated(message.channel);
        }
    }
}
