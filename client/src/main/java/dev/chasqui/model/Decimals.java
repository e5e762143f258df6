package dev.chasqui.model;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The exact decimal behind a price or size.
 *
 * <p>Alpaca writes prices as decimal text. A {@code double} made from a text of at most 15 significant digits determines that text:
 * it is the shortest decimal that reads back as the same {@code double}. Pure functions.
 */
public final class Decimals {

    private static final double[] POWERS_OF_TEN = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    private static final double LARGEST_EXACT_INTEGER = 0x1p53;
    private static final int DIGITS_ALWAYS_KEPT = 15;
    // Below it no two decimals of one scale, or of fewer digits, are the same double.
    private static final double LARGEST_OF_ALL_DIGITS_KEPT = 1e15;
    private static final int DIGITS_OF_ANY_DOUBLE = 17;

    private Decimals() {}

    /**
     * The shortest decimal that reads back as {@code value}, without trailing zeros behind the point.
     *
     * @throws NumberFormatException if the value is infinite or not a number
     */
    public static BigDecimal toBigDecimal(double value) {
        int scale = scaleOf(value);
        return scale >= 0 ? BigDecimal.valueOf(unscaled(value, scale), scale) : shortest(value);
    }

    /**
     * How many digits behind the point {@code value} has, 0 to 9; or −1 if it needs more or has over 15 digits in all.
     * With it, {@link #unscaled} gives the value's digits as one integer: the cheap way to write a price.
     */
    public static int scaleOf(double value) {
        // Most prices have cents, and trying from there takes one division instead of three.
        double cents = Math.rint(value * 100);
        boolean fewDigits = Math.abs(cents) < LARGEST_OF_ALL_DIGITS_KEPT;
        if (fewDigits && cents / 100 == value) {
            return scaleOfCents((long) cents);
        }
        return scaleFrom(fewDigits ? 3 : 0, value);
    }

    private static int scaleOfCents(long cents) {
        if (cents % 10 != 0) {
            return 2;
        }
        return cents % 100 == 0 ? 0 : 1;
    }

    private static int scaleFrom(int smallest, double value) {
        for (int scale = smallest; scale < POWERS_OF_TEN.length; scale++) {
            double scaled = Math.rint(value * POWERS_OF_TEN[scale]);
            if (!(Math.abs(scaled) < LARGEST_EXACT_INTEGER)) {
                return -1;
            }
            // Both operands are exact, so the quotient is what reading the decimal text would have given.
            if (scaled / POWERS_OF_TEN[scale] == value) {
                return scale;
            }
        }
        return -1;
    }

    /** {@code value} times ten to the power of {@code scale}, for a scale that {@link #scaleOf} gave. */
    public static long unscaled(double value, int scale) {
        return (long) Math.rint(value * POWERS_OF_TEN[scale]);
    }

    // Double.toString of a JDK before 19 does not always give the shortest text, hence this search; it is far off the
    // usual path.
    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = DIGITS_ALWAYS_KEPT; digits < DIGITS_OF_ANY_DOUBLE; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits));
            if (rounded.doubleValue() == value) {
                return withoutTrailingZeros(rounded);
            }
        }
        return withoutTrailingZeros(exact.round(new MathContext(DIGITS_OF_ANY_DOUBLE)));
    }

    private static BigDecimal withoutTrailingZeros(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
