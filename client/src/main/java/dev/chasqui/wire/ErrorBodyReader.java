package dev.chasqui.wire;

import java.nio.charset.StandardCharsets;

/** Reads what an error says: its message if it is Alpaca's JSON, else what a person would see of it. */
final class ErrorBodyReader {

    // What of a body without structure is looked at for its visible text.
    private static final int MAX_LOOKED_AT = 4_096;
    private static final int MAX_CODE = 999_999_999;

    private final ValueReader in;

    ErrorBodyReader(DecodeLimits limits) {
        in = ValueReader.create(Encoding.JSON, limits);
    }

    ErrorBody read(byte[] body) {
        in.reset(body, 0, body.length);
        try {
            return object();
        } catch (WireFault noJson) {
            int length = Math.min(body.length, MAX_LOOKED_AT);
            return new ErrorBody(ErrorBody.NO_CODE, visible(new String(body, 0, length, StandardCharsets.UTF_8)));
        }
    }

    private ErrorBody object() {
        int code = ErrorBody.NO_CODE;
        String message = "";
        in.beginObject();
        while (in.nextKey() != ValueReader.END) {
            String key = in.key();
            if (key.equals("message") && in.next() == Token.TEXT) {
                message = in.readString();
            } else if (key.equals("code") && in.next() == Token.NUMBER) {
                code = code(in.readDouble());
            } else {
                in.skip();
            }
        }
        in.expectEnd();
        return new ErrorBody(code, line(message));
    }

    private static int code(double number) {
        return number >= 0 && number <= MAX_CODE ? (int) number : ErrorBody.NO_CODE;
    }

    private static String visible(String page) {
        StringBuilder text = new StringBuilder(page.length());
        boolean tag = false;
        for (int i = 0; i < page.length(); i++) {
            char character = page.charAt(i);
            if (character == '<' || character == '>') {
                tag = character == '<';
                text.append(' ');
            } else if (!tag) {
                text.append(character);
            }
        }
        return line(text.toString());
    }

    /** One line without control characters, blanks in a row made one. */
    private static String line(String text) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length() && line.length() < ErrorBody.MAX_MESSAGE; ) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            if (isBlank(codePoint)) {
                if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
                    line.append(' ');
                }
            } else if (line.length() + Character.charCount(codePoint) <= ErrorBody.MAX_MESSAGE) {
                line.appendCodePoint(codePoint);
            } else {
                break;
            }
        }
        return line.toString().strip();
    }

    // Format characters, such as those that turn the direction of writing, and lone surrogates would garble a terminal.
    private static boolean isBlank(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> true;
            default -> false;
        };
    }
}
