package dev.chasqui.server;

import java.util.List;
import java.util.function.Consumer;

/** What all sessions of a server share. */
record SessionContext(
        ServerPolicy policy,
        Authenticator authenticator,
        Slots slots,
        Timers timers,
        Interference interference,
        List<SessionObserver> observers,
        Encoders encoders,
        Coverages coverages,
        Consumer<Session> departures) {

    void tell(Consumer<SessionObserver> news) {
        observers.forEach(news);
    }
}
