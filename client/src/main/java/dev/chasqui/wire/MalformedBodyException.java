package dev.chasqui.wire;

import java.io.Serial;

/** A body of the REST interface could not be read at all: cut short, not JSON, or something else than was asked for. */
public final class MalformedBodyException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final transient DecodeProblem problem;

    MalformedBodyException(DecodeProblem problem) {
        super(problem.field().isEmpty() ? problem.reason() : problem.field() + ": " + problem.reason());
        this.problem = problem;
    }

    /** Where and why. */
    public DecodeProblem problem() {
        return problem;
    }
}
