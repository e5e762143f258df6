package dev.chasqui.bench.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * One figure, measured several times.
 *
 * @param values in the order of the measurements
 */
public record Samples(List<Double> values) {

    /** Copies the list unless it is immutable already. */
    public Samples {
        values = List.copyOf(values);
    }

    /** What was measured. */
    public static Samples of(double... values) {
        return new Samples(Arrays.stream(values).boxed().toList());
    }

    /** One measurement more. */
    public Samples with(double value) {
        return new Samples(
                DoubleStream.concat(stream(), DoubleStream.of(value)).boxed().toList());
    }

    /** The one in the middle; of an even number the mean of the two there. */
    public double median() {
        double[] sorted = stream().sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Largest less smallest, as a share of the median. */
    public double spread() {
        return (stream().max().orElse(0) - stream().min().orElse(0)) / median();
    }

    private DoubleStream stream() {
        return values.stream().mapToDouble(Double::doubleValue);
    }
}
