package dev.chasqui.rest;

import dev.chasqui.rest.HttpTransport.Request;
import dev.chasqui.rest.HttpTransport.Response;
import dev.chasqui.rest.RestException.Kind;
import dev.chasqui.stream.options.Credentials;
import dev.chasqui.stream.options.CredentialsSupplier;
import dev.chasqui.wire.ErrorBody;
import dev.chasqui.wire.MalformedBodyException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One call with all its attempts. Its steps follow one another, on whatever thread brings the next one; only its end may come from
 * elsewhere.
 */
final class RestCall<T> {

    private static final Map<String, String> ACCEPT = Map.of("Accept", "application/json", "Accept-Encoding", "gzip");

    private final RestCore core;
    private final URI uri;
    private final Function<byte[], T> decoder;
    private final RetryPolicy policy;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private int retries;
    private int step;
    private Runnable stopStep = () -> {};

    RestCall(RestCore core, URI uri, RetryPolicy policy, Function<byte[], T> decoder) {
        this.core = core;
        this.uri = uri;
        this.policy = policy;
        this.decoder = decoder;
    }

    CompletableFuture<T> start() {
        result.whenComplete((value, failure) -> {
            core.end(this);
            stopStep().run();
        });
        if (core.begin(this)) {
            takeToken();
        } else {
            closed();
        }
        return result;
    }

    /** Ends the call because the client was closed. */
    void closed() {
        result.completeExceptionally(Failures.closed(uri.getPath()));
    }

    private void takeToken() {
        after(core.budget.take(), this::passPause);
    }

    private void passPause() {
        Duration pause = core.budget.pause();
        if (pause.isZero()) {
            authorize();
        } else {
            after(pause, this::passPause);
        }
    }

    private void after(Duration delay, Runnable next) {
        if (delay.isZero()) {
            next.run();
        } else {
            int scheduled = beginStep();
            stopStepWith(scheduled, core.time.schedule(delay, guarded(next)));
        }
    }

    private void authorize() {
        CredentialsSupplier supplier = core.supplier;
        if (supplier == null) {
            send(core.credentials);
        } else {
            int asking = beginStep();
            Runnable stopAsking = core.time.schedule(Duration.ZERO, guarded(() -> supply(supplier)));
            Runnable stopTimer = core.time.schedule(core.timeout, () -> refuse("gave none within " + core.timeout));
            stopStepWith(asking, () -> {
                stopAsking.run();
                stopTimer.run();
            });
        }
    }

    private void refuse(String reason) {
        result.completeExceptionally(RestException.of(Kind.CREDENTIALS, uri.getPath())
                .because("the supplier of credentials " + reason, "see there"));
    }

    @SuppressWarnings("CatchingUnchecked") // A supplier is other people's code: whatever it throws ends this call only.
    private void supply(CredentialsSupplier supplier) {
        Credentials credentials;
        try {
            credentials = Objects.requireNonNull(supplier.get());
        } catch (Exception failure) {
            refuse("failed with " + failure.getClass().getName());
            return;
        }
        stopStep().run();
        if (!result.isDone()) {
            send(credentials);
        }
    }

    private void send(@Nullable Credentials credentials) {
        Authorization authorization = new Authorization(credentials);
        CompletableFuture<Response> answer;
        try {
            Map<String, String> headers = new HashMap<>(ACCEPT);
            headers.putAll(authorization.headers(uri.getPath()));
            answer = core.transport.send(new Request(uri, headers, core.maxBodyBytes));
        } catch (RestException refused) {
            result.completeExceptionally(refused);
            return;
        } catch (RuntimeException failure) {
            failed(Failures.ofNetwork(uri.getPath(), uri.getRawAuthority(), failure));
            return;
        }
        await(answer, authorization);
    }

    private void await(CompletableFuture<Response> answer, Authorization authorization) {
        AtomicBoolean late = new AtomicBoolean();
        int waiting = beginStep();
        Runnable stopTimer = core.time.schedule(core.timeout, () -> {
            late.set(true);
            answer.cancel(true);
        });
        stopStepWith(waiting, () -> {
            stopTimer.run();
            answer.cancel(true);
        });
        answer.whenComplete((response, failure) -> {
            stopTimer.run();
            guarded(() -> settle(response, failure, late.get(), authorization)).run();
        });
    }

    private void settle(
            @Nullable Response response, @Nullable Throwable failure, boolean late, Authorization authorization) {
        if (result.isDone()) {
            return;
        }
        if (response != null) {
            answered(response, authorization);
        } else if (late) {
            failed(Failures.ofTimeout(uri.getPath(), core.timeout));
        } else {
            failed(Failures.ofNetwork(uri.getPath(), uri.getRawAuthority(), failure));
        }
    }

    /** Nobody looks at what a step throws, so it ends the call. */
    private Runnable guarded(Runnable action) {
        return () -> {
            try {
                action.run();
            } catch (RuntimeException failure) {
                result.completeExceptionally(failure);
            }
        };
    }

    private void answered(Response response, Authorization authorization) {
        if (response.status() / 100 == 2) {
            core.budget.pauseFor(RateHeaders.usedUp(response, core.time.wallClock()));
            decode(response);
        } else {
            ErrorBody error = error(response, authorization);
            Duration retryAfter = RateHeaders.retryAfter(response, core.time.wallClock());
            failed(Failures.ofStatus(uri.getPath(), response, error, retryAfter));
        }
    }

    private void decode(Response response) {
        T value;
        try {
            value = decoder.apply(Bodies.plain(response, core.maxBodyBytes));
        } catch (UnreadableBodyException unreadable) {
            failed(Failures.ofNetwork(uri.getPath(), uri.getRawAuthority(), unreadable));
            return;
        } catch (MalformedBodyException malformed) {
            failed(Failures.ofBody(uri.getPath(), malformed));
            return;
        }
        result.complete(value);
    }

    private ErrorBody error(Response response, Authorization authorization) {
        try {
            byte[] body = Bodies.plain(response, core.maxBodyBytes);
            return authorization.redacted(core.decoder.error(body), body);
        } catch (UnreadableBodyException unreadable) {
            return new ErrorBody(ErrorBody.NO_CODE, "");
        }
    }

    private void failed(RestException failure) {
        boolean rateLimited = failure.kind() == Kind.RATE_LIMITED;
        Duration delay = failure.retryAfter().orElseGet(() -> policy.delay(retries + 1, rateLimited, core.random));
        boolean tooLong = delay.compareTo(RateHeaders.LONGEST_WAIT) > 0;
        if (rateLimited) {
            core.budget.pauseFor(tooLong ? RateHeaders.LONGEST_WAIT : delay);
        }
        if (!failure.mayPass() || retries == policy.maxRetries() || tooLong) {
            result.completeExceptionally(failure);
        } else {
            retries++;
            after(delay, this::takeToken);
        }
    }

    private synchronized int beginStep() {
        return ++step;
    }

    /** Tells how to stop a step, unless a later one has begun meanwhile. */
    private void stopStepWith(int begun, Runnable stop) {
        synchronized (this) {
            if (begun == step) {
                stopStep = stop;
            }
        }
        if (result.isDone()) {
            stop.run();
        }
    }

    private synchronized Runnable stopStep() {
        return stopStep;
    }
}
