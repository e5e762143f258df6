package dev.chasqui.simulator;

import java.util.Locale;

/** A step of a session's opening dialogue at which a fault can strike. */
public enum FaultStage {
    /** The opening request has arrived; faults that need an open connection strike right after the welcome. */
    CONNECT,
    /** Credentials have arrived; faults that end or bend the connection strike right after the answer. */
    AUTH,
    /** A subscription change has arrived; faults that end or bend the connection strike right after the acknowledgement. */
    SUBSCRIBE;

    /** The name in a fault's arguments, such as {@code subscribe}. */
    public String argumentName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
