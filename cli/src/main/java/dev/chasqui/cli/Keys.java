package dev.chasqui.cli;

import dev.chasqui.stream.options.Credentials;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** Where the credentials of a command come from. */
final class Keys {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
    private static final String SIMULATOR = "simulator";

    private Keys() {}

    /** The keys of the environment; for a server on this machine that is not encrypted, a made-up pair will do. */
    static Credentials find(Console console, Optional<URI> url) {
        boolean none = isMissing(console, Credentials.KEY_VARIABLE) && isMissing(console, Credentials.SECRET_VARIABLE);
        if (none && url.filter(Keys::isPlainLoopback).isPresent()) {
            console.notices()
                    .say("no keys in the environment: saying '" + SIMULATOR + "' to the server on this machine");
            return Credentials.of(SIMULATOR, SIMULATOR);
        }
        try {
            return Credentials.from(console.environment());
        } catch (IllegalStateException e) {
            throw new UsageException(e.getMessage() + ". Without an account, try: chasqui demo");
        }
    }

    /** Whether it is the pair for a server on this machine. */
    static boolean isMadeUp(Credentials credentials) {
        return credentials.key().equals(SIMULATOR);
    }

    private static boolean isMissing(Console console, String variable) {
        return console.environment().getOrDefault(variable, "").isBlank();
    }

    static boolean isLoopback(URI url) {
        return url.getHost() != null && LOOPBACK.contains(url.getHost());
    }

    private static boolean isPlainLoopback(URI url) {
        return "ws".equalsIgnoreCase(url.getScheme()) && isLoopback(url);
    }
}
