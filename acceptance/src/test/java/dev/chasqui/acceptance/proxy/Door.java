package dev.chasqui.acceptance.proxy;

/** What becomes of new connections. */
public enum Door {
    /** They are accepted and joined to the server. */
    OPEN,
    /** Nobody listens: the client's system refuses by itself, so that the proxy cannot count. The port stays reserved. */
    REFUSE,
    /** They are accepted and reset at once. */
    RESET,
    /** They are accepted, and nothing is ever said. What the client says is thrown away, and the server hears nothing of it. */
    MUTE
}
