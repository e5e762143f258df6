package dev.chasqui.acceptance.simulation;

import dev.chasqui.internal.transport.Connection;
import dev.chasqui.internal.transport.ConnectionFailure;
import dev.chasqui.internal.transport.ConnectionListener;
import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.server.Handshake;
import dev.chasqui.server.Link;
import dev.chasqui.server.Session;
import dev.chasqui.server.SessionHub;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.Cause.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One connection in memory, seen from both ends: the client's {@link Connection} and the server's {@link Link}. Messages arrive whole, in
 * order, a latency later, or never once the connection is broken.
 */
final class SimulatedLink implements Connection {

    private static final int NO_STATUS = 1005;

    private enum Fate {
        WHOLE,
        SILENT,
        BROKEN
    }

    private final EventLoop loop;
    private final ConnectionListener listener;
    private final Link serverEnd = new ServerEnd();
    private @Nullable Session session;
    private Fate fate = Fate.WHOLE;
    private boolean corruptNext;
    private boolean clientEnded;
    private boolean serverEnded;
    private long latencyNanos;
    private long lastArrival;
    private long lastRead;
    private long answeredPing;
    private long bytes;
    private int pings;

    SimulatedLink(EventLoop loop, Duration latency, ConnectionListener listener) {
        this.loop = loop;
        this.listener = listener;
        latencyNanos = latency.toNanos();
        lastRead = loop.nanoTime();
        answeredPing = lastRead;
    }

    boolean isOpenForClient() {
        return session != null && !clientEnded;
    }

    /** The server's session, once there is one. */
    Optional<Session> session() {
        return Optional.ofNullable(session);
    }

    void connected(SessionHub hub, Handshake handshake) {
        if (clientEnded) {
            return;
        }
        lastRead = loop.nanoTime();
        listener.onOpen();
        if (!clientEnded) {
            session = hub.open(handshake, serverEnd);
        }
    }

    void failed(ConnectionFailure failure) {
        if (!clientEnded) {
            clientEnded = true;
            listener.onClosed(failure);
        }
    }

    /** How often the client has asked for a sign of life. */
    int pings() {
        return pings;
    }

    // --- what faults do ---

    void latency(Duration time) {
        latencyNanos = time.toNanos();
    }

    /** The next data message arrives broken off in its middle. */
    void corruptNext() {
        corruptNext = true;
    }

    private byte[] asItArrives(byte[] message) {
        boolean data = message.length > 60 && session != null && session.eventsSent() > 0 && isData(message);
        if (!corruptNext || !data) {
            return message;
        }
        corruptNext = false;
        return Arrays.copyOf(message, message.length / 2);
    }

    private static boolean isData(byte[] message) {
        // [{"T":"t" and the like; messages about the session have longer types.
        return message[8] == '"';
    }

    /** Nothing arrives any more, and nobody is told. */
    void goSilent() {
        fate = Fate.SILENT;
    }

    /** Both ends learn that the connection is gone; what was under way is lost. */
    void breakNow(String how) {
        fate = Fate.BROKEN;
        loop.schedule(Duration.ofNanos(latencyNanos), () -> failed(lost(how)));
        endOfServer(how);
    }

    /** As {@link #breakNow}, but the server keeps the slot as if the client were there. */
    void breakAsGhost() {
        fate = Fate.BROKEN;
        loop.schedule(Duration.ofNanos(latencyNanos), () -> failed(lost("cut")));
        if (session != null && !serverEnded) {
            serverEnded = true;
            session.endAsGhost("ghost");
        }
    }

    private static ConnectionFailure lost(String how) {
        return ConnectionFailure.of(Cause.of(Kind.CONNECTION_LOST, how));
    }

    private void endOfServer(String cause) {
        if (session != null && !serverEnded) {
            serverEnded = true;
            session.disconnected(cause);
        }
    }

    // --- the client's end ---

    @Override
    public void send(byte[] message, boolean binary) {
        toServer(() -> {
            if (session != null) {
                session.received(message, 0, message.length);
            }
        });
    }

    @Override
    public void ping() {
        long sentAt = loop.nanoTime();
        pings++;
        toServer(() -> toClient(2, () -> answeredPing = sentAt));
    }

    @Override
    public long lastReadNanos() {
        return lastRead;
    }

    @Override
    public long answeredPingNanos() {
        return answeredPing;
    }

    @Override
    public long bytesRead() {
        return bytes;
    }

    @Override
    public void close(int code, Runnable whenClosed) {
        clientEnded = true;
        toServer(() -> endOfServer("closed by the client"));
        loop.execute(whenClosed);
    }

    @Override
    public void abort() {
        clientEnded = true;
        toServer(() -> endOfServer("reset by the client"));
    }

    private void toServer(Runnable arrival) {
        if (fate == Fate.WHOLE) {
            loop.schedule(Duration.ofNanos(latencyNanos), () -> {
                if (fate == Fate.WHOLE && !serverEnded) {
                    arrival.run();
                }
            });
        }
    }

    private void toClient(int length, Runnable arrival) {
        if (fate != Fate.WHOLE) {
            return;
        }
        // What was sent first arrives first, even if the latency has become less.
        lastArrival = Math.max(lastArrival, loop.nanoTime() + latencyNanos);
        loop.schedule(Duration.ofNanos(lastArrival - loop.nanoTime()), () -> {
            if (fate == Fate.WHOLE && !clientEnded) {
                lastRead = loop.nanoTime();
                bytes += length;
                arrival.run();
            }
        });
    }

    /** The server's end. */
    private final class ServerEnd implements Link {

        private final List<byte[]> written = new ArrayList<>();

        @Override
        public void write(byte[] message) {
            written.add(message);
        }

        @Override
        public void flush() {
            for (byte[] sent : written) {
                byte[] message = asItArrives(sent);
                toClient(message.length, () -> {
                    listener.onMessage(message, 0, message.length, false);
                    listener.onReadComplete();
                });
            }
            written.clear();
        }

        @Override
        public void ping() {
            toClient(
                    2,
                    () -> toServer(() -> {
                        if (session != null) {
                            session.ponged();
                        }
                    }));
        }

        @Override
        public void close(OptionalInt code, String reason) {
            flush();
            int told = code.orElse(NO_STATUS);
            toClient(4, () -> failed(ConnectionFailure.of(new Cause(Kind.CLOSED_BY_SERVER, told, "closed"))));
            serverEnded = true;
        }

        @Override
        public void drop() {
            // What was sent before arrives; then the end does.
            toClient(0, () -> failed(lost("closed without a word")));
            serverEnded = true;
        }

        @Override
        public void reset() {
            serverEnded = true;
            breakNow("reset");
        }

        @Override
        public void freeze() {
            goSilent();
        }

        @Override
        public long pendingBytes() {
            return 0;
        }

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void sendBeginning(byte[] message, int length) {
            throw new UnsupportedOperationException("messages arrive whole here");
        }

        @Override
        public void sendOversized(long length) {
            throw new UnsupportedOperationException("messages arrive whole here");
        }

        @Override
        public void throttle(long bytesPerSecond) {
            throw new UnsupportedOperationException("a link has a latency here, and no width");
        }

        @Override
        public void sendSingleBytes(boolean single) {
            throw new UnsupportedOperationException("messages arrive whole here");
        }
    }
}
