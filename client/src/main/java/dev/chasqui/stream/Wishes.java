package dev.chasqui.stream;

import dev.chasqui.model.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What users wish to be subscribed to, by holder: each wish is checked and noted at once, then taken up on the loop's thread. Safe for use
 * by many threads.
 */
final class Wishes {

    private final StreamCore core;
    private final SubscriptionRules rules;
    private final HeldSubscription own;

    private final Object asking = new Object();
    // Guarded by asking.
    private final List<Change.Holder> holders = new ArrayList<>();
    private @Nullable CompletableFuture<SubscriptionResult> connected;

    Wishes(StreamCore core, SubscriptionRules rules) {
        this.core = core;
        this.rules = rules;
        own = new HeldSubscription(this, core.ownHolder());
        holders.add(own.holder());
    }

    /** The stream's own. */
    HeldSubscription own() {
        return own;
    }

    HeldSubscription newHolder() {
        HeldSubscription further = new HeldSubscription(this, new Change.Holder());
        synchronized (asking) {
            holders.add(further.holder());
        }
        core.register(further.holder());
        return further;
    }

    /** Adds to the stream's own wishes, and starts it with the first of them; the answer is always that to the first. */
    CompletableFuture<SubscriptionResult> connect(Subscription subscription) {
        synchronized (asking) {
            CompletableFuture<SubscriptionResult> asked = change(own.holder(), true, subscription);
            if (connected == null) {
                connected = asked;
                core.start();
            }
            return connected;
        }
    }

    CompletableFuture<SubscriptionResult> change(Change.Holder holder, boolean add, Subscription pairs) {
        synchronized (asking) {
            if (core.isOver()) {
                throw new IllegalStateException("the stream has ended: make a new one");
            }
            if (add) {
                rules.check(pairs);
                rules.checkLimit(desiredWith(pairs));
            }
            return post(holder, add, pairs);
        }
    }

    void release(Change.Holder holder) {
        synchronized (asking) {
            if (holders.remove(holder)) {
                post(holder, false, holder.held());
                core.forget(holder);
            }
        }
    }

    private CompletableFuture<SubscriptionResult> post(Change.Holder holder, boolean add, Subscription pairs) {
        StreamFuture<SubscriptionResult> future = new StreamFuture<>(core::isOwnThread);
        if (add) {
            holder.add(pairs);
        } else {
            holder.remove(pairs);
        }
        if (!core.submit(new Change(holder, add, pairs, future))) {
            future.settleExceptionally(StreamMachine.closedError());
        }
        return future;
    }

    private Subscription desiredWith(Subscription pairs) {
        Subscription union = pairs;
        for (Change.Holder holder : holders) {
            union = union.plus(holder.held());
        }
        return union;
    }
}
