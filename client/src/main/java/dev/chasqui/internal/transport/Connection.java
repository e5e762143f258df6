package dev.chasqui.internal.transport;

/** One attempt to connect, and the connection that comes of it. Every method is called on the loop's thread. */
public interface Connection {

    /** Sends one message, in fragments if it is long. Ignored when the connection is not open. */
    void send(byte[] message, boolean binary);

    /** Sends a ping. Ignored when the connection is not open. */
    void ping();

    /** When the last byte came, on the loop's clock; or when the connection was begun. */
    long lastReadNanos();

    /**
     * When the newest ping was sent whose answer has come, on the loop's clock; or when the connection was begun. What the server had sent
     * before that moment has arrived, unless it was in the middle of a message.
     */
    long answeredPingNanos();

    /** Bytes read from the socket so far. */
    long bytesRead();

    /**
     * Says goodbye and closes the socket, waiting for the other side a short time only. {@link ConnectionListener#onClosed} is not called;
     * {@code whenClosed} is, once the socket is closed.
     */
    void close(int code, Runnable whenClosed);

    /** Closes the socket at once and without a word. {@link ConnectionListener#onClosed} is not called. */
    void abort();
}
