package dev.chasqui.internal.transport;

/** Told what happens on a {@link Connection}, on the loop's thread. */
public interface ConnectionListener {

    /** The WebSocket handshake has succeeded. */
    void onOpen();

    /** A whole message, after inflation. The array is valid during this call only. */
    void onMessage(byte[] bytes, int offset, int length, boolean binary);

    /**
     * The messages since the last call came together: what was put off until the last of them is due now. Called after each group that was
     * read from the socket at once, so before the thread waits and before {@link #onClosed}; even if the connection was ended within the
     * group; never without a message before it.
     */
    void onReadComplete();

    /**
     * The connection could not be made or has ended, without our asking. Called once, and nothing after it; the socket is closed already.
     */
    void onClosed(ConnectionFailure failure);
}
