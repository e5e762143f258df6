package dev.chasqui.stream;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ObjIntConsumer;

/**
 * A number for each symbol, from 0 on in the order of their coming, so that what is known of symbols can stand in arrays. Given by one
 * thread, read by any.
 *
 * <p>The thread that gives them asks for one with every message. Of thousands of symbols nothing is in the cache that is not close together,
 * so the decoder's own number of a symbol leads to the one here, without a look at the symbol: nearly always it is the same {@code String}
 * that came before.
 */
final class SymbolNumbers {

    /** The number of a symbol that has none. */
    static final int NONE = -1;

    private static final int SMALLEST = 64;

    /** Larger ones are of no use. */
    private static final int MOST_HINTS = 1 << 20;

    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();

    // Of the thread that gives numbers: symbols by number, and numbers plus one by hint.
    private String[] symbols = new String[SMALLEST];
    private int[] hinted = new int[SMALLEST];
    private int size;

    /**
     * The number of a symbol, which is given one if it has none. For the one thread that gives numbers.
     *
     * @param hint another number of the symbol, of a decoder; may be wrong, or negative
     */
    @SuppressWarnings({"ReferenceEquality", "StringEquality"}) // What is not the same is looked up.
    int of(String symbol, int hint) {
        if (hint >= 0 && hint < hinted.length) {
            int number = hinted[hint] - 1;
            if (number >= 0 && symbols[number] == symbol) {
                return number;
            }
        }
        return lookUp(symbol, hint);
    }

    private int lookUp(String symbol, int hint) {
        int number = of(symbol);
        if (hint >= 0 && hint < MOST_HINTS) {
            if (hint >= hinted.length) {
                hinted = Arrays.copyOf(hinted, Math.max(hint + 1, 2 * hinted.length));
            }
            hinted[hint] = number + 1;
            symbols[number] = symbol;
        }
        return number;
    }

    /** The number of a symbol, which is given one if it has none. For the one thread that gives numbers. */
    int of(String symbol) {
        Integer known = numbers.get(symbol);
        return known != null ? known : add(symbol);
    }

    private int add(String symbol) {
        if (size == symbols.length) {
            symbols = Arrays.copyOf(symbols, 2 * size);
        }
        int number = size++;
        symbols[number] = symbol;
        numbers.put(symbol, number);
        return number;
    }

    /** The number of a symbol, or {@link #NONE}. For any thread. */
    int find(String symbol) {
        return numbers.getOrDefault(symbol, NONE);
    }

    /** Visits all symbols that have numbers. For any thread. */
    void forEach(ObjIntConsumer<String> visitor) {
        numbers.forEach(visitor::accept);
    }

    /** How many symbols have numbers. For the one thread that gives them. */
    int size() {
        return size;
    }
}
