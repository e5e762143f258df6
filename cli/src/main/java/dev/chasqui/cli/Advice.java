package dev.chasqui.cli;

import dev.chasqui.model.Feed;
import dev.chasqui.stream.StreamException;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.options.Credentials;
import dev.chasqui.wire.ErrorCode;
import java.util.Optional;

/** What to change on the command line when a stream has ended. The library's message says what happened and what it means. */
final class Advice {

    private Advice() {}

    /** What happened, and the next step if it is one of the command line. */
    static String on(StreamException failure, Feed feed) {
        return failure.getMessage()
                + step(failure, feed).map(step -> "\n" + step).orElse("");
    }

    private static Optional<String> step(StreamException failure, Feed feed) {
        return switch (ExitCode.of(failure)) {
            case KEYS_REFUSED ->
                Optional.of(
                        "the keys are those of " + Credentials.KEY_VARIABLE + " and " + Credentials.SECRET_VARIABLE);
            case NOT_ENTITLED -> otherFeed(failure.reason(), feed);
            case GAVE_UP -> otherChannels(failure.reason());
            case DONE, USAGE, CONNECTION_LIMIT, INTERRUPTED -> Optional.empty();
        };
    }

    private static Optional<String> otherFeed(Cause reason, Feed feed) {
        return is(reason, ErrorCode.INSUFFICIENT_SUBSCRIPTION) ? otherFeed(feed) : Optional.empty();
    }

    /** A feed that the free plan includes instead of this one; empty if there is none. */
    static Optional<String> otherFeed(Feed feed) {
        return switch (feed.kind()) {
            case STOCKS -> Optional.of("take --feed iex instead of " + feed);
            case OPTIONS -> Optional.of("take --feed options/indicative instead of " + feed);
            case CRYPTO, PERPETUALS, NEWS_ARTICLES, TRADING -> Optional.empty();
        };
    }

    private static Optional<String> otherChannels(Cause reason) {
        return is(reason, ErrorCode.INVALID_SUBSCRIBE_ACTION) || is(reason, ErrorCode.INVALID_SYNTAX)
                ? Optional.of("see --channels")
                : Optional.empty();
    }

    private static boolean is(Cause reason, ErrorCode error) {
        return reason.kind() == Cause.Kind.SERVER_ERROR && reason.code() == error.code();
    }
}
