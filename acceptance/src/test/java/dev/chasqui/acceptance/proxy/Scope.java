package dev.chasqui.acceptance.proxy;

/** Which connections a toxic affects. */
public enum Scope {
    /** Those that are open and those to come. */
    ALL,
    /** Those that are open. */
    OPEN,
    /** The next one accepted, and no other. */
    NEXT
}
