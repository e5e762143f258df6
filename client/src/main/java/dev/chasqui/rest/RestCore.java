package dev.chasqui.rest;

import dev.chasqui.stream.options.Credentials;
import dev.chasqui.stream.options.CredentialsSupplier;
import dev.chasqui.wire.DecodeLimits;
import dev.chasqui.wire.RestDecoder;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What the calls of a client share: the way to the server, time, budget, credentials, and the list of calls under way. */
final class RestCore implements AutoCloseable {

    final HttpTransport transport;
    final RestTime time;
    final RateBudget budget;
    final Duration timeout;
    final int maxBodyBytes;
    final @Nullable Credentials credentials;
    final @Nullable CredentialsSupplier supplier;
    final RestDecoder decoder = new RestDecoder(DecodeLimits.DEFAULT);
    final RandomGenerator random = new Random();

    private final Workers workers;
    private final Set<RestCall<?>> calls = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    RestCore(RestClientBuilder settings, HttpTransport transport, RestTime time, Workers workers) {
        this.transport = transport;
        this.time = time;
        this.workers = workers;
        budget = settings.budget;
        timeout = settings.timeout;
        maxBodyBytes = settings.maxBodyBytes;
        credentials = settings.credentials;
        supplier = settings.supplier;
    }

    /** Takes note of a call, so that closing ends it. False if the client is closed already. */
    boolean begin(RestCall<?> call) {
        calls.add(call);
        return !closed;
    }

    void end(RestCall<?> call) {
        calls.remove(call);
    }

    @Override
    public void close() {
        closed = true;
        calls.forEach(RestCall::closed);
        transport.close();
        time.close();
        workers.close();
    }
}
