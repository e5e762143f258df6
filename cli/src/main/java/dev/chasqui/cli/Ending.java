package dev.chasqui.cli;

/**
 * Why a command ends.
 *
 * @param exit its exit code
 * @param message for people; empty if there is nothing to say
 */
record Ending(ExitCode exit, String message) {

    /** All is done. */
    static final Ending DONE = new Ending(ExitCode.DONE, "");

    /** Ctrl-C. */
    static final Ending INTERRUPTED = new Ending(ExitCode.INTERRUPTED, "");
}
