package dev.chasqui.stream;

import dev.chasqui.model.Subscription;
import java.util.concurrent.CompletableFuture;

/** A further holder of a stream. Safe for use by many threads. */
final class HeldSubscription implements SubscriptionHolder {

    private final LiveStream stream;
    private final Change.Holder holder = new Change.Holder();

    HeldSubscription(LiveStream stream) {
        this.stream = stream;
    }

    Change.Holder holder() {
        return holder;
    }

    @Override
    public CompletableFuture<SubscriptionResult> subscribe(Subscription added) {
        return stream.change(holder, true, added);
    }

    @Override
    public CompletableFuture<SubscriptionResult> unsubscribe(Subscription removed) {
        return stream.change(holder, false, removed);
    }

    @Override
    public Subscription held() {
        return holder.held();
    }

    @Override
    public void close() {
        stream.release(holder);
    }
}
