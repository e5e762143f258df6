package dev.chasqui.stream;

import dev.chasqui.model.Feed;
import dev.chasqui.model.FeedKind;
import dev.chasqui.stream.options.AuthenticationMode;
import dev.chasqui.stream.options.CredentialsSupplier;
import dev.chasqui.stream.options.DataClockOptions;
import dev.chasqui.stream.options.DispatchOptions;
import dev.chasqui.stream.options.Heartbeat;
import dev.chasqui.stream.options.ProxyOptions;
import dev.chasqui.stream.options.ReconnectPolicy;
import dev.chasqui.stream.options.RepairOptions;
import dev.chasqui.stream.options.Timeouts;
import dev.chasqui.wire.Encoding;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The settings of one stream, checked as a whole. Immutable. */
record StreamConfig(
        Feed feed,
        URI uri,
        CredentialsSupplier credentials,
        AuthenticationMode authentication,
        Encoding encoding,
        boolean compression,
        Timeouts timeouts,
        ReconnectPolicy reconnect,
        Heartbeat heartbeat,
        DataClockOptions dataClock,
        DispatchOptions dispatch,
        RepairOptions repair,
        RestSource rest,
        int maxMessageBytes,
        Duration latestTimeToLive,
        boolean snapshotOnSubscribe,
        int symbolLimit,
        @Nullable ProxyOptions proxy) {

    static final int DEFAULT_MAX_MESSAGE_BYTES = 16 << 20;
    static final Duration DEFAULT_LATEST_TIME_TO_LIVE = Duration.ofSeconds(60);
    static final int NO_SYMBOL_LIMIT = Integer.MAX_VALUE;

    private static final int MIN_MESSAGE_BYTES = 1 << 10;
    private static final int MAX_MESSAGE_BYTES = 1 << 30;

    StreamConfig {
        if (feed.kind() == FeedKind.OPTIONS && encoding != Encoding.MSGPACK) {
            throw new IllegalArgumentException(
                    "option streams speak MessagePack only: set encoding to MSGPACK or leave it out");
        }
        if (maxMessageBytes < MIN_MESSAGE_BYTES || maxMessageBytes > MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException("maxMessageBytes must be " + MIN_MESSAGE_BYTES + " to "
                    + MAX_MESSAGE_BYTES + ", not " + maxMessageBytes);
        }
        if (latestTimeToLive.isNegative()
                || latestTimeToLive.isZero()
                || latestTimeToLive.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "latestTimeToLive must be above zero and at most PT24H, not " + latestTimeToLive);
        }
        if (symbolLimit < 1) {
            throw new IllegalArgumentException("symbolLimit must be at least 1, not " + symbolLimit);
        }
    }
}
