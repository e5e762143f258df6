package dev.chasqui.rest;

import dev.chasqui.stream.options.ProxyOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's HTTP client: no redirects, no proxy of the system, HTTP 1.1. Made when the first request comes. On the JDK 17 that client has
 * no way to end its thread, but that ends when it is interrupted, as {@link Workers} does.
 */
final class JdkHttpTransport implements HttpTransport {

    private final Workers workers;
    private final Duration connectTimeout;
    private final @Nullable SSLContext tls;
    private final @Nullable ProxyOptions proxy;
    private @Nullable HttpClient client;
    private boolean closed;

    /** A transport on these threads, which their owner closes. */
    JdkHttpTransport(Workers workers, Duration connectTimeout, @Nullable SSLContext tls, @Nullable ProxyOptions proxy) {
        this.workers = workers;
        this.connectTimeout = connectTimeout;
        this.tls = tls;
        this.proxy = proxy;
    }

    @Override
    public CompletableFuture<Response> send(Request request) {
        CompletableFuture<Response> answer = new CompletableFuture<>();
        CompletableFuture<HttpResponse<byte[]>> exchange;
        try {
            exchange = client().sendAsync(message(request), head -> new LimitedBody(request.maxBodyBytes()));
        } catch (IOException closedAlready) {
            return CompletableFuture.failedFuture(closedAlready);
        }
        exchange.whenComplete((response, failure) -> {
            if (failure == null) {
                answer.complete(response(response));
            } else {
                answer.completeExceptionally(failure);
            }
        });
        answer.whenComplete((response, failure) -> exchange.cancel(true));
        return answer;
    }

    private static Response response(HttpResponse<byte[]> response) {
        // A proxy's refusal to connect comes without a body.
        byte[] body = Objects.requireNonNullElse(response.body(), new byte[0]);
        return new Response(response.statusCode(), response.headers().map(), body);
    }

    private HttpRequest message(Request request) {
        HttpRequest.Builder message = HttpRequest.newBuilder(request.uri()).GET();
        request.headers().forEach(message::header);
        if (proxy != null && proxy.user() != null) {
            // A header of this name reaches the proxy alone. The JDK's authenticator would do as well, but turns every
            // 401
            // without a challenge, such as Alpaca's, into a failure of the network.
            message.header("Proxy-Authorization", "Basic " + login(proxy));
        }
        return message.build();
    }

    private static String login(ProxyOptions proxy) {
        String login = proxy.user() + ":" + proxy.password();
        return Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    private synchronized HttpClient client() throws IOException {
        if (closed) {
            throw new IOException("the transport was closed");
        }
        if (client == null) {
            client = create();
        }
        return client;
    }

    // On a thread of the workers, since the client's own thread joins the group of the one that makes it.
    private HttpClient create() throws IOException {
        FutureTask<HttpClient> making = new FutureTask<>(this::build);
        workers.thread(making).start();
        try {
            return making.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the HTTP client was made");
        } catch (ExecutionException e) {
            throw new IOException("no HTTP client could be made", e.getCause());
        }
    }

    private HttpClient build() {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .executor(workers.pool())
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(proxySelector())
                .connectTimeout(connectTimeout);
        if (tls != null) {
            builder.sslContext(tls);
        }
        return builder.build();
    }

    private ProxySelector proxySelector() {
        return proxy == null
                ? HttpClient.Builder.NO_PROXY
                : ProxySelector.of(InetSocketAddress.createUnresolved(proxy.host(), proxy.port()));
    }

    @Override
    public synchronized void close() {
        closed = true;
        client = null;
    }
}
