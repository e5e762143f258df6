package dev.chasqui.internal.transport;

import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.Cause.Kind;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
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
        String server = request.uri().getHost() + ":" + request.port();
        Throwable cause = unwrap(failure);
        if (cause instanceof WebSocketClientHandshakeException refused && refused.response() != null) {
            return httpStatus(refused.response(), request);
        }
        return ConnectionFailure.of(classify(cause, server));
    }

    private static Cause classify(Throwable cause, String server) {
        if (cause instanceof ProxyConnectException) {
            return proxy(cause);
        }
        if (cause instanceof NotSslRecordException) {
            return Cause.of(Kind.TLS, server + " does not speak TLS: is it a ws:// address?");
        }
        if (cause instanceof SSLException) {
            return Cause.of(Kind.TLS, "TLS with " + server + " failed: " + text(cause));
        }
        if (cause instanceof ConnectTimeoutException) {
            return Cause.of(
                    Kind.CONNECT_TIMEOUT,
                    "no connection to " + server + " in time: check address, network and firewall");
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return Cause.of(
                    Kind.CONNECTION_REFUSED,
                    "nobody listens at " + server + ", or it cannot be reached: check the address");
        }
        if (cause instanceof TooLongFrameException) {
            return Cause.of(
                    Kind.MESSAGE_TOO_BIG,
                    "a message is larger than the limit: raise maxMessageBytes if it is legitimate");
        }
        if (cause instanceof WebSocketHandshakeException
                || cause instanceof CorruptedFrameException
                || cause instanceof DecoderException) {
            return Cause.of(Kind.PROTOCOL, server + " does not speak the WebSocket protocol correctly: " + text(cause));
        }
        if (cause instanceof IOException) {
            return Cause.of(Kind.CONNECTION_LOST, "the connection to " + server + " was cut: " + text(cause));
        }
        return Cause.of(Kind.INTERNAL, "unexpected " + cause.getClass().getName() + ": " + text(cause));
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while (cause.getClass() == DecoderException.class && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static ConnectionFailure httpStatus(HttpResponse response, ConnectRequest request) {
        int status = response.status().code();
        String text = request.uri().getHost() + request.uri().getPath() + " answered the WebSocket handshake with HTTP "
                + status;
        return new ConnectionFailure(
                new Cause(Kind.HTTP_STATUS, status, text),
                retryAfter(response.headers().get(HttpHeaderNames.RETRY_AFTER)));
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
        String text = text(failure);
        boolean wantsPassword = failure instanceof HttpProxyConnectException
                && text.contains(Integer.toString(PROXY_AUTHENTICATION_REQUIRED));
        return wantsPassword
                ? new Cause(
                        Kind.PROXY,
                        PROXY_AUTHENTICATION_REQUIRED,
                        "the proxy wants a user and a password: set them in ProxyOptions")
                : Cause.of(Kind.PROXY, "the proxy did not connect: " + text);
    }

    static String text(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : clean(message);
    }

    /** Other people's text, made safe for logs: one line, no control characters, short. */
    static String clean(String text) {
        String oneLine = text.replaceAll("\\p{Cntrl}", " ");
        return oneLine.length() <= MAX_TEXT ? oneLine : oneLine.substring(0, MAX_TEXT) + "…";
    }
}
