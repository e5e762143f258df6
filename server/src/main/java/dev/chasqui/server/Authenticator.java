package dev.chasqui.server;

import dev.chasqui.model.Feed;
import dev.chasqui.wire.ErrorCode;
import java.util.Optional;

/** Judges credentials. */
@FunctionalInterface
public interface Authenticator {

    /** Empty if the credentials are good for the feed, otherwise why not. */
    Optional<ErrorCode> refusal(Feed feed, String key, String secret);
}
