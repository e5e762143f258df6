package dev.chasqui.wire;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the values of one message. The schema above it is written once; JSON and MessagePack differ below it. Every method checks
 * its input and throws {@link WireFault}; none reads beyond the message. Keeps tables of interned texts between messages.
 */
abstract class ValueReader {

    /** {@link #nextKey()}: the object is at its end. */
    static final int END = -1;
    /** {@link #nextKey()}, {@link #readPacked()}: more than four characters, or unusual ones. */
    static final int UNPACKED = -2;

    private static final int MAX_SYMBOLS = 32_768;
    private static final int MAX_CODES = 1_024;
    private static final int MAX_DECIMAL_SCALE = 40;

    final DecodeLimits limits;
    byte[] bytes = {};
    int position;
    int end;

    /** The text read last: a range of the message, or of another array if it had escapes. */
    byte[] text = {};

    int textFrom;
    int textTo;
    boolean textAscii;

    private byte[] keyBytes = {};
    private int keyFrom;
    private int keyTo;
    private boolean keyAscii;

    /** Nesting, and for each open array or object how many entries were read (JSON) or are left (MessagePack). */
    int depth;

    final int[] entries;

    final Rfc3339Reader times = new Rfc3339Reader();
    final TextTable symbols = new TextTable(MAX_SYMBOLS);
    private final TextTable codes = new TextTable(MAX_CODES);
    private @Nullable ConditionTable conditionTable;

    ValueReader(DecodeLimits limits) {
        this.limits = limits;
        this.entries = new int[limits.maxDepth() + 1];
    }

    static ValueReader create(Encoding encoding, DecodeLimits limits) {
        return encoding == Encoding.JSON ? new JsonReader(limits) : new MsgpackReader(limits);
    }

    /** Reads the most frequent messages in their usual form, faster than this reader; null if there is no such thing. */
    abstract @Nullable FastPath fastPath();

    /** Begins a message. */
    final void reset(byte[] message, int offset, int length) {
        bytes = message;
        position = offset;
        end = offset + length;
        depth = 0;
    }

    /** Goes back, or ahead, to the beginning of a value at a known depth. */
    final void seek(int newPosition, int newDepth) {
        position = newPosition;
        depth = newDepth;
    }

    /** The kind of the next value, which stays unread. Skips white space. */
    abstract Token next();

    abstract void beginObject();

    /** The next key, packed with {@link #packed}, or {@link #END} or {@link #UNPACKED}. */
    abstract int nextKey();

    abstract void beginArray();

    /** Whether the array goes on. If not, it is closed. */
    abstract boolean hasNext();

    /** Reads a text into {@link #text}. */
    abstract void readText(int maxBytes);

    /** A finite number, never negative zero. */
    abstract double readDouble();

    /** An integer without fraction and exponent, 0 to 2^64 - 1. */
    abstract long readUnsigned();

    abstract boolean readBoolean();

    abstract long readTimestamp();

    abstract OffsetDateTime readOffsetDateTime();

    /** The digits of a number as they are written; a text is taken as they are. */
    abstract String readDigits();

    abstract void skipNull();

    /** Checks and skips a value. */
    abstract void skip();

    /** Skips a value by its structure alone, whatever its content, so that the next one can be read after a fault. */
    abstract void skipStructure();

    /** Fails unless the message is at its end. */
    abstract void expectEnd();

    /** The key read last, as a text; empty if there is none. */
    final String key() {
        return keyAscii
                ? codes.get(keyBytes, keyFrom, keyTo)
                : new String(keyBytes, keyFrom, keyTo - keyFrom, StandardCharsets.UTF_8);
    }

    final void setKey(byte[] source, int from, int to, boolean ascii) {
        keyBytes = source;
        keyFrom = from;
        keyTo = to;
        keyAscii = ascii;
    }

    final void forgetKey() {
        keyTo = keyFrom;
    }

    final void expect(Token wanted) {
        Token found = next();
        if (found != wanted) {
            throw wanted.insteadOf(found);
        }
    }

    /** Skips a null, and tells whether there was one. */
    final boolean isNull() {
        if (next() != Token.NULL) {
            return false;
        }
        skipNull();
        return true;
    }

    final void enter() {
        if (++depth > limits.maxDepth()) {
            throw new WireFault("nested deeper than " + limits.maxDepth() + " levels");
        }
    }

    final void checkElements(long count) {
        if (count > limits.maxArrayElements()) {
            throw new WireFault("more than " + limits.maxArrayElements() + " elements in an array");
        }
    }

