package dev.chasqui.wire;

import dev.chasqui.model.Bar;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the trades, quotes and bars of MessagePack frames as Alpaca's server writes them, several times faster than {@link
 * MsgpackReader}, and leaves everything else to it.
 *
 * <p><b>What it assumes.</b> The orders of keys that {@link JsonFastPath} knows, and those of the option feeds: {@code T S t p s x c} and
 * {@code T S t bx bp bs ax ap as c}. Maps, arrays and texts have their length in their first byte, codes have one character, numbers are
 * doubles or integers that are not negative, times are extensions of four or eight bytes.
 *
 * <p><b>Why it is safe.</b> It counts the keys that it finds, each of them once at most, and accepts a message only if the map has no
 * more; each byte is one that the assumptions name, so it reads exactly what the tolerant reader would have read. Zeros are taken for
 * the bytes behind the frame, and a message that would need one of them is not accepted.
 *
 * <p><b>How it falls back.</b> As {@link JsonFastPath} does.
 */
final class MsgpackFastPath extends FastPath {

    // The first byte, of the map, and the last one, of the type, are left open.
    private static final Literal HEAD = Literal.of("\0\u00a1T\u00a1\0");
    private static final Literal SYMBOL = key("S");
    private static final Literal ID = key("i");
    private static final Literal EXCHANGE = key("x");
    private static final Literal PRICE = key("p");
    private static final Literal SIZE = key("s");
    private static final Literal CONDITIONS = key("c");
    private static final Literal TAPE = key("z");
    private static final Literal TIME = key("t");
    private static final Literal TAKER_SIDE = key("tks");
    private static final Literal BID_EXCHANGE = key("bx");
    private static final Literal BID_PRICE = key("bp");
    private static final Literal BID_SIZE = key("bs");
    private static final Literal ASK_EXCHANGE = key("ax");
    private static final Literal ASK_PRICE = key("ap");
    private static final Literal ASK_SIZE = key("as");
    private static final Literal OPEN = key("o");
    private static final Literal HIGH = key("h");
    private static final Literal LOW = key("l");
    private static final Literal CLOSE = key("c");
    private static final Literal VOLUME = key("v");
    private static final Literal TRADE_COUNT = key("n");
    private static final Literal VWAP = key("vw");

    private static final int ONE_CHARACTER = Msgpack.FIXSTR + 1;
    private static final int EIGHT_BYTE_TIME = 0xff00 | Msgpack.FIXEXT8;
    private static final int FOUR_BYTE_TIME = 0xff00 | Msgpack.FIXEXT4;
    private static final int SECONDS_BITS = 34;
    private static final int NANOS_PER_SECOND = 1_000_000_000;
    private static final long INFINITE = 0x7ffL << 52;

    private int keysLeft;

    MsgpackFastPath(ValueReader tolerant) {
        super(tolerant);
    }

    private static Literal key(String name) {
        return Literal.of((char) (Msgpack.FIXSTR + name.length()) + name);
    }

