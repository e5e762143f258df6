package dev.chasqui.internal.dispatch;

/** What became of a message, from best to worst: a message that met several fates counts as the worst of them. */
enum Outcome {
    DELIVERED,
    FILTERED,
    CONFLATED,
    DROPPED;

    Outcome worse(Outcome other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
