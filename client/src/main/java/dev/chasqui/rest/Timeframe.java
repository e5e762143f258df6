package dev.chasqui.rest;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The interval of a historical bar: 1 to 59 minutes, 1 to 23 hours, one day, one week, or 1, 2, 3, 4, 6 or 12 months.
 *
 * @param amount how many units
 * @param unit of what
 */
public record Timeframe(int amount, Unit unit) {

    /** One minute. */
    public static final Timeframe MINUTE = new Timeframe(1, Unit.MINUTE);
    /** One hour. */
    public static final Timeframe HOUR = new Timeframe(1, Unit.HOUR);
    /** One day. */
    public static final Timeframe DAY = new Timeframe(1, Unit.DAY);
    /** One week, from Monday. */
    public static final Timeframe WEEK = new Timeframe(1, Unit.WEEK);
    /** One calendar month. */
    public static final Timeframe MONTH = new Timeframe(1, Unit.MONTH);

    private static final Pattern TEXT = Pattern.compile("([1-9][0-9]?)([A-Za-z]{1,6})");

    /** What bars are counted in. */
    public enum Unit {
        /** Minutes, 1 to 59. */
        MINUTE("Min", "T"),
        /** Hours, 1 to 23. */
        HOUR("Hour", "H"),
        /** Days, 1 only. */
        DAY("Day", "D"),
        /** Weeks, 1 only. */
        WEEK("Week", "W"),
        /** Months: 1, 2, 3, 4, 6 or 12. */
        MONTH("Month", "M");

        private final String text;
        private final String letter;

        Unit(String text, String letter) {
            this.text = text;
            this.letter = letter;
        }

        private boolean allows(int amount) {
            return switch (this) {
                case MINUTE -> amount >= 1 && amount <= 59;
                case HOUR -> amount >= 1 && amount <= 23;
                case DAY, WEEK -> amount == 1;
                case MONTH -> Set.of(1, 2, 3, 4, 6, 12).contains(amount);
            };
        }
    }

    /** Checks that the server knows such an interval. */
    public Timeframe {
        if (!unit.allows(amount)) {
            throw new IllegalArgumentException("no timeframe of " + amount + " " + unit.text
                    + ": it is 1 to 59 Min, 1 to 23 Hour, 1 Day, 1 Week, or 1, 2, 3, 4, 6 or 12 Month");
        }
    }

    /** So many minutes, 1 to 59. */
    public static Timeframe minutes(int amount) {
        return new Timeframe(amount, Unit.MINUTE);
    }

    /** So many hours, 1 to 23. */
    public static Timeframe hours(int amount) {
        return new Timeframe(amount, Unit.HOUR);
    }

    /** So many months: 1, 2, 3, 4, 6 or 12. */
    public static Timeframe months(int amount) {
        return new Timeframe(amount, Unit.MONTH);
    }

    /**
     * The timeframe of a text such as {@code 15Min}, {@code 15T}, {@code 1Day} or {@code 3Month}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Timeframe of(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (matcher.matches()) {
            for (Unit unit : Unit.values()) {
                if (unit.text.toLowerCase(Locale.ROOT).equals(matcher.group(2).toLowerCase(Locale.ROOT))
                        || unit.letter.equals(matcher.group(2))) {
                    return new Timeframe(Integer.parseInt(matcher.group(1)), unit);
                }
            }
        }
        throw new IllegalArgumentException("not a timeframe: write it as 5Min, 1Hour, 1Day, 1Week or 3Month");
    }

    /** Whether a bar covers a day or more. */
    public boolean isDayOrLonger() {
        return unit == Unit.DAY || unit == Unit.WEEK || unit == Unit.MONTH;
    }

    /** As the server wants it, for example {@code 15Min}. */
    @Override
    public String toString() {
        return amount + unit.text;
    }
}
