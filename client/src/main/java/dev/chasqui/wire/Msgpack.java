package dev.chasqui.wire;

/** The first bytes of MessagePack values, from the MessagePack specification, section "Formats". */
final class Msgpack {

    static final int FIXMAP = 0x80;
    static final int FIXARRAY = 0x90;
    static final int FIXSTR = 0xa0;
    static final int NIL = 0xc0;
    static final int NEVER_USED = 0xc1;
    static final int FALSE = 0xc2;
    static final int TRUE = 0xc3;
    static final int BIN8 = 0xc4;
    static final int BIN16 = 0xc5;
    static final int BIN32 = 0xc6;
    static final int EXT8 = 0xc7;
    static final int EXT16 = 0xc8;
    static final int EXT32 = 0xc9;
    static final int FLOAT32 = 0xca;
    static final int FLOAT64 = 0xcb;
    static final int UINT8 = 0xcc;
    static final int UINT16 = 0xcd;
    static final int UINT32 = 0xce;
    static final int UINT64 = 0xcf;
    static final int INT8 = 0xd0;
    static final int INT16 = 0xd1;
    static final int INT32 = 0xd2;
    static final int INT64 = 0xd3;
    static final int FIXEXT1 = 0xd4;
    static final int FIXEXT4 = 0xd6;
    static final int FIXEXT8 = 0xd7;
    static final int FIXEXT16 = 0xd8;
    static final int STR8 = 0xd9;
    static final int STR16 = 0xda;
    static final int STR32 = 0xdb;
    static final int ARRAY16 = 0xdc;
    static final int ARRAY32 = 0xdd;
    static final int MAP16 = 0xde;
    static final int MAP32 = 0xdf;
    static final int NEGATIVE_FIXINT = 0xe0;

    /** The extension type of a time. */
    static final byte TIMESTAMP = -1;

    private static final Token[] TOKENS = new Token[256];

    static {
        fill(0, FIXMAP, Token.NUMBER);
        fill(FIXMAP, FIXARRAY, Token.OBJECT);
        fill(FIXARRAY, FIXSTR, Token.ARRAY);
        fill(FIXSTR, NIL, Token.TEXT);
        fill(NIL, NEVER_USED, Token.NULL);
        fill(NEVER_USED, FALSE, Token.OTHER);
        fill(FALSE, BIN8, Token.BOOLEAN);
        fill(BIN8, FLOAT32, Token.OTHER);
        fill(FLOAT32, FIXEXT1, Token.NUMBER);
        fill(FIXEXT1, STR8, Token.OTHER);
        fill(STR8, ARRAY16, Token.TEXT);
        fill(ARRAY16, MAP16, Token.ARRAY);
        fill(MAP16, NEGATIVE_FIXINT, Token.OBJECT);
        fill(NEGATIVE_FIXINT, 256, Token.NUMBER);
    }

    private Msgpack() {}

    private static void fill(int from, int to, Token token) {
        for (int code = from; code < to; code++) {
            TOKENS[code] = token;
        }
    }

    /** The kind of a value; an extension is {@link Token#OTHER} until its type is known. */
    static Token token(int code) {
        return TOKENS[code];
    }

    static boolean isExtension(int code) {
        return (code >= EXT8 && code <= EXT32) || (code >= FIXEXT1 && code <= FIXEXT16);
    }

    /** How many bytes of length follow the first byte; 0 if the first byte tells the length itself. */
    static int lengthBytes(int code) {
        return switch (code) {
            case BIN8, EXT8, STR8 -> 1;
            case BIN16, EXT16, STR16, ARRAY16, MAP16 -> 2;
            case BIN32, EXT32, STR32, ARRAY32, MAP32 -> 4;
            default -> 0;
        };
    }

    /** Entries or bytes of a value whose first byte tells them: the bytes behind it for scalars, without an extension's type. */
    static int ownLength(int code) {
        if (code < FIXMAP || code >= NEGATIVE_FIXINT) {
            return 0;
        }
        if (code < FIXSTR) {
            return code & 0xf;
        }
        if (code < NIL) {
            return code & 0x1f;
        }
        return switch (code) {
            case UINT8, INT8 -> 1;
            case UINT16, INT16 -> 2;
            case UINT32, INT32, FLOAT32 -> 4;
            case UINT64, INT64, FLOAT64 -> 8;
            default -> code >= FIXEXT1 && code <= FIXEXT16 ? 1 << (code - FIXEXT1) : 0;
        };
    }
}
