package dev.chasqui.cli;

import dev.chasqui.stream.StreamException;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.wire.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a command ended: the numbers that scripts may rely on. */
enum ExitCode {
    /** Everything that was asked for, or the reader of the output has gone away. */
    DONE(0, "done; also when the reader of the output has gone away"),
    /** Nothing more is tried. */
    GAVE_UP(1, "gave up, or failed for a reason without a code of its own"),
    /** The command line or the environment asks for something that does not exist. */
    USAGE(2, "wrong options, arguments or environment"),
    /** The server does not accept the credentials. */
    KEYS_REFUSED(3, "the keys were refused"),
    /** Another session held the only slot for as long as was waited. */
    CONNECTION_LIMIT(4, "the connection limit never had room"),
    /** The plan or token does not include the feed. */
    NOT_ENTITLED(5, "not entitled to the feed"),
    /** Ctrl-C. */
    INTERRUPTED(130, "interrupted");

    private static final int HTTP_UNAUTHORIZED = 401;
    private static final int HTTP_FORBIDDEN = 403;

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    int code() {
        return code;
    }

    /** Codes and their meanings, as help lists them. */
    static Map<String, String> meanings() {
        Map<String, String> meanings = new LinkedHashMap<>();
        for (ExitCode exit : values()) {
            meanings.put(String.valueOf(exit.code), exit.meaning);
        }
        return meanings;
    }

    /** How a command ends whose stream ended with this failure. */
    static ExitCode of(StreamException failure) {
        if (failure instanceof StreamException.SlotTaken) {
            return CONNECTION_LIMIT;
        }
        return failure instanceof StreamException.Refused ? ofRefusal(failure.reason()) : GAVE_UP;
    }

    /** How a command ends that was refused for this reason. */
    static ExitCode ofRefusal(Cause reason) {
        return switch (reason.kind()) {
            case CREDENTIALS -> KEYS_REFUSED;
            case HTTP_STATUS -> isAuthorization(reason.code()) ? KEYS_REFUSED : GAVE_UP;
            case SERVER_ERROR ->
                ErrorCode.of(reason.code()).map(ExitCode::ofError).orElse(GAVE_UP);
            default -> GAVE_UP;
        };
    }

    private static ExitCode ofError(ErrorCode error) {
        return switch (error) {
            case AUTH_FAILED, NOT_AUTHENTICATED, AUTH_TIMEOUT -> KEYS_REFUSED;
            case INSUFFICIENT_SUBSCRIPTION, INSUFFICIENT_SCOPE, V2_NOT_ENABLED -> NOT_ENTITLED;
            case CONNECTION_LIMIT_EXCEEDED -> CONNECTION_LIMIT;
            default -> GAVE_UP;
        };
    }

    private static boolean isAuthorization(int status) {
        return status == HTTP_UNAUTHORIZED || status == HTTP_FORBIDDEN;
    }
}
