package dev.chasqui.bench.data;

import dev.chasqui.wire.Encoding;
import java.util.Locale;

/**
 * Which bytes are sent.
 *
 * @param encoding how messages are written
 * @param compressed whether frames are deflated, with context takeover (RFC 7692)
 * @param symbols how many symbols; 0 for the recorded ones, else the recorded messages with their symbols replaced
 * @param byRank whether some of these symbols come often and most seldom, as in a market, instead of all alike
 * @param smallIds whether trade ids are cut to what 31 bits hold, for a client that keeps no more
 * @param messages how many messages at most, before the bytes begin again
 */
public record Recipe(
        Encoding encoding, boolean compressed, int symbols, boolean byRank, boolean smallIds, int messages) {

    private static final int ALL = Integer.MAX_VALUE;

    // Deflated bytes cannot be dated anew while they are sent, so several days of fewer messages are made ahead.
    private static final int COMPRESSED_MESSAGES = 400_000;

    /** The recorded session. */
    public static Recipe recorded(Encoding encoding) {
        return new Recipe(encoding, false, 0, false, false, ALL);
    }

    /** The beginning of the recorded session, compressed. */
    public static Recipe deflated() {
        return new Recipe(Encoding.JSON, true, 0, false, false, COMPRESSED_MESSAGES);
    }

    /** The recorded session as if it had been one of so many symbols, each as busy as the other. */
    public static Recipe renamed(int symbols) {
        return new Recipe(Encoding.JSON, false, symbols, false, false, ALL);
    }

    /** The same with symbols of which the second is half as busy as the first, the third a third, and so on. */
    public Recipe ranked() {
        return new Recipe(encoding, compressed, symbols, true, smallIds, messages);
    }

    /** The same with fewer messages. */
    public Recipe atMost(int fewer) {
        return new Recipe(encoding, compressed, symbols, byRank, smallIds, Math.min(messages, fewer));
    }

    /** The same with trade ids that 31 bits hold. */
    public Recipe withSmallIds() {
        return new Recipe(encoding, compressed, symbols, byRank, true, messages);
    }

    /** A name for files. */
    public String fileName() {
        return encoding.name().toLowerCase(Locale.ROOT)
                + (compressed ? "-compressed" : "")
                + (symbols == 0 ? "" : "-" + symbols + "-symbols")
                + (byRank ? "-by-rank" : "")
                + (smallIds ? "-small-ids" : "")
                + (messages == ALL ? "" : "-" + messages);
    }
}
