package dev.chasqui.wire;

import dev.chasqui.model.MarketEvent;
import org.jspecify.annotations.Nullable;

/**
 * The fields of the message that is being read: optional and required ones, and those that no schema knows. NaN, {@link
 * MarketEvent#NO_TIMESTAMP} and null stand for what is absent.
 */
final class Fields {

    private final ValueReader in;
    private int type;
    private boolean typeIsLast;
    private boolean otherTypeFound;
    private @Nullable String symbol;

    Fields(ValueReader in) {
        this.in = in;
    }

    /** Begins a message whose type was read; {@code last} says that no other {@code T} follows, or that it was taken into account. */
    void begin(int packedType, boolean last) {
        type = packedType;
        typeIsLast = last;
        otherTypeFound = false;
        symbol = null;
    }

    /** Begins a message without type and symbol, as REST writes them: both are known from where it stands. */
    void beginOf(String knownSymbol) {
        begin(ValueReader.UNPACKED, true);
        symbol = knownSymbol;
    }

    /** The symbol known before the message is read; null if the message must tell it. */
    @Nullable
    String knownSymbol() {
        return symbol;
    }

    /** Passes over a field that the schema does not know. */
    void other(int key) {
        if (key == Keys.T && !typeIsLast) {
            if (in.readPacked() != type || type == ValueReader.UNPACKED) {
                otherTypeFound = true;
                throw new WireFault("the type is given twice");
            }
        } else {
            in.skip();
        }
    }

    /**
     * Whether reading failed because of another {@code T} than the one that chose the schema. The last one counts, so the message must
     * be read again.
     */
    boolean isOtherTypeFound() {
        return otherTypeFound;
    }

    double number() {
        return in.isNull() ? Double.NaN : in.readDouble();
    }

    long time() {
        return in.isNull() ? MarketEvent.NO_TIMESTAMP : in.readTimestamp();
    }

    @Nullable
    String code() {
        return in.isNull() ? null : in.readCode();
    }

    /** A text that is empty when it is null. */
    String text() {
        return in.isNull() ? "" : in.readString();
    }

    static <T> T required(@Nullable T value, String key) {
        if (value == null) {
            throw WireFault.missing(key);
        }
        return value;
    }

    static double required(double value, String key) {
        if (Double.isNaN(value)) {
            throw WireFault.missing(key);
        }
        return value;
    }

    static long requiredTime(long value, String key) {
        if (value == MarketEvent.NO_TIMESTAMP) {
            throw WireFault.missing(key);
        }
        return value;
    }

    static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
