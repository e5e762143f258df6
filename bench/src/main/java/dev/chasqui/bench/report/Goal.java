package dev.chasqui.bench.report;

import java.util.Locale;

/**
 * What was to be reached, beside what was measured.
 *
 * @param text what is compared
 * @param figure what was measured; not a number if it was not
 * @param bound the goal
 * @param atLeast whether the figure must not be below the goal, or else not above
 */
public record Goal(String text, double figure, double bound, boolean atLeast) {

    /** Whether it was reached; false as well if nothing was measured. */
    public boolean isReached() {
        return atLeast ? figure >= bound : figure <= bound;
    }

    @Override
    public String toString() {
        String verdict = Double.isNaN(figure) ? "not measured" : isReached() ? "reached" : "missed";
        return String.format(
                Locale.ROOT,
                "%-74s  goal %s %10s  measured %10s  %s",
                text,
                atLeast ? ">=" : "<=",
                TextTable.number(bound),
                TextTable.number(figure),
                verdict);
    }
}
