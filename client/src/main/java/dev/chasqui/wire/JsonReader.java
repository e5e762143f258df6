package dev.chasqui.wire;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads JSON as RFC 8259 defines it. White space may stand anywhere, keys may have escapes. */
final class JsonReader extends ValueReader {

    private static final int SCRATCH_KEPT = 1 << 16;

    private static final Token[] TOKENS = tokens();

    private final JsonNumber number = new JsonNumber();
    private byte[] scratch = new byte[256];

    JsonReader(DecodeLimits limits) {
        super(limits);
    }

    @Override
    @Nullable
    FastPath fastPath() {
        return FastPath.fits(limits) ? new JsonFastPath(this) : null;
    }

    private static Token[] tokens() {
        Token[] tokens = new Token[256];
        Arrays.fill(tokens, Token.OTHER);
        Arrays.fill(tokens, '0', '9' + 1, Token.NUMBER);
        tokens['-'] = Token.NUMBER;
        tokens['{'] = Token.OBJECT;
        tokens['['] = Token.ARRAY;
        tokens['"'] = Token.TEXT;
        tokens['t'] = Token.BOOLEAN;
        tokens['f'] = Token.BOOLEAN;
        tokens['n'] = Token.NULL;
        return tokens;
    }

    @Override
    Token next() {
        skipWhitespace();
        return position < end ? TOKENS[bytes[position] & 0xff] : Token.END;
    }

    @Override
    void beginObject() {
        expect(Token.OBJECT);
        open();
    }

    @Override
    void beginArray() {
        expect(Token.ARRAY);
        open();
    }

    private void open() {
        enter();
        entries[depth] = 0;
        position++;
    }

    @Override
    int nextKey() {
        forgetKey();
        if (isClosed('}')) {
            return END;
        }
        if (byteAhead() != '"') {
            throw new WireFault("expected a key in quotation marks");
        }
        int packed = readKey();
        if (byteAhead() != ':') {
            throw new WireFault("expected a colon behind a key");
        }
        position++;
        return packed;
    }

    private int readKey() {
        int from = position + 1;
        int packed = 0;
        for (int at = from; at < end && at - from <= 4; at++) {
            byte character = bytes[at];
            if (character == '"') {
                setKey(bytes, from, at, true);
                position = at + 1;
                return packed;
            }
            if (character < ' ' || character == '\\') {
                break;
            }
            packed = packed << 8 | character;
        }
        return readUnusualKey();
    }

    private int readUnusualKey() {
        readText(limits.maxStringBytes());
        // A text with escapes lies where the next one will be written.
        if (text == bytes) {
            setKey(bytes, textFrom, textTo, textAscii);
        } else {
            setKey(Arrays.copyOfRange(text, textFrom, textTo), 0, textTo - textFrom, textAscii);
        }
        return packed(text, textFrom, textTo);
    }

    @Override
    boolean hasNext() {
        if (isClosed(']')) {
            return false;
        }
        checkElements(entries[depth]);
        return true;
    }

    /** Closes the array or object if {@code bracket} comes next; else skips the comma before the next entry. */
    private boolean isClosed(char bracket) {
        byte ahead = byteAhead();
        if (ahead == bracket) {
            position++;
            depth--;
            return true;
        }
        if (entries[depth]++ > 0) {
            if (ahead != ',') {
                throw new WireFault("expected a comma or the end of an array or object");
            }
            position++;
        }
        return false;
    }

    private byte byteAhead() {
        skipWhitespace();
        if (position == end) {
            throw new WireFault("the message ends too early");
        }
        return bytes[position];
    }

    private void skipWhitespace() {
        while (position < end) {
            byte character = bytes[position];
            if (character > ' ' || (character != ' ' && character != '\n' && character != '\r' && character != '\t')) {
                return;
            }
            position++;
        }
    }

    @Override
    void readText(int maxBytes) {
        expect(Token.TEXT);
        int from = position + 1;
        int at = from;
        boolean ascii = true;
        while (at < end) {
            byte character = bytes[at];
            if (character == '"') {
                checkLength(at - from, maxBytes);
                setText(bytes, from, at, ascii);
                position = at + 1;
                return;
            }
            if (character == '\\') {
                readEscapedText(from, maxBytes);
                return;
            }
            if (character >= ' ') {
                at++;
            } else {
                ascii &= character >= 0;
                at = characterEnd(at);
            }
        }
        throw endOfText();
    }

    private void setText(byte[] source, int from, int to, boolean ascii) {
        text = source;
        textFrom = from;
        textTo = to;
        textAscii = ascii;
    }

