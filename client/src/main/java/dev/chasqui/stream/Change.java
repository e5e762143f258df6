package dev.chasqui.stream;

import dev.chasqui.model.Subscription;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.wire.ControlMessage.Failure;
import org.jspecify.annotations.Nullable;

/** One change of subscriptions that a user asked for, until it is answered. Confined to the loop's thread. */
final class Change {

    private final Holder holder;
    private final boolean add;
    private final Subscription pairs;
    private final StreamFuture<SubscriptionResult> future;

    private Subscription refused = Subscription.none();
    private @Nullable Failure refusal;
    private boolean alone;

    Change(Holder holder, boolean add, Subscription pairs, StreamFuture<SubscriptionResult> future) {
        this.holder = holder;
        this.add = add;
        this.pairs = pairs;
        this.future = future;
    }

    boolean isAdd() {
        return add;
    }

    Subscription pairs() {
        return pairs;
    }

    /** Whether it may not share a message with other changes, because one of them was refused. */
    boolean isAlone() {
        return alone;
    }

    void sendAlone() {
        alone = true;
    }

    /** The server refused these pairs: they are no longer wished for. */
    void refuse(Subscription part, Failure failure) {
        Subscription mine = part.intersect(pairs);
        refused = refused.plus(mine);
        refusal = failure;
        if (add) {
            holder.remove(mine);
        }
    }

    /** The outcome, given what is active and what is still desired. Completes the future when run; it fails if anything was refused. */
    Runnable outcome(Subscription active, Subscription desired) {
        SubscriptionResult result = result(active, desired);
        Failure failure = refusal;
        if (failure == null) {
            return () -> future.settle(result);
        }
        String text = "the server refused a " + (add ? "subscription" : "cancellation") + " with " + failure.code()
                + " (" + failure.message() + "): " + ErrorTable.advice(failure.code());
        Cause cause = new Cause(Cause.Kind.SERVER_ERROR, failure.code(), text);
        return () -> future.settleExceptionally(new StreamException.RequestFailed(cause, result));
    }

    /** The server has not answered in time: the future fails, the wish stays. */
    Runnable unanswered(Subscription active, Subscription desired) {
        SubscriptionResult result = result(active, desired);
        Cause cause = Cause.of(
                Cause.Kind.ACKNOWLEDGEMENT_TIMEOUT,
                "the server has not answered a change of subscriptions in time; it stays desired and is asked for again");
        return () -> future.settleExceptionally(new StreamException.RequestFailed(cause, result));
    }

    Runnable failed(StreamException failure) {
        return () -> future.settleExceptionally(failure);
    }

    private SubscriptionResult result(Subscription active, Subscription desired) {
        Subscription done = add ? pairs.intersect(active) : pairs.minus(active);
        Subscription missing = pairs.minus(done).minus(refused);
        return new SubscriptionResult(pairs, done, refused, add ? missing.intersect(desired) : missing.minus(desired));
    }

    /** Somebody's wishes. They change when they are uttered, ahead of the loop's thread; safe for use by many threads. */
    static final class Holder {

        private volatile Subscription held = Subscription.none();

        Subscription held() {
            return held;
        }

        synchronized void add(Subscription pairs) {
            held = held.plus(pairs);
        }

        synchronized void remove(Subscription pairs) {
            held = held.minus(pairs);
        }
    }
}
