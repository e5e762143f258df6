package dev.chasqui.stream.options;

/** How credentials reach the server. */
public enum AuthenticationMode {
    /** In a message after the greeting: the usual way. */
    MESSAGE,
    /** In headers of the opening request: {@code APCA-API-KEY-ID} and {@code APCA-API-SECRET-KEY}, or a bearer token. */
    HEADER
}
