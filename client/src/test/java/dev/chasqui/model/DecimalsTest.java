package dev.chasqui.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "1, 1",
        "501, 501",
        "187.25, 187.25",
        "0.1, 0.1",
        "-0.05, -0.05",
        "26651.7679765663, 26651.7679765663",
        "29.205707815, 29.205707815",
        "0.000000038, 0.000000038",
        "0.0000000001, 0.0000000001",
        "0.30000000000000004, 0.30000000000000004",
        "9007199254740993, 9007199254740992",
        "123456789012345680000, 123456789012345680000",
        "2e-3, 0.002",
    })
    void decimalIsTheShortestThatReadsBack(double value, String expected) {
        assertThat(Decimals.toBigDecimal(value)).isEqualTo(new BigDecimal(expected));
    }

    @Test
    void textOfUpTo15DigitsComesBack() {
        long seed = Long.getLong("chasqui.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            long digits = (long) (random.nextDouble() * Math.pow(10, 1 + random.nextInt(15)));
            BigDecimal text = BigDecimal.valueOf(digits, random.nextInt(16));
            BigDecimal back = Decimals.toBigDecimal(text.doubleValue());
            if (back.compareTo(text) != 0) {
                throw new AssertionError("seed " + seed + ": " + text + " became " + back);
            }
        }
    }

    @Test
    void anyFiniteDoubleReadsBack() {
        long seed = Long.getLong("chasqui.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value) && Decimals.toBigDecimal(value).doubleValue() != value) {
                throw new AssertionError("seed " + seed + ": " + value);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0",
        "1.5, 1",
        "187.25, 2",
        "0.000000001, 9",
        "0.0000000001, -1",
        "1e300, -1",
        "0.30000000000000004, -1"
    })
    void scaleIsTheNumberOfDigitsBehindThePoint(double value, int scale) {
        assertThat(Decimals.scaleOf(value)).isEqualTo(scale);
        if (scale >= 0) {
            assertThat(BigDecimal.valueOf(Decimals.unscaled(value, scale), scale)
                            .doubleValue())
                    .isEqualTo(value);
        }
    }

    @Test
    void scaleIsTheSmallestThatReadsBack() {
        long seed = Long.getLong("chasqui.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 200_000; i++) {
            double decimal = (long) (random.nextGaussian() * Math.pow(10, random.nextInt(17)))
                    / Math.pow(10, random.nextInt(10));
            double value = random.nextInt(4) == 0 ? Math.nextUp(decimal) : decimal;
            if (Decimals.scaleOf(value) != smallestScale(value)) {
                throw new AssertionError("seed " + seed + ": " + value);
            }
        }
    }

    private static int smallestScale(double value) {
        for (int scale = 0; scale <= 9; scale++) {
            double scaled = Math.rint(value * Math.pow(10, scale));
            if (Math.abs(scaled) >= 0x1p53) {
                return -1;
            }
            if (scaled / Math.pow(10, scale) == value) {
                return scale;
            }
        }
        return -1;
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatIsNoNumberIsRefused(double value) {
        assertThatThrownBy(() -> Decimals.toBigDecimal(value)).isInstanceOf(NumberFormatException.class);
        assertThat(Decimals.scaleOf(value)).isEqualTo(-1);
    }
}
