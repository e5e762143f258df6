package dev.chasqui.bench.receiver;

import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Records how long after its intended sending each message reached the handler. Both sides read Linux's monotonic clock through
 * {@code System.nanoTime}, which is one for all processes of a machine; a message from the future shows that it is not, and ends the
 * measurement.
 */
final class LatencyMeter extends Meter {

    private static final int DIGITS = 3;
    private static final double MICRO = 1_000;

    private final Recorder recorder = new Recorder(DIGITS);
    private volatile boolean fromTheFuture;

    @Override
    public void add(String symbol, double price, double size, int conditionCount, long timestampNanos) {
        long nanos = System.nanoTime() - timestampNanos;
        if (nanos < 0) {
            fromTheFuture = true;
        } else {
            recorder.recordValue(nanos);
        }
        super.add(symbol, price, size, conditionCount, timestampNanos);
    }

    /** What was recorded since the last call. */
    Histogram take() {
        if (fromTheFuture) {
            throw new IllegalStateException("the clocks of sender and receiver are not one");
        }
        return recorder.getIntervalHistogram();
    }

    /** As parts of a JSON object, in microseconds. */
    static String json(Histogram histogram) {
        return String.format(
                Locale.ROOT,
                ",\"p50\":%.1f,\"p99\":%.1f,\"p999\":%.1f,\"max\":%.1f",
                histogram.getValueAtPercentile(50) / MICRO,
                histogram.getValueAtPercentile(99) / MICRO,
                histogram.getValueAtPercentile(99.9) / MICRO,
                histogram.getMaxValue() / MICRO);
    }
}
