package dev.chasqui.acceptance;

import java.util.Arrays;
import java.util.Locale;

/**
 * How numbers spread. Every number of a sorted array counts: nothing is put into buckets.
 *
 * @param count of numbers; all else is NaN if there are none
 * @param min the least
 * @param median half of them are not above it
 * @param p99 99 of 100 are not above it
 * @param max the greatest
 * @param mean their mean
 */
public record Spread(int count, double min, double median, double p99, double max, double mean) {

    /** Of these numbers. */
    public static Spread of(double... numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        return new Spread(
                sorted.length,
                at(sorted, 0),
                at(sorted, 0.5),
                at(sorted, 0.99),
                at(sorted, 1),
                Arrays.stream(sorted).average().orElse(Double.NaN));
    }

    private static double at(double[] sorted, double share) {
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted.length == 0 ? Double.NaN : sorted[Math.max(0, rank - 1)];
    }

    /** Such as {@code n=1000 min 0.1 p50 1.2 p99 7.0 max 9.3 ms}. */
    public String text(String unit) {
        return String.format(
                Locale.ROOT, "n=%d min %.1f p50 %.1f p99 %.1f max %.1f %s", count, min, median, p99, max, unit);
    }
}
