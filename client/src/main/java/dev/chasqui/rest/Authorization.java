package dev.chasqui.rest;

import dev.chasqui.rest.RestException.Kind;
import dev.chasqui.stream.options.Credentials;
import dev.chasqui.wire.ErrorBody;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Credentials of one attempt: as headers, and as what must not appear in anything that is shown. */
final class Authorization {

    private static final String REPEATED = "(left out, as it repeats the credentials)";

    private final @Nullable Credentials credentials;

    /** Null for none: crypto data asks for none. */
    Authorization(@Nullable Credentials credentials) {
        this.credentials = credentials;
    }

    Map<String, String> headers(String path) {
        if (credentials == null) {
            return Map.of();
        }
        if (!isPrintable(credentials.key()) || !isPrintable(credentials.secret())) {
            throw RestException.of(Kind.CREDENTIALS, path)
                    .because("key or secret hold characters that no header can carry", "check how they were read");
        }
        return credentials.isToken()
                ? Map.of("Authorization", "Bearer " + credentials.secret())
                : Map.of("APCA-API-KEY-ID", credentials.key(), "APCA-API-SECRET-KEY", credentials.secret());
    }

    private static boolean isPrintable(String text) {
        return text.chars().allMatch(character -> character >= ' ' && character < 0x7f);
    }

    /** The server's words, unless they repeat the key or the secret. */
    ErrorBody redacted(ErrorBody error, byte[] body) {
        if (credentials == null) {
            return error;
        }
        // As sent as well, since the words were cut to a length that may cut a secret.
        String sent = new String(body, StandardCharsets.ISO_8859_1);
        return isShown(sent) || isShown(error.message()) ? new ErrorBody(error.code(), REPEATED) : error;
    }

    private boolean isShown(String text) {
        return credentials != null
                && (text.contains(credentials.secret())
                        || (!credentials.isToken() && text.contains(credentials.key())));
    }
}
