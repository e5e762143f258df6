package dev.chasqui.rest;

import java.io.Serial;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A REST request failed. The message names the path, what happened, what the server said and what to do next; it never holds the query,
 * a key or a secret. The futures of {@link RestClient} fail with it; {@code join()} wraps it in a {@code CompletionException}.
 */
public final class RestException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    /** What kind of failure. */
    public enum Kind {
        /** 401: key and secret are wrong for this host, or missing. */
        UNAUTHORIZED,
        /** 403: the key or plan does not allow it. */
        FORBIDDEN,
        /** 403: the plan does not show data as recent as this. */
        TOO_RECENT,
        /** 404: no such path. */
        NOT_FOUND,
        /** 400, 422 and other 4xx: the request is wrong. */
        BAD_REQUEST,
        /** 429: too many requests. May pass. */
        RATE_LIMITED,
        /** 5xx: the server failed. May pass, for 500, 502, 503 and 504. */
        SERVER,
        /** 3xx: redirects are not followed, as credentials go to no other address. */
        REDIRECT,
        /** No connection, or one that was cut. May pass. */
        CONNECTION,
        /** 407: the proxy does not let the request through. */
        PROXY,
        /** The server's certificate is not trusted, or belongs to somebody else. */
        TLS,
        /** No whole answer within the timeout. May pass. */
        TIMEOUT,
        /** The answer is cut, too large or not what was asked for. May pass. */
        BODY,
        /** Pages do not come to an end: a page token was seen twice. */
        PAGING,
        /** The supplier of credentials failed, or they do not fit into a header. */
        CREDENTIALS,
        /** The client was closed. */
        CLOSED,
        /** The waiting thread was interrupted. */
        INTERRUPTED
    }

    /** There was no answer with a status. */
    public static final int NO_STATUS = 0;

    private final String text;
    private final Kind kind;
    private final int status;
    private final String path;
    private final String serverMessage;
    private final boolean mayPass;
    private final @Nullable Duration retryAfter;

    private RestException(Builder builder, String text) {
        super(text, builder.cause);
        this.text = text;
        kind = builder.kind;
        path = builder.path;
        status = builder.status;
        serverMessage = builder.serverMessage;
        mayPass = builder.mayPass;
        retryAfter = builder.retryAfter;
    }

    /** What happened and what to do next, in one line for people. */
    @Override
    public String getMessage() {
        return text;
    }

    /** What kind of failure, for programs. */
    public Kind kind() {
        return kind;
    }

    /** The HTTP status; {@link #NO_STATUS} if there was none. */
    public int status() {
        return status;
    }

    /** The path of the request, without query. */
    public String path() {
        return path;
    }

    /** What the server said, at most 256 characters on one line; empty if it said nothing. Other people's words. */
    public String serverMessage() {
        return serverMessage;
    }

    /** Whether the same request may succeed later without any change. */
    public boolean mayPass() {
        return mayPass;
    }

    /** How long the server asks to wait; empty if it does not. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    static Builder of(Kind kind, String path) {
        return new Builder(kind, path);
    }

    /** Puts a failure together. */
    static final class Builder {

        private final Kind kind;
        private final String path;
        private int status;
        private String serverMessage = "";
        private boolean mayPass;
        private @Nullable Duration retryAfter;
        private @Nullable Throwable cause;

        private Builder(Kind kind, String path) {
            this.kind = kind;
            this.path = path;
        }

        Builder answer(int httpStatus, String message) {
            status = httpStatus;
            serverMessage = message;
            return this;
        }

        Builder mayPass(boolean value) {
            mayPass = value;
            return this;
        }

        Builder retryAfter(@Nullable Duration value) {
            retryAfter = value;
            return this;
        }

        Builder cause(@Nullable Throwable value) {
            cause = value;
            return this;
        }

        /** With what happened and what to do next. */
        RestException because(String happened, String next) {
            StringBuilder text = new StringBuilder(path).append(": ").append(happened);
            if (!serverMessage.isEmpty()) {
                text.append(" (the server says: ").append(serverMessage).append(')');
            }
            return new RestException(this, text.append("; ").append(next).toString());
        }
    }
}
