package dev.chasqui.stream;

import org.jspecify.annotations.Nullable;

/** How many connections there were and what came over them. Written by the loop's thread only, read by any. */
@SuppressWarnings("NonAtomicVolatileUpdate") // Volatile for its readers; one thread writes.
final class ConnectionTally {

    private volatile long epoch;
    private volatile long liveConnections;
    private volatile long closedWireBytes;
    private volatile @Nullable Session open;

    void dialled() {
        epoch++;
    }

    void opened(Session session) {
        open = session;
    }

    void live() {
        liveConnections++;
    }

    void closed() {
        Session session = open;
        open = null;
        closedWireBytes += session == null ? 0 : session.bytesRead();
    }

    /** Number of the connection attempt, from 1; 0 before the first. */
    long epoch() {
        return epoch;
    }

    long liveConnections() {
        return liveConnections;
    }

    /** Bytes read from all sockets so far. Exact when the connection is quiet. */
    long wireBytes() {
        Session session = open;
        return closedWireBytes + (session == null ? 0 : session.bytesRead());
    }
}
