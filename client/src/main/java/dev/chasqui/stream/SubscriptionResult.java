package dev.chasqui.stream;

import dev.chasqui.model.Subscription;

/**
 * What became of a change of subscriptions, once the server has answered.
 *
 * @param requested what was asked for
 * @param granted of it, what the server has acknowledged (for an unsubscription: what is no longer active)
 * @param refused of it, what the server refused with an error; no longer desired
 * @param missing of it, what the server's answer lacks without an error; still desired, and asked for again
 */
public record SubscriptionResult(
        Subscription requested, Subscription granted, Subscription refused, Subscription missing) {

    /** Whether everything that was asked for is granted. */
    public boolean isComplete() {
        return refused.isEmpty() && missing.isEmpty();
    }
}
