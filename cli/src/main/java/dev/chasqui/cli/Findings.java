package dev.chasqui.cli;

import dev.chasqui.cli.Palette.Tone;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Shows what was found, each at once, and decides how the command ends. Confined to one thread. */
final class Findings {

    private final OutputStream out;
    private final boolean json;
    private final Palette palette;
    private ExitCode exit = ExitCode.DONE;

    Findings(OutputStream out, boolean json, Palette palette) {
        this.out = out;
        this.json = json;
        this.palette = palette;
    }

    void add(List<Finding> found) throws IOException {
        for (Finding finding : found) {
            add(finding);
        }
    }

    void add(Finding finding) throws IOException {
        // A cause with a code of its own says more than one without.
        if (finding.verdict() == Verdict.FAILED && (exit == ExitCode.DONE || exit == ExitCode.GAVE_UP)) {
            exit = finding.exit();
        }
        out.write(((json ? json(finding) : text(finding)) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static String json(Finding finding) {
        return new JsonObject()
                .put("check", finding.check())
                .put("verdict", finding.verdict().text())
                .put("text", finding.text())
                .put("next", finding.next())
                .toString();
    }

    private String text(Finding finding) {
        Tone tone = finding.verdict().tone();
        String line = palette.paint(tone, padded(finding.verdict().text(), 8)) + " " + padded(finding.check(), 14) + " "
                + Printable.of(finding.text());
        return finding.next().isEmpty() ? line : line + "\n" + " ".repeat(24) + "next: " + Printable.of(finding.next());
    }

    private static String padded(String text, int width) {
        return String.format(Locale.ROOT, "%-" + width + "s", text);
    }

    ExitCode exit() {
        return exit;
    }
}
