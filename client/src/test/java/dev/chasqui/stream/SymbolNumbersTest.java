package dev.chasqui.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SymbolNumbersTest {

    private final SymbolNumbers numbers = new SymbolNumbers();

    @Test
    void numbersAreGivenInTheOrderOfComingAndStay() {
        assertThat(numbers.of("AAPL")).isZero();
        assertThat(numbers.of("MSFT", 7)).isEqualTo(1);
        assertThat(numbers.of("AAPL", 3)).isZero();
        assertThat(numbers.of("AAPL", 3)).isZero();
        assertThat(numbers.of("MSFT")).isEqualTo(1);
        assertThat(numbers.size()).isEqualTo(2);
    }

    @Test
    void whoOnlyAsksGivesNone() {
        assertThat(numbers.find("AAPL")).isEqualTo(SymbolNumbers.NONE);
        numbers.of("AAPL");
        assertThat(numbers.find("AAPL")).isZero();
        assertThat(numbers.size()).isEqualTo(1);
    }

    @Test
    void aWrongHintIsNoMoreThanSlow() {
        int apple = numbers.of("AAPL", 5);
        int microsoft = numbers.of("MSFT", 5);
        assertThat(microsoft).isNotEqualTo(apple);
        assertThat(numbers.of("AAPL", 5)).isEqualTo(apple);
        assertThat(numbers.of("MSFT", Integer.MAX_VALUE)).isEqualTo(microsoft);
        assertThat(numbers.of("MSFT", Integer.MIN_VALUE)).isEqualTo(microsoft);
    }

    /** As when REST was first, or another decoder reads on. */
    @Test
    void anEqualSymbolInAnotherObjectHasTheSameNumber() {
        String other = new String("AAPL".toCharArray());
        int number = numbers.of("AAPL", 2);
        assertThat(numbers.of(other, 2)).isEqualTo(number);
        assertThat(numbers.of(other, 2)).isEqualTo(number);
        assertThat(numbers.of("AAPL", 2)).isEqualTo(number);
        assertThat(numbers.size()).isEqualTo(1);
    }

    @Test
    void thousandsOfSymbolsAreVisitedWithTheirNumbers() {
        for (int i = 0; i < 3_000; i++) {
            assertThat(numbers.of("S" + i, 2_999 - i)).isEqualTo(i);
        }
        for (int i = 0; i < 3_000; i++) {
            assertThat(numbers.of("S" + i, 2_999 - i)).isEqualTo(i);
        }
        Map<String, Integer> visited = new HashMap<>();
        numbers.forEach(visited::put);
        assertThat(visited).hasSize(3_000).containsEntry("S0", 0).containsEntry("S2999", 2_999);
    }
}
