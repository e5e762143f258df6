package dev.chasqui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BoardTest {

    private static final long SECOND = 1_000_000_000L;

    private final Board board = new Board();

    private BoardRow.View only() {
        assertThat(board.views()).hasSize(1);
        return board.views().get(0);
    }

    @Test
    void aRowHasTheNewestQuoteAndTrade() {
        board.accept(Samples.quote("AAPL", 1, 10, 2, 20), 1);
        board.accept(Samples.quote("AAPL", 3, 30, 4, 40), 2);
        board.accept(Samples.trade("AAPL", 3.5, 5), 3);

        assertThat(only())
                .extracting(
                        BoardRow.View::bid,
                        BoardRow.View::bidSize,
                        BoardRow.View::ask,
                        BoardRow.View::askSize,
                        BoardRow.View::last,
                        BoardRow.View::lastSize,
                        BoardRow.View::count,
                        BoardRow.View::receivedNanos)
                .containsExactly(3.0, 30.0, 4.0, 40.0, 3.5, 5.0, 3L, 3L);
    }

    @Test
    void anEmptySideOfAQuoteIsNoPrice() {
        board.accept(Samples.quote("AAPL", 0, 0, 4, 40), 1);

        assertThat(only().bid()).isNaN();
        assertThat(only().ask()).isEqualTo(4);
    }

    @Test
    void changeIsSinceTheFirstPriceAndDirectionSinceThePriceBefore() {
        board.accept(Samples.trade("AAPL", 10, 1), 1);
        assertThat(only().direction()).isZero();
        board.accept(Samples.trade("AAPL", 12, 1), 2);
        board.accept(Samples.trade("AAPL", 11, 1), 3);
        board.accept(Samples.trade("AAPL", 11, 1), 4);

        assertThat(only().change()).isEqualTo(1);
        assertThat(only().direction()).isEqualTo(-1);
    }

    @Test
    void aBarGivesThePriceOnlyWhereTradesDoNot() {
        board.accept(Samples.bar("SPY", 500), 1);
        assertThat(only().last()).isEqualTo(500);
        board.accept(Samples.trade("SPY", 501, 1), 2);
        board.accept(Samples.bar("SPY", 499), 3);

        assertThat(only().last()).isEqualTo(501);
    }

    @Test
    void namedSymbolsStandInTheOrderGivenHeardOfOrNot() {
        board.accept(Samples.trade("B", 1, 1), 1);
        RowSelection selection = new RowSelection(List.of("C", "B", "A"), false);

        assertThat(selection.choose(board, 2, 0))
                .extracting(BoardRow.View::symbol)
                .containsExactly("C", "B");
        assertThat(selection.size(board)).isEqualTo(3);
    }

    @Test
    void ofAllSymbolsTheMostRecentAreShownByName() {
        RowSelection selection = new RowSelection(List.of("*"), true);
        board.accept(Samples.trade("OLD", 1, 1), SECOND);
        board.accept(Samples.trade("Z", 1, 1), 2 * SECOND);
        board.accept(Samples.trade("A", 1, 1), 3 * SECOND);

        assertThat(selection.choose(board, 2, 3 * SECOND))
                .extracting(BoardRow.View::symbol)
                .containsExactly("A", "Z");
        assertThat(selection.size(board)).isEqualTo(3);
    }

    @Test
    void aShownSymbolStaysForAWhileSoThatTheTableCanBeRead() {
        RowSelection selection = new RowSelection(List.of("*"), true);
        board.accept(Samples.trade("A", 1, 1), SECOND);
        selection.choose(board, 1, SECOND);
        board.accept(Samples.trade("B", 1, 1), 2 * SECOND);

        assertThat(selection.choose(board, 1, 5 * SECOND))
                .extracting(BoardRow.View::symbol)
                .containsExactly("A");
        assertThat(selection.choose(board, 1, 7 * SECOND))
                .extracting(BoardRow.View::symbol)
                .containsExactly("B");
    }

    @Test
    void aRateIsThatOfTheLastWholeSecond() {
        MessageRate rate = new MessageRate(100, 0);

        assertThat(rate.update(150, SECOND / 2)).isZero();
        assertThat(rate.update(200, SECOND)).isEqualTo(100);
        assertThat(rate.update(250, SECOND + SECOND / 2)).isEqualTo(100);
        assertThat(rate.update(250, 3 * SECOND)).isEqualTo(25);
    }
}
