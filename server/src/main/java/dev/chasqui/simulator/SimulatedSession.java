package dev.chasqui.simulator;

import dev.chasqui.model.Feed;
import dev.chasqui.model.Subscription;
import java.time.Duration;

/** A client's session, seen from the server. Safe for use by many threads. */
@SuppressWarnings("DoNotCallSuggester")
public final class SimulatedSession {

    SimulatedSession() {}

    /** Number of the session, from 1 in order of opening. */
    public long id() {
        throw new UnsupportedOperationException();
    }

    /** The endpoint. */
    public Feed feed() {
        throw new UnsupportedOperationException();
    }

    /** Whether it lives. */
    public boolean isOpen() {
        throw new UnsupportedOperationException();
    }

    /** What is subscribed now. */
    public Subscription subscription() {
        throw new UnsupportedOperationException();
    }

    /** Everything that happened so far. */
    public SessionRecord record() {
        throw new UnsupportedOperationException();
    }

    /** Sends one frame as it is, to this session only. */
    public void sendRaw(byte[] frame) {
        throw new UnsupportedOperationException();
    }

    /** Makes a fault strike this session only. */
    public FaultHandle inject(FaultSpec spec) {
        throw new UnsupportedOperationException();
    }

    /**
     * Waits until the session has ended.
     *
     * @return why, in words
     * @throws SimulatorException if it still lives after {@code limit}
     */
    public String awaitClosed(Duration limit) {
        throw new UnsupportedOperationException();
    }
}
