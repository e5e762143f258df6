package dev.chasqui.wire;

/** What a backslash begins in a JSON text. */
final class JsonEscape {

    private static final int SHORT = 2;
    private static final int UNICODE = 6;

    private JsonEscape() {}

    /** The character that the escape at {@code at} stands for; two escapes that are a surrogate pair are one character. */
    static int codePoint(byte[] bytes, int at, int end) {
        byte kind = at + 1 < end ? bytes[at + 1] : 0;
        return switch (kind) {
            case '"', '\\', '/' -> kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode(bytes, at, end);
            default -> throw new WireFault("an escape that JSON does not know");
        };
    }

    /** How many bytes the escape takes that stands for {@code codePoint}. */
    static int length(byte[] bytes, int at, int codePoint) {
        if (bytes[at + 1] != 'u') {
            return SHORT;
        }
        return Character.isSupplementaryCodePoint(codePoint) ? 2 * UNICODE : UNICODE;
    }

    private static int unicode(byte[] bytes, int at, int end) {
        char unit = codeUnit(bytes, at, end);
        if (!Character.isSurrogate(unit)) {
            return unit;
        }
        int second = at + UNICODE;
        boolean paired = Character.isHighSurrogate(unit)
                && second + 1 < end
                && bytes[second] == '\\'
                && bytes[second + 1] == 'u';
        char low = paired ? codeUnit(bytes, second, end) : 0;
        if (!Character.isLowSurrogate(low)) {
            throw new WireFault("a lone surrogate in a text");
        }
        return Character.toCodePoint(unit, low);
    }

    private static char codeUnit(byte[] bytes, int at, int end) {
        if (end - at < UNICODE) {
            throw new WireFault("an escape that is cut off");
        }
        int value = 0;
        for (int i = at + 2; i < at + UNICODE; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                throw new WireFault("an escape without four hexadecimal digits");
            }
            value = value << 4 | digit;
        }
        return (char) value;
    }
}
