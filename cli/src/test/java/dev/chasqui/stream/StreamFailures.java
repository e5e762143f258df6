package dev.chasqui.stream;

import dev.chasqui.model.Subscription;
import dev.chasqui.stream.event.Cause;

/** Makes the failures that only a stream can make. */
public final class StreamFailures {

    private StreamFailures() {}

    /** Refused for good. */
    public static StreamException refused(Cause reason) {
        return new StreamException.Refused(reason);
    }

    /** Out of attempts. */
    public static StreamException gaveUp(Cause reason) {
        return new StreamException.GaveUp(reason);
    }

    /** Out of patience for the slot. */
    public static StreamException slotTaken(Cause reason) {
        return new StreamException.SlotTaken(reason);
    }

    /** A change of subscriptions was refused. */
    public static StreamException requestFailed(Cause reason, Subscription asked) {
        SubscriptionResult result = new SubscriptionResult(asked, Subscription.none(), asked, Subscription.none());
        return new StreamException.RequestFailed(reason, result);
    }

    /** Closed by the user. */
    public static StreamException closed(Cause reason) {
        return new StreamException.Closed(reason);
    }
}
