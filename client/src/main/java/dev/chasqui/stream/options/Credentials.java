package dev.chasqui.stream.options;

import java.util.Map;

/**
 * A key and its secret. No method but {@link #secret()} shows the secret, and {@link #toString()} shows neither. Immutable.
 */
public final class Credentials {

    /** The variable that holds the key id. */
    public static final String KEY_VARIABLE = "APCA_API_KEY_ID";
    /** The variable that holds the secret. */
    public static final String SECRET_VARIABLE = "APCA_API_SECRET_KEY";

    private static final String OAUTH = "oauth";
    private static final String ACCESS_TOKEN = "access_token";

    private final String key;
    private final String secret;

    private Credentials(String key, String secret) {
        if (key.isBlank() || secret.isBlank()) {
            throw new IllegalArgumentException("key and secret must not be blank");
        }
        if (hasControl(key) || hasControl(secret)) {
            throw new IllegalArgumentException(
                    "key and secret hold no control characters: was a line end read with them?");
        }
        this.key = key;
        this.secret = secret;
    }

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    /**
     * A key pair of the Trading API or of the legacy Broker API.
     *
     * @throws IllegalArgumentException if one is blank or holds a control character; the message repeats neither
     */
    public static Credentials of(String key, String secret) {
        return new Credentials(key, secret);
    }

    /** An OAuth token. */
    public static Credentials oauth(String token) {
        return new Credentials(OAUTH, token);
    }

    /** A Broker access token of the client-credentials flow. */
    public static Credentials accessToken(String token) {
        return new Credentials(ACCESS_TOKEN, token);
    }

    /**
     * From {@value #KEY_VARIABLE} and {@value #SECRET_VARIABLE} of the environment.
     *
     * @throws IllegalStateException if one is missing; the message names it
     */
    public static Credentials fromEnvironment() {
        return from(System.getenv());
    }

    /**
     * From {@value #KEY_VARIABLE} and {@value #SECRET_VARIABLE} of the given map.
     *
     * @throws IllegalStateException if one is missing; the message names it
     */
    public static Credentials from(Map<String, String> environment) {
        return new Credentials(required(environment, KEY_VARIABLE), required(environment, SECRET_VARIABLE));
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException(
                    "the environment variable " + name + " is not set: put your Alpaca key id into " + KEY_VARIABLE
                            + " and its secret into " + SECRET_VARIABLE);
        }
        return value;
    }

    /** The key id, or the literal that marks a token. */
    public String key() {
        return key;
    }

    /** The secret or token itself: for the authentication message and header only. */
    public String secret() {
        return secret;
    }

    /** Whether this is a token instead of a key pair. */
    public boolean isToken() {
        return key.equals(OAUTH) || key.equals(ACCESS_TOKEN);
    }

    /** Shows neither key nor secret. */
    @Override
    public String toString() {
        return "Credentials[redacted]";
    }
}
