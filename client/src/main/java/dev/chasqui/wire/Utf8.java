package dev.chasqui.wire;

/** Strict UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF. */
final class Utf8 {

    private Utf8() {}

    /** The index behind the character that begins with the non-ASCII byte at {@code at}; -1 if it is malformed or cut off. */
    static int characterEnd(byte[] bytes, int at, int end) {
        int lead = bytes[at] & 0xff;
        if (lead < 0xc2 || lead > 0xf4) {
            return -1;
        }
        int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        if (end - at < length || !isSecondByte(lead, bytes[at + 1] & 0xff)) {
            return -1;
        }
        for (int i = 2; i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return -1;
            }
        }
        return at + length;
    }

    private static boolean isSecondByte(int lead, int second) {
        int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        return second >= low && second <= high;
    }

    /** Writes a code point and returns the index behind it. */
    static int put(byte[] bytes, int at, int codePoint) {
        if (codePoint < 0x80) {
            bytes[at] = (byte) codePoint;
            return at + 1;
        }
        int trailing = codePoint < 0x800 ? 1 : codePoint < 0x10000 ? 2 : 3;
        bytes[at] = (byte) (((0xf00 >> (trailing + 1)) & 0xff) | codePoint >> (6 * trailing));
        for (int i = 1; i <= trailing; i++) {
            bytes[at + i] = (byte) (0x80 | (codePoint >> (6 * (trailing - i)) & 0x3f));
        }
        return at + 1 + trailing;
    }
}
