package dev.chasqui.wire;

import dev.chasqui.model.Subscription;
import java.util.List;

/** What a server says about the session instead of the market. */
public sealed interface ControlMessage {

    /**
     * A step has succeeded.
     *
     * @param message {@value #CONNECTED} as the first message of a connection, {@value #AUTHENTICATED} after authentication
     */
    record Success(String message) implements ControlMessage {
        /** The server's greeting. */
        public static final String CONNECTED = "connected";
        /** The answer to good credentials. */
        public static final String AUTHENTICATED = "authenticated";
    }

    /**
     * A request is refused, or the session ends.
     *
     * @param code one of {@link ErrorCode}, or another number; {@link #NO_CODE} if it is missing or no number
     * @param message the server's text; may be empty
     */
    record Failure(int code, String message) implements ControlMessage {
        /** The message carried no readable code. */
        public static final int NO_CODE = -1;
    }

    /**
     * The complete set of subscriptions of this session after a change.
     *
     * @param active channels that the server left out, wrote as null or as an empty list are all empty
     */
    record Acknowledgement(Subscription active) implements ControlMessage {}

    /**
     * Trading stream: the answer to authentication.
     *
     * @param status {@value #AUTHORIZED} or another word
     * @param action which request was answered; may be empty
     */
    record Authorization(String status, String action) implements ControlMessage {
        /** Good credentials. */
        public static final String AUTHORIZED = "authorized";
        /** Anything else than good. */
        public static final String UNAUTHORIZED = "unauthorized";
    }

    /**
     * Trading stream: the complete set of streams that are listened to.
     *
     * @param streams names such as {@code trade_updates}
     */
    record Listening(List<String> streams) implements ControlMessage {
        /** Copies the list unless it is immutable already. */
        public Listening {
            streams = List.copyOf(streams);
        }
    }

    /**
     * Trading stream: an error before the server closes.
     *
     * @param message the server's text
     */
    record TradingError(String message) implements ControlMessage {}
}
