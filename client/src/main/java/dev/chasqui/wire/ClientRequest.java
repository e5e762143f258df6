package dev.chasqui.wire;

import dev.chasqui.model.Subscription;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a client asks of a server. Always one object, never an array. */
public sealed interface ClientRequest {

    /**
     * Credentials.
     *
     * @param key key id, or the literal {@code oauth} or {@code access_token}
     * @param secret secret or token; never shown by {@link #toString()}
     */
    record Authenticate(String key, String secret) implements ClientRequest {
        @Override
        public String toString() {
            return "Authenticate[redacted]";
        }
    }

    /**
     * Adds to the session's subscriptions.
     *
     * @param added what to add; channels without symbols are left out when writing
     * @param unknownChannels names read that are no channel of ours and had symbols; empty when writing
     */
    record Subscribe(Subscription added, Set<String> unknownChannels) implements ClientRequest {
        /** Copies the set. */
        public Subscribe {
            unknownChannels = Collections.unmodifiableSet(new TreeSet<>(unknownChannels));
        }

        /** A request as a client makes it. */
        public Subscribe(Subscription added) {
            this(added, Set.of());
        }
    }

    /**
     * Removes from the session's subscriptions.
     *
     * @param removed what to remove
     * @param unknownChannels as in {@link Subscribe}
     */
    record Unsubscribe(Subscription removed, Set<String> unknownChannels) implements ClientRequest {
        /** Copies the set. */
        public Unsubscribe {
            unknownChannels = Collections.unmodifiableSet(new TreeSet<>(unknownChannels));
        }

        /** A request as a client makes it. */
        public Unsubscribe(Subscription removed) {
            this(removed, Set.of());
        }
    }

    /**
     * Trading stream: the complete set of streams wanted.
     *
     * @param streams names such as {@code trade_updates}
     */
    record Listen(List<String> streams) implements ClientRequest {
        /** Copies the list unless it is immutable already. */
        public Listen {
            streams = List.copyOf(streams);
        }
    }

    /**
     * Something that is no known request; a server answers 400.
     *
     * @param reason what was expected, without any content of the request
     */
    record Malformed(String reason) implements ClientRequest {}
}
