package dev.chasqui.cli;

import java.io.OutputStream;
import java.util.Map;

/**
 * What a command may touch of the process that runs it.
 *
 * @param out data, and nothing else
 * @param notices everything for people
 * @param environment variables
 * @param terminal whether {@code out} is a terminal
 * @param screens opens that terminal for drawing
 * @param interruption says when to end
 */
record Console(
        OutputStream out,
        Notices notices,
        Map<String, String> environment,
        boolean terminal,
        Screen.Opener screens,
        Interruption interruption) {

    /** Colours are for terminals that can show them, unless {@code NO_COLOR} says otherwise (no-color.org). */
    boolean colours() {
        return terminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.get("TERM"));
    }
}
