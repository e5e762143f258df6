package dev.chasqui.cli;

import dev.chasqui.rest.HttpTransport;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Carries requests by the JDK's HTTP client, and remembers the head of the last answer and when it came. Safe for use by many threads. */
final class ObservedTransport implements HttpTransport {

    /**
     * An answer and its times, by the clock of this machine.
     *
     * @param response with its headers
     * @param sent when it was asked for
     * @param received when it had come
     */
    record Observed(Response response, Instant sent, Instant received) {}

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(CONNECT_LIMIT)
            .build();
    private volatile @Nullable Observed last;

    @Override
    public CompletableFuture<Response> send(Request request) {
        HttpRequest.Builder message = HttpRequest.newBuilder(request.uri()).GET();
        request.headers().forEach(message::header);
        Instant sent = Instant.now();
        return client.sendAsync(message.build(), HttpResponse.BodyHandlers.ofByteArray())
                .thenApply(answer -> {
                    Response response =
                            new Response(answer.statusCode(), answer.headers().map(), answer.body());
                    last = new Observed(response, sent, Instant.now());
                    return response;
                });
    }

    /** Empty before the first answer. */
    Optional<Observed> last() {
        return Optional.ofNullable(last);
    }

    // On Java 17 the client ends by itself when nobody has it any more.
    @Override
    public void close() {
        last = null;
    }
}
