package dev.chasqui.server;

import dev.chasqui.model.Subscription;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * One {@link Coverage} for all sessions that are subscribed to the same, so that what they get is chosen and encoded once. Confined to the
 * thread that drives the sessions.
 */
final class Coverages {

    // A coverage keeps its own key; both go when no session has it any more.
    private final Map<Subscription, WeakReference<Coverage>> known = new WeakHashMap<>();

    Coverage of(Subscription requested) {
        WeakReference<Coverage> reference = known.get(requested);
        Coverage coverage = reference == null ? null : reference.get();
        if (coverage == null) {
            coverage = new Coverage(requested);
            known.remove(requested);
            known.put(coverage.requested(), new WeakReference<>(coverage));
        }
        return coverage;
    }
}
