package dev.chasqui.cli;

/** Makes other people's text safe to print: a terminal obeys control characters. */
final class Printable {

    private Printable() {}

    /** The text with every control character replaced by a question mark. */
    static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isControl(text.charAt(i))) {
                return replaced(text);
            }
        }
        return text;
    }

    /** {@link #of} the text, cut to so many characters. */
    static String of(String text, int longest) {
        return of(text.length() <= longest ? text : text.substring(0, longest) + "…");
    }

    private static String replaced(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            safe.append(isControl(c) ? '?' : c);
        }
        return safe.toString();
    }

    // Bidirectional overrides can make a line read as something else.
    private static boolean isControl(char c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
    }
}
