package dev.chasqui.wire;

/**
 * What a REST answer that is an error says.
 *
 * @param code Alpaca's own code, such as 42210000; {@link #NO_CODE} if absent
 * @param message the server's words on one line, at most {@value #MAX_MESSAGE} characters, control characters and markup left out; may be
 *     empty
 */
public record ErrorBody(int code, String message) {

    /** The body names no code. */
    public static final int NO_CODE = -1;

    /** The longest message, in characters. */
    public static final int MAX_MESSAGE = 256;
}
