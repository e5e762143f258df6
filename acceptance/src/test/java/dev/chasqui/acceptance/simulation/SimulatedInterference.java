package dev.chasqui.acceptance.simulation;

import dev.chasqui.server.Interference;
import dev.chasqui.server.Session;
import dev.chasqui.wire.ErrorCode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** What the next greeting, authentication, subscription or acknowledgement meets instead of the proper answer. */
final class SimulatedInterference implements Interference {

    private final Deque<Delivery> welcomes = new ArrayDeque<>();
    private final Deque<Refusal> authentications = new ArrayDeque<>();
    private final Deque<Refusal> subscriptions = new ArrayDeque<>();
    private final Deque<Delivery> acknowledgements = new ArrayDeque<>();

    void noWelcome() {
        welcomes.add(Delivery.LOST);
    }

    void lateWelcome(Duration delay) {
        welcomes.add(Delivery.late(delay));
    }

    void failAuthentication(ErrorCode code, boolean close) {
        authentications.add(new Refusal(code.toMessage(), close));
    }

    void failSubscription(ErrorCode code, boolean close) {
        subscriptions.add(new Refusal(code.toMessage(), close));
    }

    void acknowledge(Delivery delivery) {
        acknowledgements.add(delivery);
    }

    void stop() {
        welcomes.clear();
        authentications.clear();
        subscriptions.clear();
        acknowledgements.clear();
    }

    @Override
    public Delivery welcome(Session session) {
        return welcomes.isEmpty() ? Delivery.PROMPT : welcomes.remove();
    }

    @Override
    public Optional<Refusal> authentication(Session session) {
        return Optional.ofNullable(authentications.poll());
    }

    @Override
    public Optional<Refusal> subscription(Session session) {
        return Optional.ofNullable(subscriptions.poll());
    }

    @Override
    public Delivery acknowledgement(Session session) {
        return acknowledgements.isEmpty() ? Delivery.PROMPT : acknowledgements.remove();
    }
}
