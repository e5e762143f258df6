package dev.chasqui.internal.transport;

import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.Cause.Kind;
import dev.chasqui.stream.options.ProxyOptions;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.proxy.HttpProxyHandler.HttpProxyConnectException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What an exception of the network stack means. Its texts repeat nothing of the request's headers. */
final class Failures {

    private static final int MAX_TEXT = 200;
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    private Failures() {}

    static ConnectionFailure of(Throwable failure, ConnectRequest request) {
        Throwable cause = unwrap(failure);
        if (cause instanceof ProxyConnectException) {
            return ConnectionFailure.of(proxy(cause));
        }
        if (isUnreachable(cause)) {
            return ConnectionFailure.of(unreachable(cause, request));
        }
        return ConnectionFailure.of(classify(cause, request.uri().getHost() + ":" + request.port()));
    }

    private static boolean isUnreachable(Throwable cause) {
        return cause instanceof ConnectException || cause instanceof NoRouteToHostException;
    }

    private static Cause unreachable(Throwable cause, ConnectRequest request) {
        ProxyOptions proxy = request.proxy();
        String target = proxy == null
                ? request.uri().getHost() + ":" + request.port()
                : "the proxy " + proxy.host() + ":" + proxy.port();
        if (cause instanceof ConnectTimeoutException) {
            return Cause.of(
                    Kind.CONNECT_TIMEOUT,
                    "no connection to " + target + " in time: check address, network and firewall");
        }
        return Cause.of(
                proxy == null ? Kind.CONNECTION_REFUSED : Kind.PROXY,
                "nobody listens at " + target + ", or it cannot be reached: check the address");
    }

    private static Cause classify(Throwable cause, String server) {
        if (cause instanceof NotSslRecordException) {
            return Cause.of(Kind.TLS, server + " does not speak TLS: is it a ws:// address?");
        }
        if (cause instanceof SSLException) {
            return Cause.of(Kind.TLS, "TLS with " + server + " failed: " + text(cause));
        }
        if (isTooBig(cause)) {
            return Cause.of(
                    Kind.MESSAGE_TOO_BIG,
                    "a message is larger than the limit: raise maxMessageBytes if it is legitimate");
        }
        if (cause instanceof PrematureChannelClosureException) {
            return new Cause(
                    Kind.CONNECTION_LOST,
                    WebSocketCloseStatus.ABNORMAL_CLOSURE.code(),
                    "the connection to " + server + " ended within a message");
        }
        if (cause instanceof WebSocketHandshakeException || cause instanceof CodecException) {
            return Cause.of(Kind.PROTOCOL, server + " does not speak the WebSocket protocol correctly: " + text(cause));
        }
        if (cause instanceof IOException) {
            return Cause.of(Kind.CONNECTION_LOST, "the connection to " + server + " was cut: " + text(cause));
        }
        return Cause.of(Kind.INTERNAL, "unexpected " + cause.getClass().getName() + ": " + text(cause));
    }

    private static boolean isTooBig(Throwable cause) {
        return cause instanceof TooLongFrameException
                || (cause instanceof CorruptedWebSocketFrameException corrupted
                        && corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG));
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while (cause.getClass() == DecoderException.class && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** What an answer to the handshake means that is not the switch to WebSocket. */
    static ConnectionFailure ofAnswer(HttpResponse response, ConnectRequest request) {
        String server = request.uri().getRawAuthority() + request.uri().getPath();
        if (response.decoderResult().cause() instanceof PrematureChannelClosureException) {
            return ConnectionFailure.of(Cause.of(
                    Kind.CONNECTION_LOST,
                    "the connection to " + server + " was cut in the middle of its answer to the WebSocket handshake"));
        }
        if (response.decoderResult().isFailure()) {
            return ConnectionFailure.of(
                    Cause.of(Kind.PROTOCOL, server + " does not speak HTTP: is it the right address and port?"));
        }
        int status = response.status().code();
        return new ConnectionFailure(
                new Cause(
                        Kind.HTTP_STATUS,
                        status,
                        server + " answered the WebSocket handshake with HTTP " + status + ": " + advice(status)),
                retryAfter(response.headers().get(HttpHeaderNames.RETRY_AFTER)));
    }

    private static String advice(int status) {
        if (status >= 500) {
            return "the server is in trouble";
        }
        return switch (status) {
            case 401, 403 -> "check the credentials, and that the plan includes this feed";
            case 429 -> "too many connections or attempts; the next one waits";
            default ->
                status < 400
                        ? "redirections are not followed, as credentials would go with them: check the address"
                        : "check the address and its path, such as /v2/iex or /v1beta3/crypto/us";
        };
    }

    /** Seconds or an HTTP date; null if it is neither. */
    static @Nullable Duration retryAfter(@Nullable String header) {
        if (header == null) {
            return null;
        }
        try {
            return Duration.ofSeconds(Math.max(0, Long.parseLong(header.trim())));
        } catch (NumberFormatException e) {
            return untilDate(header.trim());
        }
    }

    private static @Nullable Duration untilDate(String date) {
        try {
            Instant time = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration left = Duration.between(Instant.now(), time);
            return left.isNegative() ? Duration.ZERO : left;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Cause proxy(Throwable failure) {
        // The status stands in the text only, behind addresses that may hold the same digits.
        boolean wantsPassword = failure instanceof HttpProxyConnectException
                && String.valueOf(failure.getMessage()).contains("status: " + PROXY_AUTHENTICATION_REQUIRED);
        return wantsPassword
                ? new Cause(
                        Kind.PROXY,
                        PROXY_AUTHENTICATION_REQUIRED,
                        "the proxy wants a user and a password: set them in ProxyOptions")
                : Cause.of(Kind.PROXY, "the proxy did not connect: " + text(failure));
    }

    static String text(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : clean(message);
    }

    /** Other people's text, made safe for logs and terminals: one line, no control or invisible formatting characters, short. */
    static String clean(String text) {
        String oneLine = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", " ");
        if (oneLine.length() <= MAX_TEXT) {
            return oneLine;
        }
        int end = Character.isHighSurrogate(oneLine.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
        return oneLine.substring(0, end) + "…";
    }
}
