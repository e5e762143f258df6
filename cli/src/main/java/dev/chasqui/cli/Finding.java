package dev.chasqui.cli;

/**
 * What a check of the doctor has found.
 *
 * @param check what was checked
 * @param text what was seen
 * @param next what to do; may be empty
 * @param exit what the command ends with, if it failed
 */
record Finding(String check, Verdict verdict, String text, String next, ExitCode exit) {

    static Finding ok(String check, String text) {
        return new Finding(check, Verdict.OK, text, "", ExitCode.DONE);
    }

    static Finding warning(String check, String text, String next) {
        return new Finding(check, Verdict.WARNING, text, next, ExitCode.DONE);
    }

    static Finding failed(String check, ExitCode exit, String text, String next) {
        return new Finding(check, Verdict.FAILED, text, next, exit);
    }

    static Finding skipped(String check, String text) {
        return new Finding(check, Verdict.SKIPPED, text, "", ExitCode.DONE);
    }
}
