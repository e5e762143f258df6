package dev.chasqui.bench.report;

import java.util.Arrays;

/** One figure, measured several times. */
public record Samples(double... values) {

    /** A figure measured once. */
    public static Samples of(double value) {
        return new Samples(value);
    }

    /** One measurement more. */
    public Samples with(double value) {
        double[] more = Arrays.copyOf(values, values.length + 1);
        more[values.length] = value;
        return new Samples(more);
    }

    /** The one in the middle; of an even number the mean of the two there. */
    public double median() {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Largest less smallest, as a share of the median. */
    public double spread() {
        return (Arrays.stream(values).max().orElse(0)
                        - Arrays.stream(values).min().orElse(0))
                / median();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Samples samples && Arrays.equals(values, samples.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
