package dev.chasqui.internal.transport;

import dev.chasqui.stream.options.ProxyOptions;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A connector on a loop of its own, and what a test changes of its request. Everything ends with the test, and that is checked. */
abstract class TransportFixture {

    private static final String IO_THREAD = "transport-test-io";
    private static final String BLOCKING_THREAD = "transport-test-blocking";

    final NettyEventLoop loop = new NettyEventLoop(IO_THREAD);
    final ExecutorService blocking = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, BLOCKING_THREAD);
        thread.setDaemon(true);
        return thread;
    });
    final Recording told = new Recording();
    final Map<String, String> headers = new HashMap<>(Map.of("Content-Type", "application/json"));
    private final List<AutoCloseable> resources = new ArrayList<>();

    HostResolver resolver = addresses("127.0.0.1");
    boolean compression;
    int maxMessageBytes = 1 << 20;
    Duration connectTimeout = Duration.ofSeconds(6);
    Duration upgradeTimeout = Duration.ofSeconds(6);
    Duration closeTimeout = Duration.ofMillis(300);

    @Nullable
    ProxyOptions proxy;

    @Nullable
    SslContext trust;

    RawServer serve(RawServer.Script script) throws Exception {
        return use(new RawServer(script));
    }

    <R extends AutoCloseable> R use(R resource) {
        resources.add(resource);
        return resource;
    }

    Connection open(URI uri) throws Exception {
        ConnectRequest request = new ConnectRequest(
                uri, headers, compression, maxMessageBytes, connectTimeout, upgradeTimeout, closeTimeout, proxy);
        NettyConnector connector = new NettyConnector(loop, blocking, resolver, trust);
        return onLoop(() -> connector.open(request, told));
    }

    Connection open(RawServer server) throws Exception {
        return open(server.uri());
    }

    /** Opens and waits until it is open. */
    Connection opened(RawServer server) throws Exception {
        Connection connection = open(server);
        told.opened();
        return connection;
    }

    <T> T onLoop(Callable<T> question) throws Exception {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                answer.complete(question.call());
            } catch (Exception e) {
                answer.completeExceptionally(e);
            }
        });
        return answer.get(8, TimeUnit.SECONDS);
    }

    void doOnLoop(Runnable action) throws Exception {
        onLoop(() -> {
            action.run();
            return true;
        });
    }

    static HostResolver addresses(String... literals) {
        return host -> {
            List<InetAddress> addresses = new ArrayList<>();
            for (String literal : literals) {
                addresses.addAll(List.of(InetAddress.getAllByName(literal)));
            }
            return addresses;
        };
    }

    static HostResolver unknownHost() {
        return host -> {
            throw new UnknownHostException();
        };
    }

    @AfterEach
    void everythingEnds() throws Exception {
        loop.shutdown();
        blocking.shutdownNow();
        for (AutoCloseable resource : resources) {
            resource.close();
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> leftThreads().isEmpty());
    }

    private static List<String> leftThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(IO_THREAD)
                        || name.startsWith(BLOCKING_THREAD)
                        || name.startsWith(RawServer.THREAD_PREFIX))
                .toList();
    }
}
