package dev.chasqui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

    @ParameterizedTest
    @CsvSource({
        "189, 189.00",
        "189.1, 189.10",
        "189.125, 189.125",
        "0.35718, 0.35718",
        "0.000012345, 0.000012",
        "71856.1435, 71856.1435",
        "1815.55510989, 1815.5551",
        "-1.5, -1.50"
    })
    void pricesHaveTwoToFourDecimals(double price, String text) {
        assertThat(Figures.price(price)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.3199999999999932, +0.32", "-0.375, -0.375", "0, 0.00", "-0.0000000001, 0.00", "12, +12.00"})
    void changesHaveASign(double change, String text) {
        assertThat(Figures.change(change)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "100, 100",
        "9999, 9999",
        "25000, 25k",
        "1234567, 1.2M",
        "0.0125, 0.0125",
        "29.205707815, 29.2057",
        "0, 0"
    })
    void sizesAreShort(double size, String text) {
        assertThat(Figures.size(size)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.0s", "140, 0.1s", "9999, 10.0s", "12000, 12s", "119000, 119s", "180000, 3m", "8000000, 2h"})
    void agesGetCoarser(long millis, String text) {
        assertThat(Figures.age(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.0017, +0.17%", "-0.5, -50.00%", "0, +0.00%"})
    void sharesArePerCent(double share, String text) {
        assertThat(Figures.percent(share)).isEqualTo(text);
    }

    @Test
    void whatIsNotKnownIsBlank() {
        assertThat(Figures.price(Double.NaN)).isEmpty();
        assertThat(Figures.change(Double.NaN)).isEmpty();
        assertThat(Figures.size(Double.NaN)).isEmpty();
        assertThat(Figures.percent(Double.NaN)).isEmpty();
        assertThat(Figures.percent(1.0 / 0)).isEmpty();
    }
}
