package dev.chasqui.stream;

import dev.chasqui.stream.options.AuthenticationMode;
import dev.chasqui.stream.options.Credentials;
import java.util.HashMap;
import java.util.Map;

/** The headers of the opening request: encoding, and credentials if they go there. */
final class Handshake {

    private static final String USER_AGENT = "chasqui";

    private Handshake() {}

    static Map<String, String> headers(StreamConfig config, Credentials credentials) {
        Map<String, String> headers = new HashMap<>();
        headers.put("User-Agent", USER_AGENT);
        headers.put("Content-Type", config.encoding().contentType());
        if (config.authentication() == AuthenticationMode.HEADER) {
            addCredentials(headers, credentials);
        }
        return headers;
    }

    private static void addCredentials(Map<String, String> headers, Credentials credentials) {
        if (credentials.isToken()) {
            headers.put("Authorization", "Bearer " + credentials.secret());
        } else {
            headers.put("APCA-API-KEY-ID", credentials.key());
            headers.put("APCA-API-SECRET-KEY", credentials.secret());
        }
    }
}
