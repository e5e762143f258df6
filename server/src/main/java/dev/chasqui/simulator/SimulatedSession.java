package dev.chasqui.simulator;

import dev.chasqui.model.Feed;
import dev.chasqui.model.Subscription;
import dev.chasqui.server.Session;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** A client's session, seen from the server. Safe for use by many threads. */
public final class SimulatedSession {

    private final LedgerBook.Entry entry;
    private final Monitor monitor;
    private final SimulatorLoop loop;
    private final FaultEngine faults;

    SimulatedSession(LedgerBook.Entry entry, Monitor monitor, SimulatorLoop loop, FaultEngine faults) {
        this.entry = entry;
        this.monitor = monitor;
        this.loop = loop;
        this.faults = faults;
    }

    /** Number of the session, from 1 in order of opening. */
    public long id() {
        return entry.id();
    }

    /** The endpoint. */
    public Feed feed() {
        return entry.feed();
    }

    /** Whether it lives. */
    public boolean isOpen() {
        return monitor.read(entry::isOpen);
    }

    /** What is subscribed now. */
    public Subscription subscription() {
        return monitor.read(entry::active);
    }

    /** Everything that happened so far. */
    public SessionRecord record() {
        return monitor.read(entry::toRecord);
    }

    /** Sends one frame as it is, to this session only; does nothing if it has ended. */
    public void sendRaw(byte[] frame) {
        byte[] copy = frame.clone();
        loop.execute(() -> live().ifPresent(session -> session.sendRaw(copy)));
    }

    /** As {@link #sendRaw(byte[])}, with the bytes of a text. */
    public void sendRaw(String frame) {
        sendRaw(frame.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Makes a fault strike this session only.
     *
     * @throws SimulatorException if the session has ended
     * @throws IllegalArgumentException if the fault is one of opening requests or of the whole server, or lacks what it needs
     */
    public FaultHandle inject(FaultSpec spec) {
        return loop.call(() -> faults.inject(
                spec, live().orElseThrow(() -> new SimulatorException("session " + id() + " has ended"))));
    }

    private Optional<Session> live() {
        return monitor.read(entry::session);
    }

    /**
     * Waits until the session has ended.
     *
     * @return why, in words
     * @throws SimulatorException if it still lives after {@code limit}
     */
    public String awaitClosed(Duration limit) {
        monitor.awaitTrue(() -> !entry.isOpen(), limit, () -> "session " + id() + " still lives");
        return monitor.read(entry::closeCause);
    }
}
