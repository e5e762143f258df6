package dev.chasqui.stream;

/** Other people's text, made safe for logs and events. */
final class Texts {

    private static final int MAX_LENGTH = 200;

    private Texts() {}

    /** One line without control characters, shortened. */
    static String oneLine(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", " ");
        return clean.length() <= MAX_LENGTH ? clean : clean.substring(0, MAX_LENGTH) + "…";
    }
}
