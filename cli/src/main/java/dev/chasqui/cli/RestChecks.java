package dev.chasqui.cli;

import dev.chasqui.model.Feed;
import dev.chasqui.rest.RestClient;
import dev.chasqui.rest.RestClientBuilder;
import dev.chasqui.rest.RestException;
import dev.chasqui.rest.RetryPolicy;
import dev.chasqui.stream.options.Credentials;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What can be found out by REST: whether it answers, whether the keys are good, the clock, the plan and the budget. */
final class RestChecks {

    static final String REACHABLE = "rest";
    static final String CLOCK = "clock";
    static final String PLAN = "plan";
    static final String BUDGET = "rate budget";

    private static final String KNOWN_SYMBOL = "AAPL";

    private final DoctorTarget target;
    private final Credentials credentials;

    RestChecks(DoctorTarget target, Credentials credentials) {
        this.target = target;
        this.credentials = credentials;
    }

    /** Asks, and says what was found, in order. */
    List<Finding> run() {
        ObservedTransport transport = new ObservedTransport();
        RestClientBuilder builder = RestClient.builder()
                .credentials(credentials)
                .retries(RetryPolicy.NONE)
                .transport(transport);
        target.restAddress().ifPresent(builder::dataHost);
        try (RestClient client = builder.build()) {
            return run(client, transport);
        }
    }

    private List<Finding> run(RestClient client, ObservedTransport transport) {
        List<Finding> findings = new ArrayList<>();
        Optional<RestException> failure = failure(client.latestTrade(Feed.IEX, KNOWN_SYMBOL));
        Finding reachable = reachable(failure);
        findings.add(reachable);
        if (transport.last().isEmpty()) {
            List.of(CLOCK, PLAN, BUDGET).forEach(name -> findings.add(Finding.skipped(name, "REST does not answer")));
            return findings;
        }
        findings.add(new ClockCheck(client, transport).run());
        findings.add(
                reachable.verdict() == Verdict.FAILED
                        ? Finding.skipped(PLAN, "REST gives no data")
                        : new PlanCheck(client, target).run());
        findings.add(BudgetCheck.of(transport));
        return findings;
    }

    private Finding reachable(Optional<RestException> failure) {
        if (failure.isEmpty()) {
            return Finding.ok(REACHABLE, where() + " answers and accepts the keys");
        }
        RestException refusal = failure.get();
        String text = String.valueOf(refusal.getMessage());
        return switch (refusal.kind()) {
            case UNAUTHORIZED -> refused(text);
            case FORBIDDEN, TOO_RECENT ->
                isOfPlan(refusal) ? Finding.ok(REACHABLE, where() + " answers") : refused(text);
            case RATE_LIMITED ->
                Finding.warning(REACHABLE, text, "wait a minute; other programs of this account use the same budget");
            default ->
                Finding.failed(
                        REACHABLE,
                        ExitCode.GAVE_UP,
                        text,
                        "without REST a stream works, and what it misses is told and not fetched: see --rest");
        };
    }

    private static Finding refused(String text) {
        return Finding.failed(
                REACHABLE,
                ExitCode.KEYS_REFUSED,
                text,
                "the keys are those of " + Credentials.KEY_VARIABLE + " and " + Credentials.SECRET_VARIABLE
                        + ": make new ones in Alpaca's dashboard if they are lost");
    }

    private static boolean isOfPlan(RestException refusal) {
        return refusal.serverMessage().toLowerCase(Locale.ROOT).contains("subscription");
    }

    private String where() {
        return target.restAddress().map(Object::toString).orElse("data.alpaca.markets");
    }

    /** Waits for the answer, which comes within the client's timeout; empty if it is a good one. */
    static Optional<RestException> failure(CompletableFuture<?> answer) {
        try {
            answer.join();
            return Optional.empty();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RestException failure) {
                return Optional.of(failure);
            }
            throw e;
        }
    }
}
