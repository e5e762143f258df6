package dev.chasqui.simulator;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/** The answer to a {@link RestRequest}, and how it goes out. Immutable. */
public final class RestResponse {

    /** How an answer goes out. */
    public enum Delivery {
        /** Whole. */
        WHOLE,
        /** The status, the headers and the first {@link #sentBytes()} of the body, after which the connection is reset. */
        RESET_IN_BODY,
        /** Not at all: the connection is closed. */
        CLOSED
    }

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;
    private final Duration delay;
    private final Delivery delivery;

    RestResponse(int status, Map<String, String> headers, byte[] body, Duration delay, Delivery delivery) {
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.body = body.clone();
        this.delay = delay;
        this.delivery = delivery;
    }

    /** The status; 0 if the connection is closed without an answer. */
    public int status() {
        return status;
    }

    /** Headers by lower-case name, without the length. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The whole body, packed if the headers say so; a new copy. */
    public byte[] body() {
        return body.clone();
    }

    /** How many bytes of the body are sent. */
    public int sentBytes() {
        return switch (delivery) {
            case WHOLE -> body.length;
            case RESET_IN_BODY -> body.length / 2;
            case CLOSED -> 0;
        };
    }

    /** The bytes of the body that are sent; a new copy. */
    public byte[] sentBody() {
        return Arrays.copyOf(body, sentBytes());
    }

    /** Time from the request to the answer. */
    public Duration delay() {
        return delay;
    }

    /** How it goes out. */
    public Delivery delivery() {
        return delivery;
    }

    @Override
    public String toString() {
        return status + " " + delivery + ", " + body.length + " bytes after " + delay.toMillis() + " ms";
    }
}
