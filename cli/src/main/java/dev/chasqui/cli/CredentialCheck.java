package dev.chasqui.cli;

import dev.chasqui.stream.options.Credentials;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether there are credentials. Shows at most the end of the key id, and nothing of the secret. */
final class CredentialCheck {

    static final String NAME = "credentials";

    private static final int SHOWN = 4;
    private static final int SHORTEST_SHOWN = 12;

    private final Finding finding;
    private final @Nullable Credentials credentials;

    private CredentialCheck(Finding finding, @Nullable Credentials credentials) {
        this.finding = finding;
        this.credentials = credentials;
    }

    static CredentialCheck of(Console console, Optional<URI> url) {
        try {
            Credentials found = Keys.find(console, url);
            String text = Keys.isMadeUp(found)
                    ? "none in the environment; a made-up pair does for a server on this machine"
                    : "the key id " + end(found.key());
            return new CredentialCheck(Finding.ok(NAME, text), found);
        } catch (UsageException | IllegalArgumentException e) {
            Finding failed = Finding.failed(
                    NAME,
                    ExitCode.GAVE_UP,
                    String.valueOf(e.getMessage()),
                    "export both variables, with the keys that Alpaca's dashboard shows");
            return new CredentialCheck(failed, null);
        }
    }

    // The end of a short key would be most of it.
    private static String end(String key) {
        return key.length() < SHORTEST_SHOWN ? "is set" : "ends in …" + key.substring(key.length() - SHOWN);
    }

    Finding finding() {
        return finding;
    }

    /** Empty if they are missing. */
    Optional<Credentials> credentials() {
        return Optional.ofNullable(credentials);
    }
}
