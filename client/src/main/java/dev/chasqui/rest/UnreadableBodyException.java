package dev.chasqui.rest;

import java.io.IOException;
import java.io.Serial;

/** A body that is too large, or whose compression is broken. */
final class UnreadableBodyException extends IOException {

    @Serial
    private static final long serialVersionUID = 1;

    private final boolean worthAnotherTry;

    UnreadableBodyException(String message, boolean worthAnotherTry) {
        super(message);
        this.worthAnotherTry = worthAnotherTry;
    }

    static UnreadableBodyException tooLarge(int maxBytes) {
        return new UnreadableBodyException(
                "more than " + maxBytes + " bytes, inflated: ask for less at once, or raise maxBodyBytes", false);
    }

    /** Whether the next answer may well be another one. */
    boolean isWorthAnotherTry() {
        return worthAnotherTry;
    }
}
