package dev.chasqui.simulator;

import dev.chasqui.model.Feed;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Timestamps;
import dev.chasqui.server.Authenticator;
import dev.chasqui.wire.ErrorCode;
import dev.chasqui.wire.RestEncoder;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The REST side of a simulator without any socket: remembers what was published, and answers requests for it as Alpaca does.
 *
 * <p>Served are history (trades, quotes, bars of one minute and of days), the latest trades, quotes, bars and order books, and snapshots
 * of stocks, crypto and options; news; {@code /v2/clock} and {@code /v2/calendar}. Nothing is made up: a minute without a published bar
 * has none here either. A trade that was cancelled or corrected since carries {@code u}, and its replacement stands beside it.
 * Credentials are taken from the two {@code APCA-API} headers; crypto needs none.
 *
 * <p>Time comes from the given clock alone. Confined to one thread at a time.
 */
public final class SimulatedRest {

    private static final String UNAUTHORIZED = """
            <html>
            <head><title>401 Authorization Required</title></head>
            <body><center><h1>401 Authorization Required</h1></center></body>
            </html>
            """;
    private static final byte[] NOTHING = {};

    private final InstantSource clock;
    private final Authenticator authenticator;
    private final RestHistory history = new RestHistory();
    private RestOptions options;
    private RequestBudget budget;
    private long requests;

    SimulatedRest(InstantSource clock, RestOptions options, Authenticator authenticator) {
        this.clock = clock;
        this.authenticator = authenticator;
        this.options = options;
        this.budget = new RequestBudget(options.requestsPerMinute());
    }

    /** Without history yet, for any credentials of non-empty texts, on a plan that includes every feed. */
    public static SimulatedRest create(InstantSource clock, RestOptions options) {
        return new SimulatedRest(
                clock,
                options,
                (feed, key, secret) ->
                        key.isEmpty() || secret.isEmpty() ? Optional.of(ErrorCode.AUTH_FAILED) : Optional.empty());
    }

    /** Replaces the options. What is kept stays; requests are counted anew. */
    public void options(RestOptions changed) {
        options = changed;
        budget = new RequestBudget(changed.requestsPerMinute());
        requests = 0;
    }

    /** Remembers messages that every feed carries, published now. */
    public void record(Collection<? extends MarketEvent> events) {
        record(feed -> true, events);
    }

    /** Remembers messages that one feed carries, published now. */
    public void record(Feed feed, Collection<? extends MarketEvent> events) {
        record(feed::equals, events);
    }

    /** Remembers messages that some feeds carry, published now. */
    public void record(Predicate<Feed> audience, Collection<? extends MarketEvent> events) {
        history.record(audience, events, Timestamps.toEpochNanos(clock.instant()), options);
    }

    /** Answers a GET request as of now. */
    public RestResponse handle(RestRequest request) {
        return prepare(request).get();
    }

    /** Decides the answer to a request as of now; writing it is left to the result, which any thread may ask once. */
    Supplier<RestResponse> prepare(RestRequest request) {
        long number = ++requests;
        RestOptions decided = options;
        if (decided.strikes(RestFault.NO_ANSWER, number)) {
            return () -> new RestResponse(0, Map.of(), NOTHING, decided.answerDelay(), RestResponse.Delivery.CLOSED);
        }
        RestReply reply = reply(request, clock.instant());
        return () -> reply.render(request, decided, number);
    }

    private RestReply reply(RestRequest request, Instant now) {
        Optional<RestRoute> route = RestRoute.of(request.path());
        if (options.redirect().isPresent()) {
            return redirect(options.redirect().get(), request);
        } else if (route.isEmpty()) {
            return refusal(404, "endpoint not found.");
        } else if (!route.get().isPublic() && !isAuthorized(request)) {
            return RestReply.html(401, UNAUTHORIZED);
        }
        boolean allowed = budget.take(now) && !options.strikes(RestFault.TOO_MANY_REQUESTS, requests);
        RestReply reply = allowed ? reply(route.get(), request, now) : refusal(429, "too many requests.");
        return options.rateLimitHeaders() ? reply.with(budget.headers(now, allowed)) : reply;
    }

    private RestReply reply(RestRoute route, RestRequest request, Instant now) {
        if (options.strikes(RestFault.ERROR, requests)) {
            return refusal(options.errorStatus(), "the simulator was told to fail");
        }
        try {
            Predicate<Feed> plan = feed -> refusalOf(feed, request).isEmpty();
            return RestReply.json(200, new RestAnswers(route, request, history, options, requests, now, plan).body());
        } catch (RestRefusal refusal) {
            return refusal(refusal.status(), refusal.text());
        }
    }

    private static RestReply redirect(URI address, RestRequest request) {
        return new RestReply(
                307, Map.of("location", address.resolve(request.target()).toString()), () -> NOTHING);
    }

    private static RestReply refusal(int status, String message) {
        byte[] body = RestEncoder.create(FeedKind.STOCKS).message(message);
        return RestReply.json(status, () -> body);
    }

    private boolean isAuthorized(RestRequest request) {
        return refusalOf(Feed.SIP, request)
                .filter(code -> code != ErrorCode.INSUFFICIENT_SUBSCRIPTION)
                .isEmpty();
    }

    private Optional<ErrorCode> refusalOf(Feed feed, RestRequest request) {
        return authenticator.refusal(feed, request.header("APCA-API-KEY-ID"), request.header("APCA-API-SECRET-KEY"));
    }
}
