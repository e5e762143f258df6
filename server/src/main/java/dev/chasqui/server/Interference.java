package dev.chasqui.server;

import dev.chasqui.wire.ControlMessage;
import java.time.Duration;
import java.util.Optional;

/** What gets between a session and its good behaviour. Every method is asked once per occasion, on the thread that drives the sessions. */
public interface Interference {

    /** No interference. */
    Interference NONE = new Interference() {};

    /**
     * An error instead of an answer.
     *
     * @param failure what is sent
     * @param close whether the connection ends then
     */
    record Refusal(ControlMessage.Failure failure, boolean close) {}

    /**
     * What becomes of something that the server would send at once.
     *
     * @param fate which of the possible ways
     * @param delay for {@link Fate#LATE}
     */
    record Delivery(Fate fate, Duration delay) {
        /** At once. */
        public static final Delivery PROMPT = new Delivery(Fate.PROMPT, Duration.ZERO);
        /** Never. */
        public static final Delivery LOST = new Delivery(Fate.LOST, Duration.ZERO);
        /** At once, and not all of it. */
        public static final Delivery PARTIAL = new Delivery(Fate.PARTIAL, Duration.ZERO);

        /** After a time. */
        public static Delivery late(Duration delay) {
            return new Delivery(Fate.LATE, delay);
        }
    }

    /** The ways of {@link Delivery}. */
    enum Fate {
        /** At once. */
        PROMPT,
        /** After a time. */
        LATE,
        /** Never. */
        LOST,
        /** At once, and not all of it. */
        PARTIAL
    }

    /** The greeting. */
    default Delivery welcome(Session session) {
        return Delivery.PROMPT;
    }

    /** The answer to credentials. */
    default Optional<Refusal> authentication(Session session) {
        return Optional.empty();
    }

    /** The answer to a change of subscriptions. */
    default Optional<Refusal> subscription(Session session) {
        return Optional.empty();
    }

    /** The acknowledgement of a subscription that takes effect. */
    default Delivery acknowledgement(Session session) {
        return Delivery.PROMPT;
    }
}
