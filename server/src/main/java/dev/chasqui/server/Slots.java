package dev.chasqui.server;

import dev.chasqui.model.Feed;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How many sessions each key holds on each endpoint. Confined to the thread that drives the sessions. */
final class Slots {

    private record Owner(String path, String key) {}

    private final int limit;
    private final Timers timers;
    private final Map<Owner, Integer> taken = new HashMap<>();

    Slots(int limit, Timers timers) {
        this.limit = limit;
        this.timers = timers;
    }

    /** Takes a slot, if one is free. */
    Optional<Lease> acquire(Feed feed, String key) {
        Owner owner = new Owner(feed.path(), key);
        int held = taken.getOrDefault(owner, 0);
        if (held >= limit) {
            return Optional.empty();
        }
        taken.put(owner, held + 1);
        return Optional.of(new Lease(owner));
    }

    /** The right to one slot, until it is given back. */
    final class Lease {

        private final Owner owner;
        private boolean held = true;

        private Lease(Owner owner) {
            this.owner = owner;
        }

        /** Gives the slot back. */
        void release() {
            if (held) {
                held = false;
                taken.computeIfPresent(owner, (key, count) -> count == 1 ? null : count - 1);
            }
        }

        /** Gives the slot back after a time. */
        void releaseAfter(Duration delay) {
            timers.schedule(delay, this::release);
        }
    }
}
