package dev.chasqui.wire;

import java.util.Optional;

/** The codes of {@link ControlMessage.Failure} that are documented or known from SDKs, with their texts as the server writes them. */
public enum ErrorCode {
    /** The request was not understood. The text never says why. */
    INVALID_SYNTAX(400, "invalid syntax"),
    /** A request before authentication. */
    NOT_AUTHENTICATED(401, "not authenticated"),
    /** Wrong or missing credentials. */
    AUTH_FAILED(402, "auth failed"),
    /** A second authentication of one session; harmless. */
    ALREADY_AUTHENTICATED(403, "already authenticated"),
    /** No successful authentication in time. */
    AUTH_TIMEOUT(404, "auth timeout"),
    /** The plan allows fewer symbols; nothing was changed. */
    SYMBOL_LIMIT_EXCEEDED(405, "symbol limit exceeded"),
    /** Another session holds the only slot, or has not been reaped yet. */
    CONNECTION_LIMIT_EXCEEDED(406, "connection limit exceeded"),
    /** The server's buffer for this client is full; a disconnect follows. */
    SLOW_CLIENT(407, "slow client"),
    /** Old documentation only. */
    V2_NOT_ENABLED(408, "v2 not enabled"),
    /** The plan does not include this feed. */
    INSUFFICIENT_SUBSCRIPTION(409, "insufficient subscription"),
    /** The feed does not offer this channel. */
    INVALID_SUBSCRIBE_ACTION(410, "invalid subscribe action for this feed"),
    /** The token lacks the scope for data; known from the Go SDK. */
    INSUFFICIENT_SCOPE(411, "insufficient scope"),
    /** Options without MessagePack. */
    MSGPACK_REQUIRED(412, "option messages are only available in MsgPack format"),
    /** {@code *} on option quotes. */
    STAR_NOT_ALLOWED(413, "star subscription is not allowed for option quotes"),
    /** The server failed. */
    INTERNAL_ERROR(500, "internal error");

    private final int code;
    private final String text;

    ErrorCode(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The text on the wire. */
    public String text() {
        return text;
    }

    /** The message that carries it. */
    public ControlMessage.Failure toMessage() {
        return new ControlMessage.Failure(code, text);
    }

    /** The constant of a number, if it is known. */
    public static Optional<ErrorCode> of(int code) {
        for (ErrorCode known : values()) {
            if (known.code == code) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }
}
