package dev.chasqui.cli;

import dev.chasqui.model.Feed;
import dev.chasqui.rest.NewsQuery;
import dev.chasqui.rest.OptionChainQuery;
import dev.chasqui.rest.RestClient;
import dev.chasqui.rest.RestException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Whether the plan includes the feed, as REST sees it. */
final class PlanCheck {

    private final RestClient client;
    private final Feed feed;
    private final String symbol;

    PlanCheck(RestClient client, DoctorTarget target) {
        this.client = client;
        feed = target.feed();
        symbol = target.symbol();
    }

    Finding run() {
        return question()
                .map(answer -> finding(RestChecks.failure(answer)))
                .orElseGet(() -> Finding.skipped(RestChecks.PLAN, "REST has nothing of the feed " + feed));
    }

    private Optional<CompletableFuture<?>> question() {
        return switch (feed.kind()) {
            case STOCKS -> feed.equals(Feed.TEST) ? Optional.empty() : Optional.of(client.latestQuote(feed, symbol));
            case CRYPTO, PERPETUALS -> Optional.of(client.latestQuote(feed, symbol));
            case OPTIONS ->
                Optional.of(client.optionChain(OptionChainQuery.of(feed, "SPY").withLimit(1)));
            case NEWS_ARTICLES -> Optional.of(client.news(NewsQuery.all().withLimit(1)));
            case TRADING -> Optional.empty();
        };
    }

    private Finding finding(Optional<RestException> failure) {
        if (failure.isEmpty()) {
            return Finding.ok(RestChecks.PLAN, "the feed " + feed + " can be asked for");
        }
        String text = String.valueOf(failure.get().getMessage());
        return switch (failure.get().kind()) {
            case FORBIDDEN, TOO_RECENT, UNAUTHORIZED ->
                Finding.failed(
                        RestChecks.PLAN,
                        ExitCode.NOT_ENTITLED,
                        text,
                        Advice.otherFeed(feed).orElse("choose another feed, or a plan that includes this one"));
            default -> Finding.warning(RestChecks.PLAN, text, "try again: this says nothing of the plan");
        };
    }
}