    @Override
    @Nullable
    MarketEvent read() {
        long head = word(at);
        int map = (int) head & 0xff;
        if (HEAD.differenceFrom(head) != 0 || map < Msgpack.FIXMAP || map >= Msgpack.FIXARRAY) {
            return null;
        }
        at += HEAD.length();
        keysLeft = map - Msgpack.FIXMAP - 1;
        return switch ((int) (head >>> 32) & 0xff) {
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
        boolean timeFirst = skipKey(TIME);
        long time = timeFirst ? time() : 0;
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
        time = timeFirst ? time : time(TIME);
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
        if (skipKey(ID)) {
            return stockTrade(of);
        }
        return skipKey(TIME) ? optionTrade(of) : cryptoTrade(of);
    }

    private @Nullable Trade stockTrade(String of) {
        long id = unsigned();
        String exchange = optionalCode(EXCHANGE);
        double price = number(PRICE);
        double size = number(SIZE);
        List<String> conditions = optionalConditions();
        String tape = optionalCode(TAPE);
        return trade(of, time(TIME), id, exchange, price, size, conditions, tape, null);
    }

    private @Nullable Trade optionTrade(String of) {
        long time = time();
        double price = number(PRICE);
        double size = number(SIZE);
        String exchange = optionalCode(EXCHANGE);
        return trade(of, time, 0, exchange, price, size, optionalConditions(), null, null);
    }

    private @Nullable Trade cryptoTrade(String of) {
        double price = number(PRICE);
        double size = number(SIZE);
        long time = time(TIME);
        long id = skipKey(ID) ? unsigned() : 0;
        String takerSide = optionalCode(TAKER_SIDE);
        return trade(of, time, id, null, price, size, List.of(), null, takerSide);
    }

    private @Nullable Trade trade(
            String of,
            long time,
            long id,
            @Nullable String exchange,
            double price,
            double size,
            List<String> conditions,
            @Nullable String tape,
            @Nullable String takerSide) {
        return ends()
                ? new Trade(
                        of,
                        time,
                        id,
                        exchange,
                        price,
                        size,
                        conditions,
                        tape,
                        takerSide,
                        null,
                        MarketEvent.NO_TIMESTAMP)
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
        long time = time(TIME);
        expectKey(TRADE_COUNT);
        long tradeCount = unsigned();
        double vwap = number(VWAP);
        return ends() ? new Bar(kind, of, time, open, high, low, close, volume, tradeCount, vwap) : null;
    }

    private boolean ends() {
        return differences == 0 && keysLeft == 0 && at <= end;
    }

    private void expectKey(Literal key) {
        expect(key);
        keysLeft--;
    }

    private boolean skipKey(Literal key) {
        boolean found = skip(key);
        keysLeft -= found ? 1 : 0;
        return found;
    }

    // Texts

    private @Nullable String symbol() {
        expectKey(SYMBOL);
        int length = (byteAt(at++) & 0xff) - Msgpack.FIXSTR;
        if (length < 1 || length > 31) {
            return null;
        }
        int from = at;
        at += length;
        return length < Long.BYTES ? knownSymbol(word(from), length) : longSymbol(from);
    }

    private @Nullable String longSymbol(int from) {
        if (at > end) {
            return null;
        }
        boolean plain = true;
        for (int i = from; i < at; i++) {
            plain &= bytes[i] >= ' ';
        }
        return plain ? symbols.get(bytes, from, at) : null;
    }

    private @Nullable String optionalCode(Literal key) {
        return skipKey(key) ? code() : null;
    }

    private String code() {
        int letter = byteAt(at + 1);
        require((byteAt(at) & 0xff) == ONE_CHARACTER && letter >= 0);
        at += 2;
        return TextTable.letter((byte) letter);
    }

    private List<String> optionalConditions() {
        return skipKey(CONDITIONS) ? conditions() : List.of();
    }

    /** Codes of one character in an array, or one of them alone. */
    private List<String> conditions() {
        int first = byteAt(at) & 0xff;
        int count = 1;
        if (first != ONE_CHARACTER) {
            count = first - Msgpack.FIXARRAY;
            at++;
        }
        if (count < 0 || count > ConditionTable.MAX_CODES) {
            require(false);
            return List.of();
        }
        return conditions(count);
    }

    private List<String> conditions(int count) {
        long key = 0;
        for (int i = 0; i < count; i++) {
            int letter = byteAt(at + 1);
            require((byteAt(at) & 0xff) == ONE_CHARACTER && letter > 0);
            key = key << 8 | letter;
            at += 2;
        }
        return differences == 0 ? conditionLists.get(key) : List.of();
    }

    // Numbers

    private double number(Literal key) {
        expectKey(key);
        return byteAt(at) == (byte) Msgpack.FLOAT64 ? float64() : unsigned();
    }

    private double float64() {
        long bits = Long.reverseBytes(word(at + 1));
        require((bits & INFINITE) != INFINITE);
        at += 9;
        // Negative zero is zero.
        return Double.longBitsToDouble(bits) + 0.0;
    }

    /** An integer up to the largest {@code long}, and not negative. */
    private long unsigned() {
        int first = byteAt(at);
        if (first >= 0) {
            at++;
            return first;
        }
        int size = 1 << (first & 3);
        long value = Long.reverseBytes(word(at + 1)) >> (64 - 8 * size);
        boolean signed = (first & 0xfc) == Msgpack.INT8;
        require(signed || (first & 0xfc) == Msgpack.UINT8);
        at += 1 + size;
        return checked(value, signed ? 8 : size);
    }

    private long checked(long value, int size) {
        long unsigned = size < 8 ? value & lowest(size) : value;
        require(unsigned >= 0);
        return unsigned;
    }

    // Times

    private long time(Literal key) {
        expectKey(key);
        return time();
    }

    private long time() {
        int header = (int) word(at) & 0xffff;
        long value = Long.reverseBytes(word(at + 2));
        boolean eight = header == EIGHT_BYTE_TIME;
        require(eight || header == FOUR_BYTE_TIME);
        at += eight ? 10 : 6;
        return eight ? time(value & ((1L << SECONDS_BITS) - 1), value >>> SECONDS_BITS) : time(value >>> 32, 0);
    }

    private long time(long seconds, long nanos) {
        require(seconds <= FARTHEST_MINUTE && nanos < NANOS_PER_SECOND);
        return seconds * NANOS_PER_SECOND + nanos;
    }
}
