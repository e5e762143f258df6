package dev.chasqui.stream;

import dev.chasqui.stream.event.Cause;

/** A stream or a request of it failed. The subclasses tell what to do about it; the message names the step and the next one. */
public class StreamException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Cause reason;

    StreamException(Cause reason) {
        super(reason.text());
        this.reason = reason;
    }

    /** What happened, for programs. */
    public final Cause reason() {
        return reason;
    }

    /** The server refuses these credentials, this feed or this endpoint for good: change them. */
    public static final class Refused extends StreamException {
        private static final long serialVersionUID = 1;

        Refused(Cause reason) {
            super(reason);
        }
    }

    /** Every attempt that the policy allows has failed: try later, or allow more attempts. */
    public static final class GaveUp extends StreamException {
        private static final long serialVersionUID = 1;

        GaveUp(Cause reason) {
            super(reason);
        }
    }

    /** The only connection slot was never free within the budget: end the other program, or wait longer. */
    public static final class SlotTaken extends StreamException {
        private static final long serialVersionUID = 1;

        SlotTaken(Cause reason) {
            super(reason);
        }
    }

    /** A change of subscriptions was refused or not answered; the stream goes on. */
    public static final class RequestFailed extends StreamException {
        private static final long serialVersionUID = 1;

        private final transient SubscriptionResult result;

        RequestFailed(Cause reason, SubscriptionResult result) {
            super(reason);
            this.result = result;
        }

        /** What was refused and what is missing. */
        public SubscriptionResult result() {
            return result;
        }
    }

    /** The stream was closed before it could answer. */
    public static final class Closed extends StreamException {
        private static final long serialVersionUID = 1;

        Closed(Cause reason) {
            super(reason);
        }
    }
}
