package dev.chasqui.internal.gap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** How well the numbers of messages tell them apart. */
class FingerprintTest {

    private static final long TIME = 1_767_623_400_000_000_000L;
    private static final int ROUNDS = 4_000;

    private final Fingerprint print = new Fingerprint();

    @Test
    void everyBitOfAnIdChangesAboutHalfOfTheKey() {
        assertHalfChanges(id -> trade(id + 1, 100, 10, TIME), 62, 64);
    }

    @Test
    void everyBitOfATimeChangesAboutHalfOfTheKeyIfThereIsNoId() {
        assertHalfChanges(time -> trade(0, 100, 10, time), 60, 64);
    }

    @Test
    void everyBitOfAPriceAndOfASizeChangesAboutHalfOfTheContent() {
        assertHalfChanges(bits -> trade(7, ofBits(bits), 10, TIME), 52, 32);
        assertHalfChanges(bits -> trade(7, 100, ofBits(bits), TIME), 52, 32);
    }

    @Test
    void symbolsExchangesAndIdsOfADayHaveNoKeyInCommon() {
        Set<Long> keys = new HashSet<>();
        Set<Integer> groups = new HashSet<>();
        int messages = 0;
        for (char first = 'A'; first <= 'Z'; first++) {
            for (String exchange : List.of("", "A", "V", "Z")) {
                for (int id = 1; id <= 1_000; id++) {
                    print.of(Rows.trade(first + "B", TIME, id, exchange, 100, 10, null));
                    keys.add(print.key());
                    groups.add((int) print.key() & 0xfff8);
                    messages++;
                }
            }
        }
        assertThat(keys).hasSize(messages);
        assertThat(groups).as("home groups in use, of 8,192").hasSize(8_192);
    }

    @Test
    void pricesInCentsAndRoundSizesHaveHardlyAContentInCommon() {
        Set<Integer> contents = new HashSet<>();
        for (int cents = 1; cents <= 1_000; cents++) {
            for (int size = 1; size <= 100; size++) {
                print.of(trade(7, cents / 100.0, size * 100.0, TIME));
                contents.add(print.content());
            }
        }
        // Of 100,000 numbers of 32 bits chosen by lot, about one is met twice.
        assertThat(contents).hasSizeGreaterThan(99_990);
    }

    @Test
    void conditionsHaveNoSumInCommon() {
        Set<Long> keys = new HashSet<>();
        int quotes = 0;
        for (char first = ' ' + 1; first < 127; first++) {
            for (char second = first; second < 127; second++) {
                List<String> conditions = List.of(String.valueOf(first), String.valueOf(second));
                print.of(new Quote("A", TIME, "V", 1, 1, "V", 1, 1, conditions, "C", TIME));
                keys.add(print.key());
                quotes++;
            }
        }
        assertThat(keys).hasSize(quotes);
    }

    @Test
    void theNumberOfASymbolMakesNoDifference() {
        for (String symbol : List.of("A", "AAPL", "BTC/USD", "", " ", "AAPL")) {
            MarketEvent message = Rows.trade(symbol, TIME, 7, "V", 100, 10, null);
            print.of(message);
            long byLetters = print.key();
            int number = symbol.hashCode() & 0x3ff;
            print.of(message, number);
            assertThat(print.key()).as(symbol).isEqualTo(byLetters);
            print.of(message, number);
            assertThat(print.key()).as(symbol).isEqualTo(byLetters);
        }
    }

    @Test
    void symbolsHaveNoNumberInCommon() {
        Set<Long> keys = new HashSet<>();
        int symbols = 0;
        for (char first = 'A'; first <= 'Z'; first++) {
            for (String rest : List.of("", "A", "Z", ".A", "EMA", "F.A", "/USD", "240308C00172500")) {
                print.of(Rows.quote(first + rest, Instant.EPOCH, 1), symbols++);
                keys.add(print.key());
            }
        }
        assertThat(keys).hasSize(symbols);
    }

    private void assertHalfChanges(LongFunction<MarketEvent> message, int bitsIn, int bitsOut) {
        SplittableRandom random = new SplittableRandom(1);
        for (int bit = 0; bit < bitsIn; bit++) {
            long changed = 0;
            for (int round = 0; round < ROUNDS; round++) {
                long value = random.nextLong(1L << bitsIn);
                long before = numbers(message.apply(value), bitsOut);
                changed += Long.bitCount(before ^ numbers(message.apply(value ^ 1L << bit), bitsOut));
            }
            assertThat((double) changed / ROUNDS).as("bit %d", bit).isBetween(bitsOut * 0.45, bitsOut * 0.55);
        }
    }

    private static Trade trade(long id, double price, double size, long time) {
        return Rows.trade("A", time, id, "V", price, size, null);
    }

    private long numbers(MarketEvent message, int bits) {
        print.of(message);
        return bits == 64 ? print.key() : print.content() & 0xffff_ffffL;
    }

    /** A positive number with these bits behind its point, below 2,048. */
    private static double ofBits(long mantissa) {
        return Double.longBitsToDouble(0x4090_0000_0000_0000L | (mantissa & 0x000f_ffff_ffff_ffffL));
    }
}
