package dev.chasqui.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Parts of the input as they may be shown to people: short, printable, without secrets. */
final class Excerpt {

    private static final int MAX_LABEL = 64;
    private static final int CONTEXT = 64;
    private static final String LEFT_OUT = "(left out, since it may hold a secret)";
    private static final List<byte[]> SECRET_NAMES = List.of(
            ascii("secret"),
            ascii("oauth_token"),
            ascii("key_id"),
            ascii("\"key\""),
            ascii("\u00a3key"),
            ascii("\u0003key"));

    private Excerpt() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A name from the input, shortened to 64 characters, control characters replaced. */
    static String label(String name) {
        int end = Math.min(name.length(), MAX_LABEL);
        if (end < name.length() && Character.isHighSurrogate(name.charAt(end - 1))) {
            end--;
        }
        StringBuilder label = new StringBuilder(end);
        for (int i = 0; i < end; i++) {
            char character = name.charAt(i);
            label.append(Character.isISOControl(character) ? '.' : character);
        }
        return label.toString();
    }

    /**
     * The surroundings of a fault, all but printable ASCII replaced.
     *
     * @param scope where to look for the names of secrets from: before it there can be none that belongs to what is shown
     * @param start where the element begins
     * @param fault where it was found to be wrong
     * @param end where the element ends
     */
    static String around(byte[] bytes, int scope, int start, int fault, int end) {
        int from = Math.max(start, fault - CONTEXT);
        int to = Math.min(end, from + DecodeProblem.MAX_EXCERPT);
        if (mayHoldSecret(bytes, scope, to)) {
            return LEFT_OUT;
        }
        StringBuilder excerpt = new StringBuilder(Math.max(0, to - from));
        for (int i = from; i < to; i++) {
            excerpt.append(bytes[i] >= ' ' && bytes[i] < 0x7f ? (char) bytes[i] : '.');
        }
        return excerpt.toString();
    }

    // From the start of the element on, as the name of a secret may stand before what is shown of its value. A name can
    // be
    // written with escapes; no known server does that, so any of them before a letter's code is enough to show nothing.
    private static boolean mayHoldSecret(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (isEscapedAscii(bytes, i, to) || isSecretName(bytes, i, to)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEscapedAscii(byte[] bytes, int at, int to) {
        return at + 4 < to
                && bytes[at] == '\\'
                && bytes[at + 1] == 'u'
                && bytes[at + 2] == '0'
                && bytes[at + 3] == '0'
                && (bytes[at + 4] >= '5' && bytes[at + 4] <= '7');
    }

    private static boolean isSecretName(byte[] bytes, int at, int to) {
        for (byte[] name : SECRET_NAMES) {
            int end = at + name.length;
            if (end <= to && Arrays.equals(bytes, at, end, name, 0, name.length)) {
                return true;
            }
        }
        return false;
    }
}
