package dev.chasqui.server;

import dev.chasqui.model.Feed;
import dev.chasqui.model.FeedKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * All sessions of a server, and the way of the market's messages to them. Pure as the sessions are: whoever drives it brings connections,
 * time and messages, on one thread.
 */
public final class SessionHub {

    private final SessionContext context;
    private final List<Session> sessions = new ArrayList<>();
    private long opened;

    /** A hub without sessions. */
    public SessionHub(
            ServerPolicy policy,
            Authenticator authenticator,
            Timers timers,
            Interference interference,
            List<SessionObserver> observers) {
        this.context = new SessionContext(
                policy,
                authenticator,
                new Slots(policy.connectionLimit(), timers),
                timers,
                interference,
                observers,
                new Encoders(),
                new Coverages(),
                sessions::remove);
    }

    /** Whether a connection to this feed may be opened; the trading stream counts them before authentication. */
    boolean admits(Feed feed) {
        return feed.kind() != FeedKind.TRADING
                || sessions.stream()
                                .filter(session -> session.kind() == FeedKind.TRADING)
                                .count()
                        < context.policy().connectionLimit();
    }

    /** Begins a session on an open connection. */
    public Session open(Handshake handshake, Link link) {
        long id = ++opened;
        Session session = handshake.feed().kind() == FeedKind.TRADING
                ? new TradingSession(id, handshake, link, context)
                : new MarketSession(id, handshake, link, context);
        sessions.add(session);
        session.open();
        return session;
    }

    /** The sessions that live, in order of opening. */
    public List<Session> sessions() {
        return List.copyOf(sessions);
    }

    /**
     * Writes a frame to the sessions of an audience, each getting what it is subscribed to; {@link #flush()} sends it.
     *
     * @param bounded whether a client that does not keep up is cut off
     */
    public void publish(Predicate<Feed> audience, DataFrame frame, boolean bounded) {
        // By index and backwards, as a session may end on the way, which removes it.
        for (int i = sessions.size() - 1; i >= 0; i--) {
            Session session = i < sessions.size() ? sessions.get(i) : null;
            if (session != null && audience.test(session.handshake().feed())) {
                session.deliver(frame, bounded);
            }
        }
    }

    /** Sends what was written. */
    public void flush() {
        // By index and backwards, for the reason above.
        for (int i = sessions.size() - 1; i >= 0; i--) {
            if (i < sessions.size()) {
                sessions.get(i).flushData();
            }
        }
    }

    /** Whether a session of the audience is subscribed to anything. */
    public boolean isAwaited(Predicate<Feed> audience) {
        // A loop, as this is asked for every frame.
        for (Session session : sessions) {
            if (session.isSubscribed() && audience.test(session.handshake().feed())) {
                return true;
            }
        }
        return false;
    }

    /** Whether every subscribed session of the audience can take more, and there is one. */
    public boolean isReady(Predicate<Feed> audience) {
        boolean any = false;
        for (Session session : sessions) {
            if (session.isSubscribed() && audience.test(session.handshake().feed())) {
                if (!session.link().isWritable()) {
                    return false;
                }
                any = true;
            }
        }
        return any;
    }
}
