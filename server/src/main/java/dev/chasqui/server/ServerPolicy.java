package dev.chasqui.server;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * The limits and choices of a server.
 *
 * @param connectionLimit sessions per key and endpoint that may live at a time
 * @param ghostDuration how long a slot stays taken whose session has gone without the server noticing
 * @param symbolLimit pairs of channel and symbol among trades and quotes that a session may hold; empty for no limit
 * @param authTimeout from opening to authentication
 * @param pingInterval between two pings
 * @param pongTimeout for the answer to a ping
 * @param writeEmptyChannels whether acknowledgements list channels without symbols
 * @param refuseForeignChannels whether a channel that the feed does not offer is refused with 410, instead of ignored beside a channel of
 *     the feed and refused with 400 alone
 * @param starAbsorbsNames whether {@code *} swallows the names of its channel
 * @param binaryTradingFrames whether JSON on the trading stream comes in binary frames
 * @param maxRequestBytes of one request, fragments together
 * @param outboundLimitBytes that may wait for a client
 * @param compression whether offers of permessage-deflate are accepted
 */
public record ServerPolicy(
        int connectionLimit,
        Duration ghostDuration,
        OptionalInt symbolLimit,
        Duration authTimeout,
        Duration pingInterval,
        Duration pongTimeout,
        boolean writeEmptyChannels,
        boolean refuseForeignChannels,
        boolean starAbsorbsNames,
        boolean binaryTradingFrames,
        int maxRequestBytes,
        long outboundLimitBytes,
        boolean compression) {

    /** What was measured on Alpaca's servers where that is known, otherwise what is documented. */
    public static final ServerPolicy DEFAULT = new ServerPolicy(
            1,
            Duration.ofSeconds(60),
            OptionalInt.empty(),
            Duration.ofSeconds(10),
            Duration.ofSeconds(54),
            Duration.ofSeconds(6),
            false,
            false,
            false,
            true,
            1 << 20,
            8L << 20,
            true);

    /** Checks that limits are positive and times not negative. */
    public ServerPolicy {
        check(connectionLimit >= 1, "connectionLimit must be at least 1, not " + connectionLimit);
        check(!ghostDuration.isNegative(), "ghostDuration must not be negative");
        check(symbolLimit.orElse(1) >= 1, "symbolLimit must be at least 1");
        check(isPositive(authTimeout), "authTimeout must be positive");
        check(isPositive(pingInterval), "pingInterval must be positive");
        check(isPositive(pongTimeout), "pongTimeout must be positive");
        check(maxRequestBytes >= 1024, "maxRequestBytes must be at least 1024, not " + maxRequestBytes);
        check(outboundLimitBytes >= 1, "outboundLimitBytes must be positive");
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private static void check(boolean holds, String complaint) {
        if (!holds) {
            throw new IllegalArgumentException(complaint);
        }
    }
}
