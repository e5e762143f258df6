package dev.chasqui.stream;

import dev.chasqui.model.Subscription;
import java.util.concurrent.CompletableFuture;

/** Who holds subscriptions of a stream: the stream itself, or a further holder. Safe for use by many threads. */
final class HeldSubscription implements SubscriptionHolder {

    private final Wishes wishes;
    private final Change.Holder holder;

    HeldSubscription(Wishes wishes, Change.Holder holder) {
        this.wishes = wishes;
        this.holder = holder;
    }

    Change.Holder holder() {
        return holder;
    }

    @Override
    public CompletableFuture<SubscriptionResult> subscribe(Subscription added) {
        return wishes.change(holder, true, added);
    }

    @Override
    public CompletableFuture<SubscriptionResult> unsubscribe(Subscription removed) {
        return wishes.change(holder, false, removed);
    }

    @Override
    public Subscription held() {
        return holder.held();
    }

    @Override
    public void close() {
        wishes.release(holder);
    }
}
