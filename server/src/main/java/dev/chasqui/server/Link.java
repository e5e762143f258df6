package dev.chasqui.server;

import java.util.OptionalInt;

/**
 * The connection to one client, as its session sees it. Used on the thread that drives the sessions only. After the connection has ended,
 * every method does nothing.
 */
public interface Link {

    /** Writes one message; it leaves with the next {@link #flush()}. The array must not be changed afterwards. */
    void write(byte[] message);

    /** Sends what was written. */
    void flush();

    /** Sends a ping. */
    void ping();

    /**
     * Ends the connection with a close frame, without waiting for an answer.
     *
     * @param code empty for a close frame without a code
     */
    void close(OptionalInt code, String reason);

    /** Ends the TCP connection without a close frame. */
    void drop();

    /** Bytes written that the network has not taken yet. */
    long pendingBytes();

    /** Whether the network keeps up. */
    boolean isWritable();

    /** Resets the TCP connection: what is written but not sent is lost. */
    void reset();

    /** Stops reading and writing for good, with the socket left open. */
    void freeze();

    /** Sends the beginning of a message, its header announcing all of it, and nothing after that. */
    void sendBeginning(byte[] message, int bytes);

    /** Sends a message of so many blanks piece by piece as the network takes it, and nothing after that; then resets the connection. */
    void sendOversized(long bytes);

    /** Limits what is sent to so many bytes per second; {@link #UNLIMITED} for no limit. */
    void throttle(long bytesPerSecond);

    /** No limit for {@link #throttle}. */
    long UNLIMITED = Long.MAX_VALUE;

    /** Sends every byte alone, or not. */
    void sendSingleBytes(boolean single);
}
