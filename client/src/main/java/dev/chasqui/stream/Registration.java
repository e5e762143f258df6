package dev.chasqui.stream;

/** A registered handler or listener. Safe for use by many threads. */
@FunctionalInterface
public interface Registration {

    /**
     * Removes the handler. A call that is under way ends normally; none begins after this returns. Removing twice does nothing.
     */
    void remove();
}
