package dev.chasqui.stream.options;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy that is asked to CONNECT to the server. It never sees the credentials of the stream, but for those of REST requests to
 * plain {@code http} addresses, which it passes on.
 *
 * @param host name or address
 * @param port 1 to 65535
 * @param user for basic authentication at the proxy; null for none
 * @param password belongs to {@code user}; null for none. Not shown by {@link #toString()}
 */
public record ProxyOptions(
        String host,
        int port,
        @Nullable String user,
        @Nullable String password) {

    private static final int LARGEST_PORT = 65_535;

    /** Checks that there is a host, the range of the port, and that user and password come together. */
    public ProxyOptions {
        if (host.isBlank()) {
            throw new IllegalArgumentException("proxy host must not be blank");
        }
        if (port < 1 || port > LARGEST_PORT) {
            throw new IllegalArgumentException("proxy port must be 1 to " + LARGEST_PORT + ", not " + port);
        }
        if ((user == null) != (password == null)) {
            throw new IllegalArgumentException("a proxy needs both user and password, or neither");
        }
    }

    /** A proxy without authentication. */
    public static ProxyOptions of(String host, int port) {
        return new ProxyOptions(host, port, null, null);
    }

    @Override
    public String toString() {
        return "ProxyOptions[" + host + ":" + port + (user == null ? "" : ", with user") + "]";
    }
}
