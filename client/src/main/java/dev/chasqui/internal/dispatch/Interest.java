package dev.chasqui.internal.dispatch;

/** Which messages a handler is for, by how they came. */
enum Interest {
    /** Whatever came, but no recovered messages if those are delivered separately. */
    PLAIN,
    /** Whatever came, as the handler is told how. */
    EVERYTHING,
    /** Recovered messages alone. */
    RECOVERED
}
