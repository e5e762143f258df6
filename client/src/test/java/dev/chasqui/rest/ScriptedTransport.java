package dev.chasqui.rest;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Answers from a script: each answer once, the last one for ever. Records what was asked and when. */
final class ScriptedTransport implements HttpTransport {

    static final String NO_TRADES = "{\"trades\":{},\"next_page_token\":null}";

    private final VirtualTime time;
    private final Deque<CompletableFuture<Response>> script = new ArrayDeque<>();
    final List<Request> requests = new ArrayList<>();
    final List<Duration> times = new ArrayList<>();
    boolean closed;

    ScriptedTransport(VirtualTime time) {
        this.time = time;
    }

    ScriptedTransport then(int status, String body, String... headers) {
        Map<String, List<String>> all = new HashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], List.of(headers[i + 1]));
        }
        return then(
                CompletableFuture.completedFuture(new Response(status, all, body.getBytes(StandardCharsets.UTF_8))));
    }

    ScriptedTransport thenFail(Throwable failure) {
        return then(CompletableFuture.failedFuture(failure));
    }

    ScriptedTransport then(CompletableFuture<Response> answer) {
        script.add(answer);
        return this;
    }

    @Override
    public CompletableFuture<Response> send(Request request) {
        requests.add(request);
        times.add(time.elapsed());
        return script.size() > 1 ? script.remove() : script.element();
    }

    @Override
    public void close() {
        closed = true;
    }

    /** The paths and queries asked for. */
    List<String> asked() {
        return requests.stream()
                .map(request -> {
                    String query = request.uri().getRawQuery();
                    return request.uri().getRawPath() + (query == null ? "" : "?" + query);
                })
                .toList();
    }
}
