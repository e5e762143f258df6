package dev.chasqui.model;

/**
 * How a message came to the handlers.
 *
 * @param kind the way
 * @param gapId the gap that a recovered message belongs to; 0 otherwise
 */
public record Provenance(Kind kind, long gapId) {

    /** Over the stream, as it happened. */
    public static final Provenance LIVE = new Provenance(Kind.LIVE, 0);

    /** From REST, as the starting point of a new subscription. */
    public static final Provenance SNAPSHOT = new Provenance(Kind.SNAPSHOT, 0);

    /** From REST, as a part of this gap. */
    public static Provenance recovered(long gapId) {
        return new Provenance(Kind.RECOVERED, gapId);
    }

    /** Whether it was missed on the stream and fetched afterwards. */
    public boolean isRecovered() {
        return kind == Kind.RECOVERED;
    }

    /** The ways to a handler. */
    public enum Kind {
        /** Over the stream, as it happened. */
        LIVE,
        /** Fetched from REST history after a gap. */
        RECOVERED,
        /** Fetched from REST when its symbol was subscribed. */
        SNAPSHOT
    }
}
