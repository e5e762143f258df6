package dev.chasqui.server;

import dev.chasqui.model.MarketEvent;
import dev.chasqui.wire.ClientRequest;
import dev.chasqui.wire.ControlMessage;
import java.util.List;

/** Is told what happens in sessions, after it has happened, on the thread that drives them. May end a session from within any call. */
public interface SessionObserver {

    /** The connection is open. */
    default void opened(Session session) {}

    /** The greeting has been sent or left out. */
    default void greeted(Session session) {}

    /** A request has arrived; credentials in it are empty. */
    default void requested(Session session, ClientRequest request) {}

    /** Something about the session was sent. */
    default void answered(Session session, ControlMessage message) {}

    /** Credentials were accepted, and the answer is sent. */
    default void authenticated(Session session) {}

    /** A newcomer was refused, as the session's key has all the sessions that it may have. */
    default void refusedForConnectionLimit(Session session) {}

    /** What the session is subscribed to has changed; an acknowledgement, if any, is sent after this. */
    default void holds(Session session) {}

    /** Subscriptions have changed, and the acknowledgement is sent unless it was made to be lost. */
    default void subscribed(Session session) {}

    /** Data messages were written. */
    default void delivered(Session session, List<MarketEvent> events, int bytes) {}

    /** A ping was sent. */
    default void pinged(Session session) {}

    /** A ping was answered. */
    default void ponged(Session session) {}

    /** The session has ended. */
    default void closed(Session session, String cause) {}
}
