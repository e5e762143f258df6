package dev.chasqui.internal.dispatch;

import dev.chasqui.model.Channel;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets one message at a time to an asynchronous handler; the others stand in line, in the order in which they came, whichever lane they
 * came from.
 *
 * <p>Lock order: the lane's lock, then this monitor. Whoever is let in or resumed holds the turn until {@link #passOn()}.
 */
final class Gate {

    final Handler handler;
    private final Map<Channel, Map<String, Parked>> newest = new EnumMap<>(Channel.class);
    private boolean busy;
    private @Nullable Parked first;
    private @Nullable Parked last;

    Gate(Handler handler) {
        this.handler = handler;
    }

    /**
     * Whether the handler may be called with this message now; otherwise the message has been put in line, or the handler is gone. The
     * caller holds the lock of the message's lane.
     *
     * @param conflate whether the message takes the place of the one of its symbol that came last, if that was a live one
     */
    synchronized boolean enter(Message message, boolean conflate) {
        if (handler.isRemoved()) {
            return false;
        }
        if (!busy) {
            busy = true;
            return true;
        }
        Parked older = conflate ? newestOf(message.channel).get(message.symbol()) : null;
        if (older == null || !older.message.isLive()) {
            append(message);
        } else {
            replace(older, message);
        }
        return false;
    }

    /** The next in line if it is of this lane, whose lock the caller holds; otherwise the turn has not been used. */
    synchronized @Nullable Parked take(Lane lane) {
        Parked next = first;
        if (next == null || next.message.lane != lane) {
            return null;
        }
        remove(next);
        return next;
    }

    /** Gives the turn to the lane of the first in line, if there is one. The caller holds no lock. */
    void passOn() {
        Lane next = leave();
        if (next != null) {
            next.resume(this);
        }
    }

    private synchronized @Nullable Lane leave() {
        busy = first != null;
        return laneOfFirst();
    }

    /** Takes a place out of the line. The caller holds the lock of the message's lane. */
    synchronized void remove(Parked place) {
        unlink(place);
        newestOf(place.message.channel).remove(place.message.symbol(), place);
        place.detach();
    }

    /** Sends everybody in line away. The caller holds no lock. */
    void discardAll() {
        for (Lane lane = nextLane(); lane != null; lane = nextLane()) {
            lane.queue.discardFirst(lane, this);
        }
    }

    private synchronized @Nullable Lane nextLane() {
        return laneOfFirst();
    }

    private @Nullable Lane laneOfFirst() {
        return first == null ? null : first.message.lane;
    }

    private void append(Message message) {
        Parked place = new Parked(this, message);
        place.attachTo(message);
        place.ahead = last;
        if (last == null) {
            first = place;
        } else {
            last.behind = place;
        }
        last = place;
        newestOf(message.channel).put(message.symbol(), place);
    }

    private void replace(Parked place, Message later) {
        Message older = place.message;
        place.event = Message.merged(place.event, later.event);
        place.detach();
        place.attachTo(later);
        older.lane.queue.replacedAtGate(older);
    }

    private void unlink(Parked place) {
        Parked before = place.ahead;
        Parked after = place.behind;
        if (before == null) {
            first = after;
        } else {
            before.behind = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.ahead = before;
        }
        place.ahead = null;
        place.behind = null;
    }

    private Map<String, Parked> newestOf(Channel channel) {
        return newest.computeIfAbsent(channel, unused -> new HashMap<>());
    }
}
