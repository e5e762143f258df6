package dev.chasqui.acceptance.simulation;

import dev.chasqui.internal.transport.ConnectRequest;
import dev.chasqui.internal.transport.Connection;
import dev.chasqui.internal.transport.ConnectionFailure;
import dev.chasqui.internal.transport.ConnectionListener;
import dev.chasqui.internal.transport.Connector;
import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Feed;
import dev.chasqui.server.Handshake;
import dev.chasqui.server.SessionHub;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.Cause.Kind;
import dev.chasqui.wire.Encoding;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The network between one client and the server's sessions: dials take time and may fail, links have a latency and break. */
final class SimulatedNetwork implements Connector {

    private final EventLoop loop;
    private final SessionHub hub;
    private final Feed feed;
    private final Deque<Consumer<Dial>> fates = new ArrayDeque<>();
    private final List<Long> dials = new ArrayList<>();
    private @Nullable SimulatedLink link;
    private boolean twoSocketsAtOnce;
    private int pingsOfEarlierLinks;

    Duration latency = Duration.ofMillis(5);

    SimulatedNetwork(EventLoop loop, SessionHub hub, Feed feed) {
        this.loop = loop;
        this.hub = hub;
        this.feed = feed;
    }

    /** What the next dial meets instead of an open door. */
    void next(Consumer<Dial> fate) {
        fates.add(fate);
    }

    void forgetFates() {
        fates.clear();
    }

    /** The link that was opened last, if it is open. */
    Optional<SimulatedLink> link() {
        return Optional.ofNullable(link).filter(SimulatedLink::isOpenForClient);
    }

    /** When each dial began, in nanoseconds of the loop's clock. */
    List<Long> dials() {
        return dials;
    }

    boolean twoSocketsAtOnce() {
        return twoSocketsAtOnce;
    }

    /** How often the client has asked for a sign of life, on all links. */
    int pings() {
        return pingsOfEarlierLinks + (link == null ? 0 : link.pings());
    }

    @Override
    public Connection open(ConnectRequest request, ConnectionListener listener) {
        twoSocketsAtOnce |= link != null && link.isOpenForClient();
        dials.add(loop.nanoTime());
        pingsOfEarlierLinks = pings();
        SimulatedLink opened = new SimulatedLink(loop, latency, listener);
        link = opened;
        Consumer<Dial> fate = fates.isEmpty() ? Dial::succeed : fates.remove();
        fate.accept(new Dial(request, opened));
        return opened;
    }

    /** One attempt to connect. */
    final class Dial {

        private final ConnectRequest request;
        private final SimulatedLink opened;

        private Dial(ConnectRequest request, SimulatedLink opened) {
            this.request = request;
            this.opened = opened;
        }

        void succeed() {
            loop.schedule(latency.multipliedBy(2), () -> opened.connected(hub, handshake()));
        }

        void refused() {
            fail(latency, new Cause(Kind.CONNECTION_REFUSED, Cause.NO_CODE, "nobody listens"), null);
        }

        void unknownHost() {
            fail(latency, Cause.of(Kind.NAME_RESOLUTION, "no such host"), null);
        }

        void lostInTheNet() {
            fail(request.connectTimeout(), Cause.of(Kind.CONNECT_TIMEOUT, "no connection in time"), null);
        }

        void mute() {
            fail(request.upgradeTimeout(), Cause.of(Kind.UPGRADE_TIMEOUT, "no answer in time"), null);
        }

        void status(int status, @Nullable Duration retryAfter) {
            fail(latency, new Cause(Kind.HTTP_STATUS, status, "HTTP " + status), retryAfter);
        }

        private void fail(Duration after, Cause cause, @Nullable Duration retryAfter) {
            loop.schedule(after, () -> opened.failed(new ConnectionFailure(cause, retryAfter)));
        }

        private Handshake handshake() {
            Encoding encoding =
                    Encoding.MSGPACK.contentType().equals(request.headers().get("Content-Type"))
                            ? Encoding.MSGPACK
                            : Encoding.JSON;
            return new Handshake(feed, feed.path(), encoding, false, "simulation", Optional.empty());
        }
    }
}
