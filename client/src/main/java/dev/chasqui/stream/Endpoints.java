package dev.chasqui.stream;

import dev.chasqui.model.Feed;
import dev.chasqui.model.FeedKind;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the feeds live. Hosts are those of Alpaca's documentation, "WebSocket Stream" and "Websocket Streaming". */
final class Endpoints {

    private static final String DATA = "wss://stream.data.alpaca.markets";
    private static final String DATA_SANDBOX = "wss://stream.data.sandbox.alpaca.markets";
    private static final String TRADING = "wss://api.alpaca.markets";
    private static final String TRADING_PAPER = "wss://paper-api.alpaca.markets";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private Endpoints() {}

    static URI resolve(Feed feed, @Nullable URI override, boolean sandbox, boolean paper, boolean plaintextAllowed) {
        if (override != null) {
            if (sandbox || paper) {
                throw new IllegalArgumentException("choose uri(…), sandbox() or paper(), not several of them");
            }
            return withPath(feed, checked(override, plaintextAllowed));
        }
        return URI.create(host(feed, sandbox, paper) + feed.path());
    }

    private static String host(Feed feed, boolean sandbox, boolean paper) {
        boolean trading = feed.kind() == FeedKind.TRADING;
        if (paper && !trading) {
            throw new IllegalArgumentException(
                    "paper() is for trade updates; market data of paper accounts is on the usual host");
        }
        if (sandbox && trading) {
            throw new IllegalArgumentException("sandbox() is for market data; use paper() for trade updates");
        }
        if (trading) {
            return paper ? TRADING_PAPER : TRADING;
        }
        return sandbox ? DATA_SANDBOX : DATA;
    }

    private static URI checked(URI uri, boolean plaintextAllowed) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (uri.getHost() == null || !(scheme.equals("ws") || scheme.equals("wss"))) {
            throw new IllegalArgumentException("not a WebSocket address: expected wss://host[:port][/path] or ws://…");
        }
        if (uri.getUserInfo() != null) {
            throw new IllegalArgumentException("credentials do not belong into an address: use credentials(…)");
        }
        if (scheme.equals("ws")
                && !plaintextAllowed
                && !LOOPBACK.contains(uri.getHost().toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("ws:// would send the credentials unencrypted to " + uri.getHost()
                    + ": use wss://, or allowPlaintext()");
        }
        return uri;
    }

    private static URI withPath(Feed feed, URI uri) {
        String path = uri.getPath();
        if (path != null && !path.isEmpty() && !path.equals("/")) {
            return uri;
        }
        String query = uri.getRawQuery();
        return uri.resolve(query == null ? feed.path() : feed.path() + "?" + query);
    }
}
