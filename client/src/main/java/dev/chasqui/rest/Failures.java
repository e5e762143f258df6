package dev.chasqui.rest;

import dev.chasqui.rest.HttpTransport.Response;
import dev.chasqui.rest.RestException.Kind;
import dev.chasqui.wire.ErrorBody;
import dev.chasqui.wire.MalformedBodyException;
import java.io.IOException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What each status and each failure of the network means, and what to do about it. Pure functions. */
final class Failures {

    private static final Set<Integer> MAY_PASS = Set.of(429, 500, 502, 503, 504);
    private static final int DEEPEST_CAUSE = 16;

    private Failures() {}

    /** The failure that an answer other than success is. */
    static RestException ofStatus(String path, Response response, ErrorBody body, @Nullable Duration retryAfter) {
        int status = response.status();
        Kind kind = kind(status, body);
        return RestException.of(kind, path)
                .answer(status, body.message())
                .mayPass(MAY_PASS.contains(status))
                .retryAfter(retryAfter)
                .because("status " + status, advice(kind));
    }

    private static Kind kind(int status, ErrorBody body) {
        return switch (status) {
            case 401 -> Kind.UNAUTHORIZED;
            case 403 -> isTooRecent(body) ? Kind.TOO_RECENT : Kind.FORBIDDEN;
            case 404 -> Kind.NOT_FOUND;
            case 407 -> Kind.PROXY;
            case 422 -> isTooRecent(body) ? Kind.TOO_RECENT : Kind.BAD_REQUEST;
            case 429 -> Kind.RATE_LIMITED;
            default -> status >= 500 ? Kind.SERVER : status >= 400 ? Kind.BAD_REQUEST : Kind.REDIRECT;
        };
    }

    // "subscription does not permit querying recent SIP data": told by its words, as the code of its own is not always
    // there.
    private static boolean isTooRecent(ErrorBody body) {
        String message = body.message().toLowerCase(Locale.ROOT);
        return message.contains("subscription") && message.contains("recent");
    }

    private static String advice(Kind kind) {
        return switch (kind) {
            case UNAUTHORIZED -> "check key and secret, and that they belong to this host (live, paper or sandbox)";
            case TOO_RECENT -> "use feed iex, or an end at least 15 minutes ago, or a plan with real-time SIP data";
            case FORBIDDEN -> "the key or plan does not allow this: use feed iex or indicative, or another plan";
            case NOT_FOUND -> "check the base address: the server does not know this path";
            case RATE_LIMITED ->
                "send fewer requests: ask for many symbols at once, or give all clients of the key one RateBudget";
            case REDIRECT ->
                "not followed, as credentials go to no other address: set the base address to where the server is";
            case PROXY ->
                "the proxy wants a user and a password: set them in ProxyOptions, and start the virtual machine with"
                        + " -Djdk.http.auth.tunneling.disabledSchemes= (nothing behind it), or the JDK withholds them";
            case SERVER -> "the server failed: try again later";
            default -> "correct the request as the server says";
        };
    }

    /** The failure that a request without an answer is. */
    static RestException ofNetwork(String path, String host, @Nullable Throwable reported) {
        Throwable failure = unwrapped(reported);
        if (isUntrusted(failure)) {
            return RestException.of(Kind.TLS, path)
                    .cause(failure)
                    .because(
                            "the certificate of " + host + " is not trusted: " + text(failure),
                            "check the base address, and whether something stands between");
        }
        if (failure instanceof UnreadableBodyException unreadable) {
            return ofBody(path, unreadable.getMessage(), unreadable.isWorthAnotherTry());
        }
        if (failure instanceof IOException) {
            return RestException.of(Kind.CONNECTION, path)
                    .mayPass(true)
                    .cause(failure)
                    .because(
                            "no whole answer from " + host + ": " + text(failure),
                            "check address and network, and whether a server is there; status.alpaca.markets has Alpaca's state");
        }
        // Its text is not repeated, since it may hold a header.
        return RestException.of(Kind.CONNECTION, path)
                .because(
                        "the transport failed with " + failure.getClass().getName(),
                        "that is a fault of the transport, not of the server");
    }

    private static Throwable unwrapped(@Nullable Throwable reported) {
        if (reported == null) {
            return new IOException("the transport gave no answer");
        }
        Throwable cause = reported.getCause();
        return reported instanceof CompletionException && cause != null ? cause : reported;
    }

    static RestException ofBody(String path, MalformedBodyException malformed) {
        return ofBody(path, String.valueOf(malformed.getMessage()), true);
    }

    private static RestException ofBody(String path, @Nullable String reason, boolean mayPass) {
        return RestException.of(Kind.BODY, path)
                .mayPass(mayPass)
                .because(
                        "the answer cannot be read: " + reason,
                        "check that the base address is Alpaca's, or a server that speaks its protocol");
    }

    static RestException ofTimeout(String path, Duration timeout) {
        return RestException.of(Kind.TIMEOUT, path)
                .mayPass(true)
                .because("no whole answer within " + timeout, "try again, ask for less at once, or raise the timeout");
    }

    static RestException closed(String path) {
        return RestException.of(Kind.CLOSED, path).because("the client was closed", "make a new one");
    }

    private static boolean isUntrusted(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof CertificateException || cause instanceof CertPathValidatorException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    // The JDK says nothing in the message of some failures, but in that of the cause.
    private static String text(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; depth < DEEPEST_CAUSE; depth++) {
            Throwable next = cause.getCause();
            if (cause.getMessage() != null || next == null) {
                break;
            }
            cause = next;
        }
        String message = cause.getMessage();
        if (message == null) {
            return cause.getClass().getSimpleName();
        }
        return message.substring(0, Math.min(message.length(), ErrorBody.MAX_MESSAGE))
                .replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", " ");
    }
}
