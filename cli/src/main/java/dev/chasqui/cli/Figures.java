package dev.chasqui.cli;

import dev.chasqui.model.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/** Numbers as the table shows them; empty text for a number that is not known. Pure functions. */
final class Figures {

    private static final int FEWEST_DECIMALS = 2;
    private static final int MOST_DECIMALS = 4;
    private static final int MOST_DECIMALS_BELOW_ONE = 6;
    private static final int MOST_SIZE_DECIMALS = 4;
    private static final double THOUSAND = 1_000;
    private static final double TEN_THOUSAND = 10_000;
    private static final double MILLION = 1_000_000;

    private Figures() {}

    /** Two to four decimals, up to six below one. */
    static String price(double price) {
        if (!Double.isFinite(price)) {
            return "";
        }
        int most = Math.abs(price) < 1 ? MOST_DECIMALS_BELOW_ONE : MOST_DECIMALS;
        BigDecimal exact = Decimals.toBigDecimal(price);
        int scale = Math.min(most, Math.max(FEWEST_DECIMALS, exact.scale()));
        return exact.setScale(scale, RoundingMode.HALF_EVEN).toPlainString();
    }

    /** As a price, with a sign unless it is zero. */
    static String change(double change) {
        if (!Double.isFinite(change)) {
            return "";
        }
        // The difference of two decimals is no short decimal itself.
        double rounded = BigDecimal.valueOf(change)
                .setScale(MOST_DECIMALS_BELOW_ONE, RoundingMode.HALF_EVEN)
                .doubleValue();
        return (rounded > 0 ? "+" : "") + price(rounded == 0 ? 0 : rounded);
    }

    /** A share in per cent, with two decimals and a sign. */
    static String percent(double share) {
        return Double.isFinite(share) ? String.format(Locale.ROOT, "%+.2f%%", share * 100) : "";
    }

    /** Whole numbers up to 9,999, then thousands and millions; up to four decimals where there are some. */
    static String size(double size) {
        if (!Double.isFinite(size)) {
            return "";
        }
        if (size >= MILLION) {
            return String.format(Locale.ROOT, "%.1fM", size / MILLION);
        }
        if (size >= TEN_THOUSAND) {
            return String.format(Locale.ROOT, "%.0fk", size / THOUSAND);
        }
        BigDecimal exact = Decimals.toBigDecimal(size);
        return exact.setScale(Math.min(MOST_SIZE_DECIMALS, exact.scale()), RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    /** Tenths of seconds, then seconds, minutes and hours. */
    static String age(Duration age) {
        long millis = age.toMillis();
        if (millis < 10_000) {
            return String.format(Locale.ROOT, "%.1fs", millis / 1000.0);
        }
        if (age.toMinutes() < 2) {
            return age.toSeconds() + "s";
        }
        return age.toHours() < 2 ? age.toMinutes() + "m" : age.toHours() + "h";
    }

    /** Messages per second: one decimal below a hundred. */
    static String rate(double perSecond) {
        return String.format(Locale.ROOT, perSecond < 100 ? "%.1f" : "%,.0f", perSecond);
    }

    /** A count with separators. */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** Hours, minutes and seconds. */
    static String clock(Duration time) {
        return String.format(Locale.ROOT, "%02d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
    }
}
