package dev.chasqui.acceptance.proxy;

/** Which way bytes go. */
public enum Direction {
    /** What the server sends. */
    TO_CLIENT,
    /** What the client sends. */
    TO_SERVER,
    /** Either. */
    BOTH;

    boolean includes(Direction way) {
        return this == BOTH || this == way;
    }
}
