package dev.chasqui.wire;

import dev.chasqui.model.MarketEvent;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages that are written as they nearly always are, and no others. What both encodings have in common: the place in the frame,
 * eight bytes at a time, what must or may stand there, and the symbols.
 */
abstract class FastPath {

    /** The lowest bit of each byte of a word. */
    static final long ONES = 0x0101010101010101L;

    static final long HIGHEST_BITS = ONES << 7;

    /** A minute as far from 1970 as this has all of its nanoseconds in a long. */
    static final long FARTHEST_MINUTE = Long.MAX_VALUE / 1_000_000_000 - 60;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    // How far a reader may go beyond the end of the frame before it looks at the differences, generously.
    private static final int OVERSHOOT = 1024;

    final TextTable symbols;
    final ConditionTable conditionLists;

    byte[] bytes = {};
    int at;
    int end;

    /** Not zero if something is not as this reader assumes. */
    long differences;

    private int lastWordAt;

    /** Shares the tables of the reader that reads what this one does not. */
    FastPath(ValueReader tolerant) {
        symbols = tolerant.symbols;
        conditionLists = tolerant.conditions();
    }

    /** Whether all that a fast path accepts lies within the limits. */
    static boolean fits(DecodeLimits limits) {
        return limits.maxDepth() >= 3
                && limits.maxNumberLength() >= 32
                && limits.maxStringBytes() >= TextTable.MAX_LENGTH
                && limits.maxArrayElements() >= ConditionTable.MAX_CODES;
    }

    /**
     * The message that begins at {@code start}, exactly as the tolerant reader would read it; or null if that one has to. No byte from
     * {@code frameEnd} on makes a difference.
     */
    final @Nullable MarketEvent read(byte[] frame, int start, int frameEnd) {
        if (start > frameEnd - Long.BYTES || frameEnd > Integer.MAX_VALUE - OVERSHOOT) {
            return null;
        }
        bytes = frame;
        at = start;
        end = frameEnd;
        lastWordAt = frameEnd - Long.BYTES;
        differences = 0;
        return read();
    }

    /** Reads from {@link #at} on, where there are eight bytes at least. */
    abstract @Nullable MarketEvent read();

    /** The index behind the message that was read last. */
    final int end() {
        return at;
    }

    /** Up to eight bytes that may stand somewhere, packed as {@link #word} packs them; a NUL stands for any byte. */
    record Literal(long word, long mask, int length) {

        static Literal of(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            long word = 0;
            long mask = 0;
            for (int i = 0; i < bytes.length; i++) {
                word |= (bytes[i] & 0xffL) << (8 * i);
                mask |= bytes[i] == 0 ? 0 : 0xffL << (8 * i);
            }
            return new Literal(word, mask, bytes.length);
        }

        /** Zero if it stands at the lower end of {@code found}. */
        long differenceFrom(long found) {
            return (found ^ word) & mask;
        }
    }

    /** Eight bytes, the one at {@code from} lowest; zeros stand for those behind the frame. */
    final long word(int from) {
        return from <= lastWordAt ? (long) LONGS.get(bytes, from) : wordAtEnd(from);
    }

    private long wordAtEnd(int from) {
        int missing = from - lastWordAt;
        return missing < Long.BYTES ? (long) LONGS.get(bytes, lastWordAt) >>> (8 * missing) : 0;
    }

    /** One byte; zero behind the frame. */
    final int byteAt(int index) {
        return index < end ? bytes[index] : 0;
    }

    /** The lowest {@code count} bytes of a word, all set; zero to seven. */
    static long lowest(int count) {
        return (1L << (8 * count)) - 1;
    }

    final void expect(Literal literal) {
        differences |= literal.differenceFrom(word(at));
        at += literal.length;
    }

    final boolean skip(Literal literal) {
        boolean found = literal.differenceFrom(word(at)) == 0;
        at += found ? literal.length : 0;
        return found;
    }

    final void require(boolean asAssumed) {
        differences |= asAssumed ? 0 : 1;
    }

    /**
     * The symbol of the lowest {@code length} bytes, one to seven; null if it is new. The table keeps only what is ASCII, has no control
     * characters and stands for itself in every encoding, so what is found there needs no check.
     */
    final @Nullable String knownSymbol(long word, int length) {
        long key = word & lowest(length);
        // The table takes zeros for the end, and a NUL is no character of a symbol.
        if (key >>> (8 * length - 8) == 0) {
            return null;
        }
        return length == 1 ? letter((int) key) : symbols.find(key);
    }

    /** A single letter has its text from the start, and is no key of the table. */
    private @Nullable String letter(int ascii) {
        return ascii >= 'A' && ascii <= 'Z' ? symbols.single((byte) ascii) : null;
    }
}
