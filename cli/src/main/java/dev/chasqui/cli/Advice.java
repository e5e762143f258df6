package dev.chasqui.cli;

import dev.chasqui.model.Feed;
import dev.chasqui.stream.StreamException;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.options.Credentials;
import dev.chasqui.wire.ErrorCode;
import java.util.Optional;

/** What to do on the command line about a stream that ended. The library's message says what happened. */
final class Advice {

    private Advice() {}

    /** What happened, and the next step. */
    static String on(StreamException failure, Feed feed) {
        return failure.getMessage()
                + next(failure, feed).map(step -> "\n" + step).orElse("");
    }

    private static Optional<String> next(StreamException failure, Feed feed) {
        return switch (ExitCode.of(failure)) {
            case KEYS_REFUSED ->
                Optional.of("check " + Credentials.KEY_VARIABLE + " and " + Credentials.SECRET_VARIABLE
                        + ": both belong to one pair of keys, and a new secret replaces the old one");
            case NOT_ENTITLED -> Optional.of(otherFeed(feed));
            case CONNECTION_LIMIT ->
                Optional.of(
                        "end the other program that uses this account and feed, or share one connection among them");
            case GAVE_UP -> onRequest(failure.reason());
            case DONE, USAGE, INTERRUPTED -> Optional.empty();
        };
    }

    private static String otherFeed(Feed feed) {
        String free = switch (feed.kind()) {
            case STOCKS -> "the free plan has --feed iex, and test at any hour";
            case OPTIONS -> "the free plan has --feed options/indicative";
            case CRYPTO, PERPETUALS, NEWS_ARTICLES, TRADING -> "see what the plan of these keys includes";
        };
        return "the plan of these keys does not include " + feed + ": " + free;
    }

    private static Optional<String> onRequest(Cause reason) {
        if (reason.kind() != Cause.Kind.SERVER_ERROR) {
            return Optional.empty();
        }
        return ErrorCode.of(reason.code()).map(Advice::onError).filter(step -> !step.isEmpty());
    }

    private static String onError(ErrorCode error) {
        return switch (error) {
            case SYMBOL_LIMIT_EXCEEDED ->
                "ask for fewer symbols or channels: the free plan allows 30 trades and quotes, and any number of bars";
            case INVALID_SUBSCRIBE_ACTION, INVALID_SYNTAX -> "see --channels: this feed does not offer all of them";
            case STAR_NOT_ALLOWED -> "name the symbols instead of '*', or leave quotes out of --channels";
            default -> "";
        };
    }
}
