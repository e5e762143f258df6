package dev.chasqui.simulator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/** Published messages of one kind and symbol, in order of their time, and of publication where times are equal. */
final class RestSeries {

    private final List<RestRow> rows = new ArrayList<>();

    void add(RestRow row) {
        boolean last = rows.isEmpty() || rows.get(rows.size() - 1).timeNanos() <= row.timeNanos();
        rows.add(last ? rows.size() : firstAfter(row.timeNanos()), row);
    }

    /** A view of all. */
    List<RestRow> all() {
        return Collections.unmodifiableList(rows);
    }

    /** A view of the rows of a range, both ends inclusive. */
    List<RestRow> between(long start, long end) {
        int from = start == Long.MIN_VALUE ? 0 : firstAfter(start - 1);
        int to = firstAfter(end);
        return from < to ? Collections.unmodifiableList(rows.subList(from, to)) : List.of();
    }

    private int firstAfter(long time) {
        int low = 0;
        int high = rows.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (rows.get(middle).timeNanos() <= time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Removes rows and returns how many. */
    int removeIf(Predicate<RestRow> condition) {
        int before = rows.size();
        rows.removeIf(condition);
        return before - rows.size();
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }
}
