package dev.chasqui.internal.transport;

/** Opens WebSocket connections. */
@FunctionalInterface
public interface Connector {

    /**
     * Begins to connect and returns at once. Call it on the loop's thread; the listener is called there too, never before this returns.
     */
    Connection open(ConnectRequest request, ConnectionListener listener);
}
