package dev.chasqui.wire;

import dev.chasqui.model.Bar;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the trades, quotes and bars of JSON frames as Alpaca's server writes them, several times faster than {@link JsonReader}, and
 * leaves everything else to it.
 *
 * <p><b>What it assumes.</b> That a message has no white space, and its keys in the order of the server since 2023: {@code T S i x p s c
 * z t} or, for crypto, {@code T S p s t i tks}; {@code T S bx bp bs ax ap as c z t}; {@code T S o h l c v t n vw}. Each key is then a
 * constant of up to eight bytes at a known place, compared in one step; the places follow from the lengths of the values. Codes of
 * exchanges, tapes and conditions have one character, symbols up to {@value TextTable#MAX_LENGTH} plain ones. Numbers have neither sign
 * nor exponent, and few enough digits to be exact in a {@code long} and, divided by a power of ten, rounded once. Times end with {@code
 * Z}, and mostly share their minute with a neighbour.
 *
 * <p><b>Why it is safe.</b> It accepts a message only if each byte from its brace to its brace is one that the assumptions name, so it
 * reads exactly what the tolerant reader would have read: no key is missing, twice or unknown, no text has escapes or is not ASCII, no
 * number is too long, no time beyond what nanoseconds can express. It never sees a byte behind the frame: {@link #word} puts zeros there,
 * which match nothing. What it keeps from message to message are tables that make no difference to a result.
 *
 * <p><b>How it falls back.</b> What is not as assumed is noted in {@link #differences}, and reading goes on, without harm, to the next
 * look at them; {@link #read} then answers null, nothing has been delivered, and the tolerant reader reads the same message from its
 * beginning. That costs a fruitless attempt, so each kind of message takes its first look early, behind the first of its own keys.
 *
 * <p>Eight bytes at a time: {@link #word} has the byte at the place itself lowest. A digit, exclusive-or'ed with {@code '0'}, is its value,
 * and any other byte becomes more than nine; so one addition tells the bytes that are no digits by their highest bits, and the number of
 * zero bits below the first of those tells how many digits come before it. Three multiplications add up to eight digits.
 */
final class JsonFastPath extends FastPath {

    private static final long DIGITS = '0' * ONES;
    // Takes a byte above 9 to its highest bit.
    private static final long ABOVE_NINE = 0x76 * ONES;
    private static final int POINT = '.' ^ '0';

    // The type's letter is left open.
    private static final Literal HEAD = Literal.of("{\"T\":\"\0\"");
    private static final Literal SYMBOL = Literal.of(",\"S\":\"");
    private static final Literal ID = Literal.of(",\"i\":");
    private static final Literal EXCHANGE = Literal.of(",\"x\":\"");
    private static final Literal PRICE = Literal.of(",\"p\":");
    private static final Literal SIZE = Literal.of(",\"s\":");
    private static final Literal CONDITIONS = Literal.of(",\"c\":[");
    private static final Literal TAPE = Literal.of(",\"z\":\"");
    private static final Literal TIME = Literal.of(",\"t\":\"");
    private static final Literal TAKER_SIDE = Literal.of(",\"tks\":\"");
    private static final Literal BID_EXCHANGE = Literal.of(",\"bx\":\"");
    private static final Literal BID_PRICE = Literal.of(",\"bp\":");
    private static final Literal BID_SIZE = Literal.of(",\"bs\":");
    private static final Literal ASK_EXCHANGE = Literal.of(",\"ax\":\"");
    private static final Literal ASK_PRICE = Literal.of(",\"ap\":");
    private static final Literal ASK_SIZE = Literal.of(",\"as\":");
    private static final Literal OPEN = Literal.of(",\"o\":");
    private static final Literal HIGH = Literal.of(",\"h\":");
    private static final Literal LOW = Literal.of(",\"l\":");
    private static final Literal CLOSE = Literal.of(",\"c\":");
    private static final Literal VOLUME = Literal.of(",\"v\":");
    private static final Literal TRADE_COUNT = Literal.of(",\"n\":");
    private static final Literal VWAP = Literal.of(",\"vw\":");
    private static final Literal SECONDS = Literal.of(":");
    private static final Literal ONE_CODE = Literal.of("\"\0\"");

    // Every integer of so many digits is exact as a double.
    private static final int EXACT_DIGITS = 15;
    private static final int MAX_ID_DIGITS = 19;
    private static final double[] POWERS_OF_TEN = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };
    private static final long[] LONG_POWERS_OF_TEN = {
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000
    };

    // Zero for the bytes that are characters and stand for themselves in a text.
    private static final byte[] UNUSUAL = new byte[256];

    static {
        Arrays.fill(UNUSUAL, (byte) 1);
        Arrays.fill(UNUSUAL, ' ', 128, (byte) 0);
        UNUSUAL['"'] = 1;
        UNUSUAL['\\'] = 1;
    }

    private final Rfc3339Reader times;

    private long minuteHead = Literal.of("1970-01-").word();
    private long minuteTail = Literal.of("01T00:00").word();
    private long minuteNanos;

    JsonFastPath(ValueReader tolerant) {
        super(tolerant);
        times = tolerant.times;
    }

    @Override
    @Nullable
    MarketEvent read() {
        long head = word(at);
        if (HEAD.differenceFrom(head) != 0) {
            return null;
        }
        at += HEAD.length();
        return switch ((int) (head >>> 48) & 0xff) {
            case 'q' -> quote();
            case 't' -> trade();
            case 'b' -> bar(Bar.Kind.MINUTE);
            case 'u' -> bar(Bar.Kind.UPDATED_MINUTE);
            case 'd' -> bar(Bar.Kind.DAY);
            default -> null;
        };
    }

    private @Nullable Quote quote() {
        String of = symbol();
        String bidExchange = optionalCode(BID_EXCHANGE);
        double bidPrice = number(BID_PRICE);
        if (of == null || differences != 0) {
            return null;
        }
        double bidSize = number(BID_SIZE);
        String askExchange = optionalCode(ASK_EXCHANGE);
        double askPrice = number(ASK_PRICE);
        double askSize = number(ASK_SIZE);
        List<String> conditions = optionalConditions();
        String tape = optionalCode(TAPE);
        long time = time();
        return ends()
                ? new Quote(
                        of,
                        time,
                        bidExchange,
                        bidPrice,
                        bidSize,
                        askExchange,
                        askPrice,
                        askSize,
                        conditions,
                        tape,
                        MarketEvent.NO_TIMESTAMP)
                : null;
    }

    private @Nullable Trade trade() {
        String of = symbol();
        if (of == null || differences != 0) {
            return null;
        }
        return skip(ID) ? stockTrade(of) : cryptoTrade(of);
    }

    private @Nullable Trade stockTrade(String of) {
        long id = unsigned();
        String exchange = optionalCode(EXCHANGE);
        double price = number(PRICE);
        double size = number(SIZE);
        List<String> conditions = optionalConditions();
        String tape = optionalCode(TAPE);
        long time = time();
        return ends()
                ? new Trade(of, time, id, exchange, price, size, conditions, tape, null, null, MarketEvent.NO_TIMESTAMP)
                : null;
    }

    private @Nullable Trade cryptoTrade(String of) {
        double price = number(PRICE);
        if (differences != 0) {
            return null;
        }
        double size = number(SIZE);
        long time = time();
        long id = skip(ID) ? unsigned() : 0;
        String takerSide = optionalCode(TAKER_SIDE);
        return ends()
                ? new Trade(of, time, id, null, price, size, List.of(), null, takerSide, null, MarketEvent.NO_TIMESTAMP)
                : null;
    }

    private @Nullable Bar bar(Bar.Kind kind) {
        String of = symbol();
        double open = number(OPEN);
        if (of == null || differences != 0) {
            return null;
        }
        double high = number(HIGH);
        double low = number(LOW);
        double close = number(CLOSE);
        double volume = number(VOLUME);
        long time = time();
        expect(TRADE_COUNT);
        long tradeCount = unsigned();
        double vwap = number(VWAP);
        return ends() ? new Bar(kind, of, time, open, high, low, close, volume, tradeCount, vwap) : null;
    }

    private boolean ends() {
        expect('}');
        return differences == 0;
    }

    private void expect(char character) {
        differences |= character ^ byteAt(at++);
    }

    // Texts

    private @Nullable String symbol() {
        expect(SYMBOL);
        long word = word(at);
        long quotes = word ^ ('"' * ONES);
        // The highest bit of each byte that is zero, exact up to the first of them, which is the one that is wanted.
        int length = Long.numberOfTrailingZeros((quotes - ONES) & ~quotes & HIGHEST_BITS) >>> 3;
        if (length == Long.BYTES) {
            return longSymbol();
        }
        at += length + 1;
        return knownSymbol(word, length);
    }

    private @Nullable String longSymbol() {
        int from = at;
        int limit = Math.min(end, from + TextTable.MAX_LENGTH + 1);
        while (at < limit && UNUSUAL[bytes[at] & 0xff] == 0) {
            at++;
        }
        if (at >= limit || bytes[at] != '"') {
            return null;
        }
        return symbols.get(bytes, from, at++);
    }

    private @Nullable String optionalCode(Literal key) {
        return skip(key) ? code() : null;
    }

    /** One character and the quotation mark behind it. */
    private String code() {
        int letter = byteAt(at++);
        differences |= UNUSUAL[letter & 0xff];
        expect('"');
        return TextTable.letter((byte) letter);
    }

    private List<String> optionalConditions() {
        return skip(CONDITIONS) ? conditions() : List.of();
    }

    private List<String> conditions() {
        long key = 0;
        int from = at;
        int separator;
        do {
            long word = word(at);
            int letter = (int) (word >>> 8) & 0xff;
            separator = (int) (word >>> 24) & 0xff;
            differences |= ONE_CODE.differenceFrom(word) | UNUSUAL[letter];
            key = key << 8 | letter;
            at += 4;
        } while (separator == ',' && at - from < 4 * ConditionTable.MAX_CODES);
        require(separator == ']');
        return differences == 0 ? conditionLists.get(key) : List.of();
    }

    // Numbers

    /** How many of the lower bytes are digits, given {@link #others}. */
    private static int digitsBefore(long others) {
        return Long.numberOfTrailingZeros(others) >>> 3;
    }

    /** The highest bit of each byte that is no digit. */
    private static long others(long digits) {
        return (((digits & ~HIGHEST_BITS) + ABOVE_NINE) | digits) & HIGHEST_BITS;
    }

    /** The number of eight digits, the first in the lowest byte. */
    private static long eightDigits(long digits) {
        long pairs = digits * 10 + (digits >>> 8);
        long upper = (pairs & 0xff000000ffL) * (100L + (1_000_000L << 32));
        long lower = ((pairs >>> 16) & 0xff000000ffL) * (1L + (10_000L << 32));
        return (upper + lower) >>> 32;
    }

    /** The number of the lowest {@code count} digits, one to eight. */
    private static long digits(long digits, int count) {
        return eightDigits(digits << (64 - 8 * count));
    }

    private void requireNoLeadingZero(long digits, int count) {
        require(count == 1 || (digits & 0xff) != 0);
    }

    private double number(Literal key) {
        expect(key);
        long digits = word(at) ^ DIGITS;
        long others = others(digits);
        int whole = digitsBefore(others);
        if (whole == 0 || whole == Long.BYTES) {
            return longNumber();
        }
        return ((digits >>> (8 * whole)) & 0xff) == POINT
                ? decimal(digits, whole, digitsBefore(others & (others - 1)))
                : integer(digits, whole);
    }

    private double integer(long digits, int count) {
        requireNoLeadingZero(digits, count);
        at += count;
        return digits(digits, count);
    }

    /** A number with a point behind {@code whole} digits, and {@code length} characters in all if that is less than eight. */
    private double decimal(long digits, int whole, int length) {
        int scale = length - whole - 1;
        if (scale == 0 || length == Long.BYTES) {
            return longNumber();
        }
        requireNoLeadingZero(digits, whole);
        at += length;
        long before = lowest(whole);
        long joined = (digits & before) | ((digits >>> 8) & ~before);
        return digits(joined, length - 1) / POWERS_OF_TEN[scale];
    }

    private double longNumber() {
        int from = at;
        long mantissa = unsigned();
        if (byteAt(at) != '.') {
            require(at - from <= EXACT_DIGITS);
            return mantissa;
        }
        int fractionFrom = ++at;
        mantissa = moreDigits(mantissa);
        int scale = at - fractionFrom;
        boolean exact = scale > 0 && at - from - 1 <= EXACT_DIGITS;
        require(exact);
        return exact ? mantissa / POWERS_OF_TEN[scale] : 0;
    }

    private long unsigned() {
        int from = at;
        long first = word(at) ^ DIGITS;
        long value = moreDigits(0);
        int count = at - from;
        require(count > 0 && count <= MAX_ID_DIGITS);
        requireNoLeadingZero(first, count);
        return value;
    }

    /** Appends the digits that follow to a number, up to some more than any number may have. */
    private long moreDigits(long before) {
        long value = before;
        int limit = at + MAX_ID_DIGITS;
        int count;
        do {
            long digits = word(at) ^ DIGITS;
            count = digitsBefore(others(digits));
            if (count > 0) {
                value = value * LONG_POWERS_OF_TEN[count] + digits(digits, count);
            }
            at += count;
        } while (count == Long.BYTES && at <= limit);
        return value;
    }

    // Times

    private long time() {
        expect(TIME);
        long nanos = minute(word(at), word(at + 8)) + secondsAndFraction(word(at + 16));
        expect('Z');
        expect('"');
        return nanos;
    }

    /** The minute that {@code 2026-01-05T14:30} begins, in nanoseconds. */
    private long minute(long head, long tail) {
        return head == minuteHead && tail == minuteTail ? minuteNanos : otherMinute(head, tail);
    }

    private long otherMinute(long head, long tail) {
        long seconds = at + 16 <= end ? times.minute(bytes, at) : Rfc3339Reader.NO_MINUTE;
        if (Math.abs(seconds) > FARTHEST_MINUTE || seconds == Rfc3339Reader.NO_MINUTE) {
            require(false);
            return 0;
        }
        minuteHead = head;
        minuteTail = tail;
        minuteNanos = seconds * 1_000_000_000;
        return minuteNanos;
    }

    /** Reads on from {@code :05} or {@code :05.123}. */
    private long secondsAndFraction(long word) {
        int tens = (int) (word >>> 8) & 0xff;
        int ones = (int) (word >>> 16) & 0xff;
        differences |= SECONDS.differenceFrom(word) | others((word ^ DIGITS) & 0xffff00);
        int second = tens * 10 + ones - 11 * '0';
        require(second < 60);
        at += 19;
        long nanos = second * 1_000_000_000L;
        return ((word >>> 24) & 0xff) == '.' ? nanos + fraction() : nanos;
    }

    private long fraction() {
        long digits = word(++at) ^ DIGITS;
        int count = digitsBefore(others(digits));
        if (count == Long.BYTES) {
            at += Long.BYTES;
            return eightDigits(digits) * 10 + ninthDigit();
        }
        require(count > 0);
        at += count;
        return eightDigits(digits & lowest(count)) * 10;
    }

    private int ninthDigit() {
        int digit = byteAt(at) - '0';
        boolean isDigit = digit >= 0 && digit <= 9;
        at += isDigit ? 1 : 0;
        return isDigit ? digit : 0;
    }
}
