package dev.chasqui.server;

import dev.chasqui.model.Feed;
import dev.chasqui.wire.ClientRequest;
import dev.chasqui.wire.Encoding;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the opening request says about a session.
 *
 * @param feed the endpoint
 * @param path as the client wrote it
 * @param encoding how frames are written
 * @param compressed whether permessage-deflate was agreed
 * @param userAgent the client's words; may be empty
 * @param credentials from headers; empty if there are none
 */
public record Handshake(
        Feed feed,
        String path,
        Encoding encoding,
        boolean compressed,
        String userAgent,
        Optional<ClientRequest.Authenticate> credentials) {

    private static final int MAX_USER_AGENT = 256;
    private static final String BASIC = "basic ";
    private static final String BEARER = "bearer ";
    private static final String BEARER_KEY = "access_token";

    /**
     * Reads an opening request; whether compression was agreed is not known yet.
     *
     * @param header the value of a header by its name, null if it is absent
     */
    static Handshake of(Feed feed, String path, Function<String, @Nullable String> header) {
        return new Handshake(
                feed, path, encoding(header.apply("Content-Type")), false, userAgent(header), credentials(header));
    }

    Handshake withCompression(boolean agreed) {
        return new Handshake(feed, path, encoding, agreed, userAgent, credentials);
    }

    private static Encoding encoding(@Nullable String contentType) {
        boolean binary =
                contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith(Encoding.MSGPACK.contentType());
        return binary ? Encoding.MSGPACK : Encoding.JSON;
    }

    private static String userAgent(Function<String, @Nullable String> header) {
        String value = header.apply("User-Agent");
        return value == null ? "" : value.substring(0, Math.min(MAX_USER_AGENT, value.length()));
    }

    private static Optional<ClientRequest.Authenticate> credentials(Function<String, @Nullable String> header) {
        String key = header.apply("APCA-API-KEY-ID");
        String secret = header.apply("APCA-API-SECRET-KEY");
        if (key != null || secret != null) {
            return Optional.of(new ClientRequest.Authenticate(key == null ? "" : key, secret == null ? "" : secret));
        }
        String authorization = header.apply("Authorization");
        return authorization == null ? Optional.empty() : Optional.of(authorization(authorization));
    }

    private static ClientRequest.Authenticate authorization(String value) {
        String scheme = value.toLowerCase(Locale.ROOT);
        if (scheme.startsWith(BEARER)) {
            return new ClientRequest.Authenticate(
                    BEARER_KEY, value.substring(BEARER.length()).trim());
        }
        return scheme.startsWith(BASIC) ? basic(value.substring(BASIC.length()).trim()) : unreadable();
    }

    private static ClientRequest.Authenticate basic(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? unreadable()
                    : new ClientRequest.Authenticate(pair.substring(0, colon), pair.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return unreadable();
        }
    }

    // Empty credentials are refused like wrong ones: the client gets 402, as for every other mistake in them.
    private static ClientRequest.Authenticate unreadable() {
        return new ClientRequest.Authenticate("", "");
    }
}
