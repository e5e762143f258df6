package dev.chasqui.cli;

import dev.chasqui.rest.HttpTransport;
import dev.chasqui.rest.RateBudget;

/** How many requests may follow, if the server tells. */
final class BudgetCheck {

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int FEW = 10;

    private BudgetCheck() {}

    static Finding of(ObservedTransport transport) {
        return transport
                .last()
                .map(answer -> finding(answer.response()))
                .orElseGet(() -> Finding.skipped(RestChecks.BUDGET, "no answer"));
    }

    private static Finding finding(HttpTransport.Response response) {
        String remaining = header(response, "X-RateLimit-Remaining");
        String limit = header(response, "X-RateLimit-Limit");
        if (response.status() == TOO_MANY_REQUESTS) {
            return few("no request is left in this minute");
        }
        if (remaining.isEmpty()) {
            return Finding.ok(
                    RestChecks.BUDGET,
                    "the server does not tell; the basic plan allows " + RateBudget.BASIC_PLAN + " a minute");
        }
        String text = remaining + " of " + (limit.isEmpty() ? "?" : limit) + " requests are left in this minute";
        return isFew(remaining) ? few(text) : Finding.ok(RestChecks.BUDGET, text);
    }

    private static Finding few(String text) {
        return Finding.warning(
                RestChecks.BUDGET, text, "see which other programs use this account; repairs need requests as well");
    }

    private static boolean isFew(String remaining) {
        try {
            return Long.parseLong(remaining) < FEW;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static String header(HttpTransport.Response response, String name) {
        String value = response.header(name);
        return value == null ? "" : value.strip();
    }
}
