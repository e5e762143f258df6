package dev.chasqui.cli;

import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lines for people, on standard error. While a table owns the terminal they are kept back, so that they do not tear it. Safe for use by
 * many threads.
 */
final class Notices {

    private static final int MOST_HELD = 100;

    private final PrintWriter writer;
    private final Deque<String> held = new ArrayDeque<>();
    private boolean holding;
    private int lost;

    Notices(PrintWriter writer) {
        this.writer = writer;
    }

    /** The writer itself, for usage texts. */
    PrintWriter writer() {
        return writer;
    }

    /** A notice, each line of it marked as ours. Control characters, which a server may have sent, are replaced. */
    void say(String text) {
        text.lines().forEach(line -> line("chasqui: " + Printable.of(line)));
    }

    /** One line as it is. */
    synchronized void line(String text) {
        if (!holding) {
            print(text);
            return;
        }
        held.add(text);
        if (held.size() > MOST_HELD) {
            held.remove();
            lost++;
        }
    }

    /** Keeps lines back from now on. */
    synchronized void hold() {
        holding = true;
    }

    /** Prints what was kept back, and the rest at once. */
    synchronized void release() {
        holding = false;
        if (lost > 0) {
            print("chasqui: " + lost + " earlier notices were left out");
        }
        held.forEach(this::print);
        held.clear();
        lost = 0;
    }

    private void print(String text) {
        writer.println(text);
        writer.flush();
    }
}
