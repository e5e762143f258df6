package dev.chasqui.internal.transport;

import dev.chasqui.stream.options.ProxyOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where and how to connect.
 *
 * @param uri {@code ws} or {@code wss}
 * @param headers of the opening request; may hold credentials, hence no {@code toString} of them
 * @param compression whether to offer permessage-deflate
 * @param maxMessageBytes the largest message accepted, after inflation
 * @param connectTimeout name resolution and TCP, over all addresses
 * @param upgradeTimeout TLS and the WebSocket handshake
 * @param closeTimeout how long to wait for the other side when closing
 * @param proxy an HTTP proxy, or null
 */
public record ConnectRequest(
        URI uri,
        Map<String, String> headers,
        boolean compression,
        int maxMessageBytes,
        Duration connectTimeout,
        Duration upgradeTimeout,
        Duration closeTimeout,
        @Nullable ProxyOptions proxy) {

    /** Copies the headers. */
    public ConnectRequest {
        headers = Map.copyOf(headers);
    }

    boolean isSecure() {
        return uri.getScheme().equalsIgnoreCase("wss");
    }

    int port() {
        if (uri.getPort() > 0) {
            return uri.getPort();
        }
        return isSecure() ? 443 : 80;
    }

    /** Host, with the brackets of an IPv6 literal removed. */
    String host() {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public String toString() {
        return "ConnectRequest[" + uri.getScheme() + "://" + uri.getHost() + ":" + port() + uri.getPath() + "]";
    }
}
