package dev.chasqui.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.chasqui.model.Feed;
import dev.chasqui.stream.options.Credentials;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A client on virtual time over a script, and what tests ask of it. */
final class RestFixture {

    static final String KEY = "PKCANARYKEY0123456789";
    static final String SECRET = "canary+secret/abcdefghijklmnopqrstuvwxyz";
    static final Credentials CREDENTIALS = Credentials.of(KEY, SECRET);
    static final HistoryQuery MSFT = HistoryQuery.of(Feed.SIP, "MSFT");

    final VirtualTime time = new VirtualTime();
    final ScriptedTransport transport = new ScriptedTransport(time);

    RestClientBuilder builder() {
        return RestClient.builder()
                .credentials(CREDENTIALS)
                .transport(transport)
                .time(time)
                .budget(RateBudget.perMinute(200, time));
    }

    static RestException failure(CompletableFuture<?> future) {
        assertThat(future).isCompletedExceptionally();
        Throwable thrown = catchThrowable(future::join);
        Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        assertThat(cause).isInstanceOf(RestException.class);
        RestException failure = (RestException) Objects.requireNonNull(cause);
        assertShowsNoSecret(failure);
        return failure;
    }

    static void assertShowsNoSecret(Throwable thrown) {
        for (@Nullable Throwable at = thrown; at != null; at = at.getCause()) {
            assertThat(at.toString()).doesNotContain(KEY).doesNotContain(SECRET);
        }
    }
}
