package dev.chasqui.stream;

import dev.chasqui.model.Subscription;
import dev.chasqui.stream.event.StreamEvent;

/** Tells listeners that the set of subscriptions has changed: once per change, when nothing more is under way. Confined to the loop's thread. */
final class SubscriptionReport {

    private final SubscriptionBook book;
    private final EventPublisher events;
    private Subscription toldActive = Subscription.none();
    private Subscription toldDesired = Subscription.none();

    SubscriptionReport(SubscriptionBook book, EventPublisher events) {
        this.book = book;
        this.events = events;
    }

    /** The next connection begins with nothing. */
    void disconnected() {
        toldActive = Subscription.none();
    }

    void tell(Subscription refusedNow) {
        Subscription desired = book.desired();
        Subscription active = book.active();
        boolean news = !active.equals(toldActive) || !refusedNow.isEmpty() || !desired.equals(toldDesired);
        if (!news || !book.isQuiet()) {
            return;
        }
        toldActive = active;
        toldDesired = desired;
        Subscription missing = desired.minus(active);
        Subscription refused = book.refused();
        events.publish(origin -> new StreamEvent.SubscriptionChanged(origin, desired, active, missing, refused));
    }
}
