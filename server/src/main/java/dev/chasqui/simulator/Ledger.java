package dev.chasqui.simulator;

import java.util.List;

/**
 * What the simulator has seen and done, for tests and for people: sessions, faults that struck, REST requests, and what clients did wrong. Safe for use by
 * many threads; each method returns a snapshot.
 */
public final class Ledger {

    /** How many requests and answers are kept of a session, and how many faults, violations and ended sessions in all. */
    public static final int MAX_ENTRIES = 10_000;

    private final LedgerBook book;

    Ledger(LedgerBook book) {
        this.book = book;
    }

    /** Every session, in order of opening; of ended ones, the last {@value #MAX_ENTRIES}. */
    public List<SessionRecord> sessions() {
        return book.sessions();
    }

    /** Faults that struck, in order; the first {@value #MAX_ENTRIES}. */
    public List<FaultRecord> faults() {
        return book.faults();
    }

    /**
     * What clients did that a good client does not: asked before authentication, sent something malformed, or opened a session while an own
     * one of the same feed was alive. The first {@value #MAX_ENTRIES}, in words.
     */
    public List<String> violations() {
        return book.violations();
    }

    /** Every frame of the market, if the simulator keeps events; else empty. */
    public List<Publication> published() {
        return book.published();
    }

    /** REST requests that were answered, in order of answering; the last {@value #MAX_ENTRIES}. */
    public List<RestRecord> restRequests() {
        return book.restRequests();
    }

    /** How many REST requests were answered. */
    public long restRequestCount() {
        return book.restRequestCount();
    }

    /** How many data messages the market has had, before any session's filter. */
    public long messagesPublished() {
        return book.messagesPublished();
    }
}
