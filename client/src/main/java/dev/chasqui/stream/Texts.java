package dev.chasqui.stream;

/** Other people's text, made safe for logs and events. */
final class Texts {

    private static final int MAX_LENGTH = 200;

    private Texts() {}

    /** One line without control and invisible formatting characters, shortened. */
    static String oneLine(String text) {
        String clean = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", " ");
        if (clean.length() <= MAX_LENGTH) {
            return clean;
        }
        int end = Character.isHighSurrogate(clean.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH;
        return clean.substring(0, end) + "…";
    }
}