    private static void checkLength(int length, int maxBytes) {
        if (length > maxBytes) {
            throw new WireFault("a text of more than " + maxBytes + " bytes");
        }
    }

    private int characterEnd(int at) {
        byte character = bytes[at];
        if (character >= ' ') {
            return at + 1;
        }
        if (character >= 0) {
            throw new WireFault("a control character in a text");
        }
        int characterEnd = Utf8.characterEnd(bytes, at, end);
        if (characterEnd < 0) {
            throw new WireFault("a text that is not UTF-8");
        }
        return characterEnd;
    }

    private WireFault endOfText() {
        position = end;
        return new WireFault("the frame ends inside a text");
    }

    private void readEscapedText(int from, int maxBytes) {
        int closing = closingQuote(from);
        checkLength(closing - from, maxBytes);
        byte[] target = scratch(closing - from);
        boolean ascii = true;
        int to = 0;
        int at = from;
        while (at < closing) {
            if (bytes[at] == '\\') {
                int codePoint = JsonEscape.codePoint(bytes, at, closing);
                ascii &= codePoint < 0x80;
                to = Utf8.put(target, to, codePoint);
                at += JsonEscape.length(bytes, at, codePoint);
            } else {
                ascii &= bytes[at] >= 0;
                int characterEnd = characterEnd(at);
                while (at < characterEnd) {
                    target[to++] = bytes[at++];
                }
            }
        }
        setText(target, 0, to, ascii);
        position = closing + 1;
    }

    private int closingQuote(int from) {
        for (int at = from; at < end; at++) {
            byte character = bytes[at];
            if (character == '"') {
                return at;
            }
            if (character == '\\') {
                at++;
            }
        }
        throw endOfText();
    }

    private byte[] scratch(int length) {
        if (length > SCRATCH_KEPT) {
            return new byte[length];
        }
        if (length > scratch.length) {
            scratch = new byte[length];
        }
        return scratch;
    }

    @Override
    double readDouble() {
        scanNumber();
        return finite(number.toDouble(bytes));
    }

    @Override
    long readUnsigned() {
        scanNumber();
        return number.toUnsigned();
    }

    private void scanNumber() {
        expect(Token.NUMBER);
        position = number.scan(bytes, position, end, limits.maxNumberLength());
    }

    @Override
    String readDigits() {
        if (next() == Token.TEXT) {
            return digitsOfText();
        }
        int from = position;
        scanNumber();
        return new String(bytes, from, position - from, StandardCharsets.ISO_8859_1);
    }

    @Override
    boolean readBoolean() {
        expect(Token.BOOLEAN);
        boolean value = bytes[position] == 't';
        skipWord(value ? "true" : "false");
        return value;
    }

    @Override
    void skipNull() {
        skipWord("null");
    }

    private void skipWord(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (position + i == end || bytes[position + i] != word.charAt(i)) {
                throw new WireFault("expected " + word);
            }
        }
        position += word.length();
    }

    @Override
    long readTimestamp() {
        return timeOfText();
    }

    @Override
    OffsetDateTime readOffsetDateTime() {
        return offsetTimeOfText();
    }

    @Override
    void skip() {
        switch (next()) {
            case OBJECT -> {
                beginObject();
                while (nextKey() != END) {
                    skip();
                }
            }
            case ARRAY -> {
                beginArray();
                while (hasNext()) {
                    skip();
                }
            }
            case TEXT -> readText(limits.maxContentBytes());
            case NUMBER -> scanNumber();
            case BOOLEAN -> readBoolean();
            case NULL -> skipNull();
            default -> throw new WireFault("expected a value");
        }
    }

    @Override
    void skipStructure() {
        byteAhead();
        int open = 0;
        int from = position;
        do {
            byte character = byteAhead();
            if (character == '"') {
                position = closingQuote(position + 1) + 1;
            } else if (character == '{' || character == '[') {
                open++;
                position++;
            } else if (character == '}' || character == ']') {
                open--;
                position++;
            } else if (open == 0) {
                skipBareWord();
            } else {
                position++;
            }
        } while (open > 0);
        if (open < 0 || position == from) {
            throw new WireFault("expected a value");
        }
    }

    private void skipBareWord() {
        while (position < end && " \n\r\t,]}".indexOf(bytes[position]) < 0) {
            position++;
        }
    }

    @Override
    void expectEnd() {
        skipWhitespace();
        if (position < end) {
            throw new WireFault("more bytes behind the message");
        }
    }
}