    /** As {@link #readUnsigned()}, but a whole number may also be written with a fraction or exponent. */
    final long readCount() {
        int start = position;
        double value = readDouble();
        if (value < 0 || value >= 1L << 53 || value != Math.rint(value)) {
            position = start;
            return readUnsigned();
        }
        return (long) value;
    }

    final double finite(double value) {
        if (Double.isInfinite(value) || Double.isNaN(value)) {
            throw new WireFault("a number that is not finite or too large for a double");
        }
        return value + 0.0;
    }

    final long timeOfText() {
        readText(limits.maxStringBytes());
        return times.epochNanos(text, textFrom, textTo);
    }

    final OffsetDateTime offsetTimeOfText() {
        readText(limits.maxStringBytes());
        return times.offsetDateTime(text, textFrom, textTo);
    }

    /** A text that need not be the same object next time. */
    final String readString() {
        return readString(limits.maxStringBytes());
    }

    final String readString(int maxBytes) {
        readText(maxBytes);
        return textString();
    }

    /** A text that comes again and again, such as an exchange. */
    final String readCode() {
        readText(limits.maxStringBytes());
        return codeOfText();
    }

    /** The text read last, as {@link #readCode} gives it. */
    final String codeOfText() {
        return textAscii ? codes.get(text, textFrom, textTo) : textString();
    }

    final String readSymbol() {
        readText(limits.maxStringBytes());
        checkSymbol(text, textFrom, textTo);
        return textAscii ? symbols.get(text, textFrom, textTo) : symbols.unkept(textString());
    }

    /** The key read last, which is a symbol. */
    final String symbolOfKey() {
        checkSymbol(keyBytes, keyFrom, keyTo);
        return key();
    }

    private static void checkSymbol(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] >= 0 && bytes[i] < ' ') {
                throw new WireFault("a control character in a symbol");
            }
        }
    }

    private String textString() {
        return new String(
                text, textFrom, textTo - textFrom, textAscii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    /** A text of up to four characters as one integer, as {@link #packed} makes it; else {@link #UNPACKED}. */
    final int readPacked() {
        readText(limits.maxStringBytes());
        return packed(text, textFrom, textTo);
    }

    /** Up to four ASCII characters, the last in the lowest byte: {@code bp} is {@code 'b' << 8 | 'p'}. */
    static int packed(byte[] bytes, int from, int to) {
        if (to - from > 4) {
            return UNPACKED;
        }
        int packed = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] <= 0) {
                return UNPACKED;
            }
            packed = packed << 8 | bytes[i];
        }
        return packed;
    }

    /** A list of condition codes, or one as a text; null is an empty list. */
    final List<String> readConditions() {
        Token found = next();
        if (found == Token.NULL) {
            skipNull();
            return List.of();
        }
        if (found == Token.TEXT) {
            String code = readCode();
            return code.isEmpty() ? List.of() : List.of(code);
        }
        beginArray();
        return readConditionArray();
    }

    // Made when it is needed, since a reader of requests never does.
    final ConditionTable conditions() {
        if (conditionTable == null) {
            conditionTable = new ConditionTable();
        }
        return conditionTable;
    }

    private List<String> readConditionArray() {
        long key = 0;
        for (int count = 0; hasNext(); count++) {
            readText(limits.maxStringBytes());
            if (count == ConditionTable.MAX_CODES || textTo - textFrom != 1 || text[textFrom] <= 0) {
                return readUnusualConditions(conditions().get(key));
            }
            key = key << 8 | text[textFrom];
        }
        return conditions().get(key);
    }

    private List<String> readUnusualConditions(List<String> before) {
        List<String> all = new ArrayList<>(before);
        all.add(codeOfText());
        while (hasNext()) {
            all.add(readCode());
        }
        return List.copyOf(all);
    }

    final List<String> readStrings() {
        if (isNull()) {
            return List.of();
        }
        List<String> all = new ArrayList<>();
        beginArray();
        while (hasNext()) {
            all.add(readString());
        }
        return List.copyOf(all);
    }

    /** An exact decimal, as a number or a text. */
    final BigDecimal readDecimal() {
        String digits = readDigits();
        try {
            BigDecimal value = new BigDecimal(digits);
            if (Math.abs((long) value.scale()) <= MAX_DECIMAL_SCALE) {
                return value;
            }
        } catch (NumberFormatException noNumber) {
            // Answered below.
        }
        throw new WireFault("expected a decimal number of at most " + MAX_DECIMAL_SCALE + " digits behind the point");
    }

    final String digitsOfText() {
        readText(limits.maxStringBytes());
        if (textTo - textFrom > limits.maxNumberLength()) {
            throw new WireFault("a number of more than " + limits.maxNumberLength() + " characters");
        }
        return textString();
    }
}
