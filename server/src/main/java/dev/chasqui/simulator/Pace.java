package dev.chasqui.simulator;

import java.time.Duration;
import java.util.regex.Pattern;

/** How fast a source plays, relative to the times in its messages. Immutable. */
public final class Pace {

    /** Each message at its own time. */
    public static final Pace REAL_TIME = new Pace(1);

    /**
     * As fast as the slowest subscribed reader takes it, without loss: the source waits while a connection is full, and while nobody is
     * subscribed.
     */
    public static final Pace MAX = new Pace(Double.POSITIVE_INFINITY);

    private static final Pattern FACTOR = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?x?");

    private final double factor;

    private Pace(double factor) {
        this.factor = factor;
    }

    /** So many times as fast as real time; a fraction is slower. */
    public static Pace times(double factor) {
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException("a pace must be a positive number, not " + factor);
        }
        return new Pace(factor);
    }

    /**
     * The pace of a text such as {@code 1}, {@code 10x}, {@code 0.5x} or {@code max}.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    public static Pace parse(String text) {
        if ("max".equals(text)) {
            return MAX;
        }
        if (!FACTOR.matcher(text).matches()) {
            throw new IllegalArgumentException("a pace is max or a factor such as 1x or 10x, not '" + text + "'");
        }
        return times(Double.parseDouble(text.endsWith("x") ? text.substring(0, text.length() - 1) : text));
    }

    boolean isMax() {
        return Double.isInfinite(factor);
    }

    Duration realTime(long marketNanos) {
        return Duration.ofNanos((long) (marketNanos / factor));
    }

    /** The text form; {@link #parse} reads it back. */
    @Override
    public String toString() {
        return isMax() ? "max" : (factor == Math.rint(factor) ? Long.toString((long) factor) : factor) + "x";
    }
}
