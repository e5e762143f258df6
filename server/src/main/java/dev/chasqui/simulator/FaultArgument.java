package dev.chasqui.simulator;

import java.time.Duration;
import java.util.Locale;

/** An argument that belongs to some faults, kept as a {@code long} in the unit of its form. */
enum FaultArgument {
    /** Number of an error frame or of a close frame. */
    CODE(Form.NUMBER_OR_NONE),
    /** HTTP status of a refusal. */
    STATUS(Form.NUMBER),
    /** What a refusal asks the client to wait. */
    RETRY_AFTER(Form.DURATION),
    /** How late an answer comes. */
    DELAY(Form.DURATION),
    /** How long a condition lasts. */
    FOR(Form.DURATION),
    /** Size of a frame. */
    BYTES(Form.NUMBER),
    /** Rate of a link. */
    BYTES_PER_SECOND(Form.NUMBER),
    /** What follows an error: 1 to end the connection, 0 to keep it. */
    THEN(Form.CLOSE_OR_STAY);

    private enum Form {
        NUMBER("a number, such as 503"),
        NUMBER_OR_NONE("a number, such as 1012, or none"),
        DURATION("a time with its unit, such as 500ms, 2s or 1m"),
        CLOSE_OR_STAY("close or stay");

        private final String description;

        Form(String description) {
            this.description = description;
        }
    }

    private final Form form;

    FaultArgument(Form form) {
        this.form = form;
    }

    String argumentName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String description() {
        return argumentName() + ":" + form.description;
    }

    long parse(String text) {
        return switch (form) {
            case NUMBER -> ArgumentText.number(argumentName(), text);
            case NUMBER_OR_NONE -> "none".equals(text) ? 0 : ArgumentText.number(argumentName(), text);
            case DURATION -> ArgumentText.duration(argumentName(), text).toMillis();
            case CLOSE_OR_STAY -> closeOrStay(text);
        };
    }

    private long closeOrStay(String text) {
        return switch (text) {
            case "close" -> 1;
            case "stay" -> 0;
            default ->
                throw new IllegalArgumentException(
                        argumentName() + " must be " + form.description + ", not '" + text + "'");
        };
    }

    String format(long value) {
        return argumentName() + ":"
                + switch (form) {
                    case NUMBER -> Long.toString(value);
                    case NUMBER_OR_NONE -> value == 0 ? "none" : Long.toString(value);
                    case DURATION -> ArgumentText.format(Duration.ofMillis(value));
                    case CLOSE_OR_STAY -> value == 1 ? "close" : "stay";
                };
    }
}
