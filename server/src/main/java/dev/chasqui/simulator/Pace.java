package dev.chasqui.simulator;

import java.time.Duration;
import java.util.regex.Pattern;

/** How fast a source plays: relative to the times in its messages, or so many messages a second whatever their times. Immutable. */
public final class Pace {

    /** Each message at its own time. */
    public static final Pace REAL_TIME = new Pace(1, 0);

    /**
     * As fast as the slowest subscribed reader takes it, without loss: the source waits while a connection is full, and while nobody is
     * subscribed.
     */
    public static final Pace MAX = new Pace(Double.POSITIVE_INFINITY, 0);

    private static final String PER_SECOND = "/s";
    private static final Pattern FACTOR = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?(x|/s)?");

    private final double factor;
    /** 0 if the times in the messages decide. */
    private final double messagesPerSecond;

    private Pace(double factor, double messagesPerSecond) {
        this.factor = factor;
        this.messagesPerSecond = messagesPerSecond;
    }

    /** So many times as fast as real time; a fraction is slower. */
    public static Pace times(double factor) {
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException("a pace must be a positive number, not " + factor);
        }
        return new Pace(factor, 0);
    }

    /** So many messages a second, evenly, whatever their times; a source that has fallen behind catches up. */
    public static Pace perSecond(double messages) {
        if (!(messages > 0) || Double.isInfinite(messages)) {
            throw new IllegalArgumentException("messages per second must be a positive number, not " + messages);
        }
        return new Pace(1, messages);
    }

    /**
     * The pace of a text such as {@code 1}, {@code 10x}, {@code 0.5x}, {@code 17000/s} or {@code max}.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    public static Pace parse(String text) {
        if ("max".equals(text)) {
            return MAX;
        }
        if (!FACTOR.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "a pace is max or a factor such as 1x or 10x, or messages a second such as 17000/s, not '" + text
                            + "'");
        }
        if (text.endsWith(PER_SECOND)) {
            return perSecond(Double.parseDouble(text.substring(0, text.length() - PER_SECOND.length())));
        }
        return times(Double.parseDouble(text.endsWith("x") ? text.substring(0, text.length() - 1) : text));
    }

    boolean isMax() {
        return Double.isInfinite(factor);
    }

    /** From the first message to one so much later, with so many before it. */
    Duration realTime(long marketNanos, long messages) {
        return Duration.ofNanos(
                (long) (messagesPerSecond > 0 ? messages * 1e9 / messagesPerSecond : marketNanos / factor));
    }

    /** The text form; {@link #parse} reads it back. */
    @Override
    public String toString() {
        if (isMax()) {
            return "max";
        }
        return messagesPerSecond > 0 ? text(messagesPerSecond) + PER_SECOND : text(factor) + "x";
    }

    private static String text(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
