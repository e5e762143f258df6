package dev.chasqui.server;

import dev.chasqui.model.Feed;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which feed is served at which path. */
final class EndpointPaths {

    private static final String CRYPTO_PREFIX = "/v1beta3/crypto/";
    private static final Map<String, Feed> BY_PATH = new HashMap<>();

    static {
        Feed.named().forEach(feed -> BY_PATH.put(feed.path(), feed));
        // The Go SDK builds these for the two feeds whose documented paths begin with v1beta1.
        BY_PATH.put("/v2/boats", Feed.BOATS);
        BY_PATH.put("/v2/overnight", Feed.OVERNIGHT);
        BY_PATH.put("/stream/", Feed.TRADE_UPDATES);
    }

    private EndpointPaths() {}

    /** The feed of a request's target, a query being ignored; empty if there is none. */
    static Optional<Feed> feed(String target) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        Feed feed = BY_PATH.get(path);
        if (feed != null || !path.startsWith(CRYPTO_PREFIX)) {
            return Optional.ofNullable(feed);
        }
        try {
            return Optional.of(Feed.crypto(path.substring(CRYPTO_PREFIX.length())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
