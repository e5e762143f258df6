package dev.chasqui.stream.event;

/**
 * Why something happened, for programs and for people.
 *
 * @param kind for programs
 * @param code the server's error code, HTTP status or close code; {@link #NO_CODE} if there is none
 * @param text what happened and what to do next, for people; never holds a secret
 */
public record Cause(Kind kind, int code, String text) {

    /** There is no code. */
    public static final int NO_CODE = -1;

    /** Kinds of causes. */
    public enum Kind {
        /** The user asked for it. */
        USER,
        /** A step succeeded. */
        PROGRESS,
        /** The host name could not be resolved. */
        NAME_RESOLUTION,
        /** Nobody listens, or the network is unreachable. */
        CONNECTION_REFUSED,
        /** No TCP connection in time. */
        CONNECT_TIMEOUT,
        /** The TLS handshake failed, or the certificate is not trusted. */
        TLS,
        /** A proxy refused or failed. */
        PROXY,
        /** The WebSocket handshake was answered with an HTTP status other than 101; {@link Cause#code()} is the status. */
        HTTP_STATUS,
        /** No answer to the WebSocket handshake in time. */
        UPGRADE_TIMEOUT,
        /** What came is not the protocol. */
        PROTOCOL,
        /** No greeting in time. */
        WELCOME_TIMEOUT,
        /** No answer to the credentials in time. */
        AUTHENTICATION_TIMEOUT,
        /** No answer to a change of subscriptions in time. */
        ACKNOWLEDGEMENT_TIMEOUT,
        /** The server sent an error; {@link Cause#code()} is its code. */
        SERVER_ERROR,
        /** The server closed the connection; {@link Cause#code()} is the close code, 1005 or 1006 if there was none. */
        CLOSED_BY_SERVER,
        /** The connection was cut. */
        CONNECTION_LOST,
        /** Nothing came, not even the answer to a ping. */
        HEARTBEAT,
        /** The process stood still, so that the connection counts as dead. */
        STALL,
        /** The link was alive and carried no data although some was expected. */
        MUTE,
        /** A message larger than the limit. */
        MESSAGE_TOO_BIG,
        /** Too many frames could not be decoded. */
        DECODING,
        /** The supplier of credentials failed. */
        CREDENTIALS,
        /** The user's executor refused work, or a handler met a fatal error of the virtual machine. */
        DISPATCH,
        /** Every attempt allowed has failed. */
        ATTEMPTS_EXHAUSTED,
        /** A fault of this library. */
        INTERNAL
    }

    /** A cause without a code. */
    public static Cause of(Kind kind, String text) {
        return new Cause(kind, NO_CODE, text);
    }
}
