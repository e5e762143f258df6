package dev.chasqui.wire;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Leads from a fault in the input to the place that reports it. Has no stack trace: hostile input must stay cheap. */
final class WireFault extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final String reason;
    private final @Nullable String field;

    /** A fault in the value, or before the key, that was read last. */
    WireFault(String reason) {
        this(reason, null);
    }

    /** A fault of a certain field. */
    WireFault(String reason, @Nullable String field) {
        super(reason, null, false, false);
        this.reason = reason;
        this.field = field;
    }

    static WireFault missing(String field) {
        return new WireFault("required, but missing", field);
    }

    /** In words, without any content of the input. */
    String reason() {
        return reason;
    }

    @Nullable
    String field() {
        return field;
    }
}
