package dev.chasqui.wire;

/**
 * Why a frame or one element of it could not be decoded.
 *
 * @param scope what is lost: one element, or the rest of the frame
 * @param kind type letter of the message, such as {@code q}; empty if it could not be read
 * @param symbol symbol of the message; empty if it could not be read
 * @param field key of the field at fault; empty if the fault is not in a field
 * @param reason what was expected and what came instead, in words
 * @param excerpt at most {@value #MAX_EXCERPT} characters of the input near the fault, control characters replaced and the values of
 *     secrets left out
 */
public record DecodeProblem(Scope scope, String kind, String symbol, String field, String reason, String excerpt) {

    /** The longest excerpt, in characters. */
    public static final int MAX_EXCERPT = 256;

    /** How much is lost. */
    public enum Scope {
        /** One element of the frame's array; its neighbours are delivered. */
        ELEMENT,
        /** The frame from the fault on; elements before it were delivered. */
        FRAME
    }
}
