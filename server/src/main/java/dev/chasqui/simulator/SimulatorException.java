package dev.chasqui.simulator;

import org.jspecify.annotations.Nullable;

/** The simulator could not do what was asked. The message says why, and what to do about it. */
public final class SimulatorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SimulatorException(String message) {
        this(message, null);
    }

    SimulatorException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
