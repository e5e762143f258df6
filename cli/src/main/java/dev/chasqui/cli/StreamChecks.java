package dev.chasqui.cli;

import dev.chasqui.stream.SubscriptionResult;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.StreamState;
import dev.chasqui.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads from how far a connection came which step works and which does not. Pure functions. */
final class StreamChecks {

    /** The steps of a connection, in order. */
    private enum Step {
        CONNECTION("connection", "the address answers"),
        GREETING("greeting", "the server speaks the protocol"),
        AUTHENTICATION("authentication", "the keys are accepted"),
        SLOT("slot", "the connection of this account and feed was free"),
        SUBSCRIPTION("subscription", "");

        private final String check;
        private final String good;

        Step(String check, String good) {
            this.check = check;
            this.good = good;
        }
    }

    private static final String FIRST_MESSAGE = "first message";

    private StreamChecks() {}

    /** All checks without a try, for this reason. */
    static List<Finding> skipped(String reason) {
        List<Finding> findings = new ArrayList<>();
        for (Step step : Step.values()) {
            findings.add(Finding.skipped(step.check, reason));
        }
        findings.add(Finding.skipped(FIRST_MESSAGE, reason));
        return findings;
    }

    static List<Finding> of(StreamProbe.Outcome outcome, DoctorTarget target) {
        return outcome.failure()
                .map(cause -> failed(cause, step(cause, outcome.reached()), target))
                .orElseGet(() -> live(outcome));
    }

    private static List<Finding> failed(Cause cause, Step at, DoctorTarget target) {
        List<Finding> findings = new ArrayList<>();
        for (Step step : Step.values()) {
            int order = step.compareTo(at);
            if (order < 0) {
                findings.add(Finding.ok(step.check, step.good));
            } else if (order == 0) {
                findings.add(
                        Finding.failed(step.check, ExitCode.ofRefusal(cause), cause.text(), next(cause, step, target)));
            } else {
                findings.add(Finding.skipped(step.check, "it did not come to that"));
            }
        }
        findings.add(Finding.skipped(FIRST_MESSAGE, "it did not come to that"));
        return findings;
    }

    private static List<Finding> live(StreamProbe.Outcome outcome) {
        List<Finding> findings = new ArrayList<>();
        for (Step step : Step.values()) {
            findings.add(step == Step.SUBSCRIPTION ? granted(outcome.granted()) : Finding.ok(step.check, step.good));
        }
        findings.add(Finding.ok(
                FIRST_MESSAGE,
                outcome.firstMessage()
                        .map(time -> "after " + EventText.seconds(time))
                        .orElse("none within " + StreamProbe.MESSAGE_LIMIT.toSeconds()
                                + " s, which is fine while little is traded")));
        return findings;
    }

    private static Finding granted(@Nullable SubscriptionResult result) {
        if (result == null || result.granted().isEmpty()) {
            return Finding.failed(
                    Step.SUBSCRIPTION.check,
                    ExitCode.GAVE_UP,
                    "the server grants nothing",
                    "see which symbols the feed and the plan allow");
        }
        return Finding.ok(Step.SUBSCRIPTION.check, "acknowledged: " + result.granted());
    }

    private static Step step(Cause cause, StreamState reached) {
        if (isServerError(cause, ErrorCode.CONNECTION_LIMIT_EXCEEDED)) {
            return Step.SLOT;
        }
        return switch (reached) {
            case AUTHENTICATING ->
                switch (cause.kind()) {
                    case WELCOME_TIMEOUT, PROTOCOL -> Step.GREETING;
                    default -> Step.AUTHENTICATION;
                };
            case SUBSCRIBING, LIVE -> Step.SUBSCRIPTION;
            default -> Step.CONNECTION;
        };
    }

    private static String next(Cause cause, Step step, DoctorTarget target) {
        return switch (ExitCode.ofRefusal(cause)) {
            case KEYS_REFUSED -> "check the keys, and that they belong to this host (live or paper, or sandbox)";
            case NOT_ENTITLED ->
                Advice.otherFeed(target.feed()).orElse("choose another feed, or a plan that includes this one");
            case CONNECTION_LIMIT ->
                "another program of this account is connected, or one ended uncleanly less than 90 s ago: end it, or let"
                        + " 'chasqui stream' wait for it";
            default -> target.isOnThisMachine() ? nextHere(step) : next(step);
        };
    }

    private static String next(Step step) {
        return switch (step) {
            case CONNECTION ->
                "check --url, the network, and what stands between; status.alpaca.markets has Alpaca's state";
            case GREETING -> "check --url: what answers there is no server of Alpaca's protocol";
            case AUTHENTICATION, SLOT -> "try again; status.alpaca.markets has Alpaca's state";
            case SUBSCRIPTION -> "see which symbols and channels the feed and the plan allow";
        };
    }

    private static String nextHere(Step step) {
        return switch (step) {
            case CONNECTION, GREETING ->
                "check --url, and that a server runs there, such as that of 'chasqui simulate --port N'";
            case AUTHENTICATION, SLOT -> "see what the server says";
            case SUBSCRIPTION -> next(step);
        };
    }

    private static boolean isServerError(Cause cause, ErrorCode error) {
        return cause.kind() == Cause.Kind.SERVER_ERROR && cause.code() == error.code();
    }
}
