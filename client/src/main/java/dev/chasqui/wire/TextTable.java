package dev.chasqui.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gives equal short ASCII texts the same {@code String}, so that a symbol is not allocated again with every message. Bounded in
 * entries, in text length and in probes, so that hostile input neither fills memory nor makes it slow; what does not fit is allocated.
 * Keeps no text with a backslash: what is kept stands for itself between quotation marks.
 */
final class TextTable {

    /** Longer texts are not kept. */
    static final int MAX_LENGTH = 32;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final int SMALLEST = 64;
    private static final int MAX_PROBES = 8;
    // Set in the key of a text over eight bytes, whose key is a hash. Eight ASCII bytes never set it.
    private static final long HASHED = Long.MIN_VALUE;
    private static final String[] LETTERS = new String[128];

    static {
        Arrays.setAll(LETTERS, letter -> String.valueOf((char) letter));
    }

    /** The number of a text that is not kept. */
    static final int NO_NUMBER = -1;

    private final int maxEntries;

    // By slot: the key and the number of its text, or 0.
    private long[] keys = new long[SMALLEST];
    private int[] numbers = new int[SMALLEST];

    // By number: the letters, then what is kept, in the order of its coming and so close together.
    private String[] texts = Arrays.copyOf(LETTERS, LETTERS.length + SMALLEST / 2);
    private int size;

    private long lastKey;
    private int lastNumber = NO_NUMBER;

    TextTable(int maxEntries) {
        this.maxEntries = maxEntries;
    }

    /** The text of one ASCII character. */
    static String letter(byte ascii) {
        return LETTERS[ascii & 0x7f];
    }

    /** The text of an ASCII range. */
    String get(byte[] bytes, int from, int to) {
        if (to - from == 1) {
            return single(bytes[from]);
        }
        long key = key(bytes, from, to);
        if (key == 0) {
            return unkept(create(bytes, from, to));
        }
        int mask = keys.length - 1;
        int slot = slot(key, mask);
        for (int probe = 0; probe < MAX_PROBES && numbers[slot] != 0; probe++) {
            if (keys[slot] == key && (key > 0 || isSame(texts[numbers[slot]], bytes, from, to))) {
                return found(key, numbers[slot]);
            }
            slot = (slot + 1) & mask;
        }
        return add(key, create(bytes, from, to));
    }

    /** The text of one to eight bytes, the first of them lowest in {@code key} and zeros behind the last; null if it is not kept. */
    @Nullable
    String find(long key) {
        if (key == lastKey && key > 0) {
            return texts[lastNumber];
        }
        int mask = keys.length - 1;
        int slot = slot(key, mask);
        for (int probe = 0; probe < MAX_PROBES && numbers[slot] != 0; probe++) {
            if (keys[slot] == key && key > 0) {
                return found(key, numbers[slot]);
            }
            slot = (slot + 1) & mask;
        }
        return null;
    }

    /** The text of one ASCII character, as {@link #letter}, with its number. */
    String single(byte ascii) {
        return found(0, ascii & 0x7f);
    }

    private String found(long key, int number) {
        lastKey = key;
        lastNumber = number;
        return texts[number];
    }

    /** A text that is not kept: it has no number. */
    String unkept(String text) {
        lastKey = 0;
        lastNumber = NO_NUMBER;
        return text;
    }

    /** The number of the text that was given last, the same as long as this table lives; {@link #NO_NUMBER} if it is not kept. */
    int lastNumber() {
        return lastNumber;
    }

    /** How many texts it keeps. */
    int size() {
        return size;
    }

    private static String create(byte[] bytes, int from, int to) {
        return from == to ? "" : new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** 0 for what is not to be kept. */
    private static long key(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length > 8) {
            return length > MAX_LENGTH ? 0 : hash(bytes, from, to);
        }
        if (length == 0) {
            return 0;
        }
        long packed = from + 8 <= bytes.length
                ? (long) LONGS.get(bytes, from) & (-1L >>> (64 - 8 * length))
                : packSlowly(bytes, from, to);
        // A NUL at the end would make two texts look alike.
        return packed >>> (8 * length - 8) == 0 ? 0 : packed;
    }

    private static long packSlowly(byte[] bytes, int from, int to) {
        long packed = 0;
        for (int i = to - 1; i >= from; i--) {
            packed = packed << 8 | bytes[i];
        }
        return packed;
    }

    private static long hash(byte[] bytes, int from, int to) {
        long hash = 0xcbf29ce484222325L;
        for (int i = from; i < to; i++) {
            hash = (hash ^ bytes[i]) * 0x100000001b3L;
        }
        return hash | HASHED;
    }

    private static int slot(long key, int mask) {
        return (int) ((key * 0x9e3779b97f4a7c15L) >>> 40) & mask;
    }

    private static boolean isSame(String known, byte[] bytes, int from, int to) {
        if (known.length() != to - from) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (known.charAt(i - from) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private String add(long key, String text) {
        if (size < maxEntries && text.indexOf('\\') < 0) {
            if (size * 2 >= keys.length) {
                grow();
            }
            int number = LETTERS.length + size;
            if (put(key, number)) {
                texts[number] = text;
                size++;
                return found(key, number);
            }
        }
        return unkept(text);
    }

    private boolean put(long key, int number) {
        int mask = keys.length - 1;
        int slot = slot(key, mask);
        for (int probe = 0; probe < MAX_PROBES; probe++) {
            if (numbers[slot] == 0) {
                keys[slot] = key;
                numbers[slot] = number;
                return true;
            }
            slot = (slot + 1) & mask;
        }
        return false;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldNumbers = numbers;
        keys = new long[oldKeys.length * 2];
        numbers = new int[keys.length];
        texts = Arrays.copyOf(texts, LETTERS.length + keys.length / 2);
        for (int slot = 0; slot < oldNumbers.length; slot++) {
            if (oldNumbers[slot] != 0) {
                // One that finds no place is not found any more, and its number is not given again.
                put(oldKeys[slot], oldNumbers[slot]);
            }
        }
    }
}
