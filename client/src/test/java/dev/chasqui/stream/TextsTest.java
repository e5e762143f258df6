package dev.chasqui.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextsTest {

    @Test
    void controlAndFormattingCharactersBecomeBlanks() {
        assertThat(Texts.oneLine("a\r\nb\u001b[31mc\u0000d\u007fe\u009bf\u202eg\u2028h"))
                .isEqualTo("a  b [31mc d e f g h");
    }

    @Test
    void aLongTextIsShortened() {
        assertThat(Texts.oneLine("x".repeat(200))).isEqualTo("x".repeat(200));
        assertThat(Texts.oneLine("x".repeat(5_000))).isEqualTo("x".repeat(200) + "…");
        assertThat(Texts.oneLine("x".repeat(199) + "🚀🚀")).isEqualTo("x".repeat(199) + "…");
    }

    @Test
    void anOrdinaryTextIsUntouched() {
        assertThat(Texts.oneLine("symbol limit exceeded")).isEqualTo("symbol limit exceeded");
        assertThat(Texts.oneLine("")).isEmpty();
        assertThat(Texts.oneLine("Müller 東京 🚀")).isEqualTo("Müller 東京 🚀");
    }
}
