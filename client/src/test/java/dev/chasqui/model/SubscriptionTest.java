package dev.chasqui.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionTest {

    private static final Subscription TRADES = Subscription.trades("B", "A");

    @Test
    void symbolsGiveQuotesTradesAndBars() {
        Subscription subscription = Subscription.of("AAPL", "SPY");
        assertThat(subscription.channels()).containsExactly(Channel.TRADES, Channel.QUOTES, Channel.BARS);
        assertThat(subscription.symbols(Channel.BARS)).containsExactly("AAPL", "SPY");
        assertThat(subscription.size()).isEqualTo(6);
    }

    @Test
    void symbolsAreSortedAndKeptOnce() {
        assertThat(Subscription.trades("B", "A", "B").symbols(Channel.TRADES)).containsExactly("A", "B");
        assertThat(Subscription.trades("B", "A", "B")).isEqualTo(TRADES).hasSameHashCodeAs(TRADES);
    }

    @Test
    void arithmeticIsThatOfSets() {
        Subscription both = TRADES.plus(Subscription.of(Channel.QUOTES, "A"));
        assertThat(both.size()).isEqualTo(3);
        assertThat(both.minus(Subscription.trades("A", "X")))
                .isEqualTo(Subscription.trades("B").plus(Subscription.quotes("A")));
        assertThat(both.minus(both)).isEqualTo(Subscription.none());
        assertThat(both.minus(both).isEmpty()).isTrue();
        assertThat(both.intersect(Subscription.trades("A"))).isEqualTo(Subscription.trades("A"));
        assertThat(both.plus(Subscription.none())).isEqualTo(both);
        assertThat(Subscription.none().plus(both)).isEqualTo(both);
    }

    @Test
    void wildcardIsAMemberThatCoversEverySymbol() {
        Subscription all = Subscription.trades("*", "A");
        assertThat(all.contains(Channel.TRADES, "B")).isFalse();
        assertThat(all.covers(Channel.TRADES, "B")).isTrue();
        assertThat(all.covers(Channel.QUOTES, "B")).isFalse();
        assertThat(all.minus(Subscription.trades("*"))).isEqualTo(Subscription.trades("A"));
    }

    @Test
    void correctionsAndCancelsFollowTrades() {
        assertThat(TRADES.covers(Channel.CORRECTIONS, "A")).isTrue();
        assertThat(TRADES.covers(Channel.CANCEL_ERRORS, "X")).isFalse();
        Subscription acknowledged = Subscription.of(Map.of(
                Channel.TRADES, List.of("B", "A"), Channel.CORRECTIONS, List.of("A", "B"), Channel.BARS, List.of()));
        assertThat(acknowledged.requested()).isEqualTo(TRADES);
        assertThatThrownBy(() -> Subscription.of(Channel.CORRECTIONS, "A")).hasMessageContaining("comes with trades");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "A B",
                "A,B",
                "A\n",
                "\"A\"",
                "A\\",
                "\u00c9",
                "\u007f",
                "1234567890123456789012345678901234567890123456789012345678901234X"
            })
    void badSymbolIsRefused(String symbol) {
        assertThatThrownBy(() -> Subscription.trades("A", symbol)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingIsEmpty() {
        assertThat(Subscription.of()).isEqualTo(Subscription.none());
        assertThat(Subscription.none().symbols(Channel.NEWS)).isEmpty();
        assertThat(Subscription.none()).hasToString("{}");
    }

    @Test
    void membersCannotBeChanged() {
        assertThatThrownBy(() -> TRADES.symbols(Channel.TRADES).add("C"))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> TRADES.asMap().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void longListsAreShortenedAsText() {
        String[] many = IntStream.range(0, 21).mapToObj(i -> "S" + i).toArray(String[]::new);
        assertThat(Subscription.trades(many)).hasToString("{trades=[21 symbols]}");
        assertThat(TRADES.plus(Subscription.bars("*"))).hasToString("{trades=[A, B], bars=[*]}");
    }
}
