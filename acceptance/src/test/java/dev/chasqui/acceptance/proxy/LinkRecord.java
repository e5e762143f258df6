package dev.chasqui.acceptance.proxy;

/**
 * What the proxy knows of one connection. Times are those of {@link System#nanoTime()}.
 *
 * @param id 1, 2, 3 … in order of acceptance
 * @param openedNanos when it was accepted
 * @param endedNanos when its end began: it was cut, or both sides had ended; {@link #STILL_OPEN} before
 * @param closedNanos when its last socket was closed; {@link #STILL_OPEN} before
 * @param bytesToServer written to the server
 * @param bytesToClient written to the client
 * @param lastToClientNanos when bytes were last written to the client; {@code openedNanos} if never
 * @param end how it ended, in words; empty while it has not
 */
public record LinkRecord(
        long id,
        long openedNanos,
        long endedNanos,
        long closedNanos,
        long bytesToServer,
        long bytesToClient,
        long lastToClientNanos,
        String end) {

    /** It has not come to that yet. */
    public static final long STILL_OPEN = Long.MIN_VALUE;

    /** Whether a socket of it is open. */
    public boolean isOpen() {
        return closedNanos == STILL_OPEN;
    }
}
