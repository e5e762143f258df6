package dev.chasqui.acceptance.proxy;

import static dev.chasqui.acceptance.proxy.Line.LIMIT;
import static dev.chasqui.acceptance.proxy.Line.isAtEnd;
import static dev.chasqui.acceptance.proxy.Line.isSilent;
import static dev.chasqui.acceptance.proxy.Line.receive;
import static dev.chasqui.acceptance.proxy.Line.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault of the proxy does what it says, on both ends, and says that it did. */
final class FaultProxyTest {

    private static final byte[] HELLO = "hello, world".getBytes(StandardCharsets.US_ASCII);

    private Line line;

    // One for each: the common pool has a single worker on two cores, and JDK 25 takes it all the same for work that
    // waits.
    private static final Executor THREADS = work -> new Thread(work, "proxy-test").start();

    @BeforeEach
    void open() throws IOException {
        line = new Line();
    }

    @AfterEach
    void close() throws IOException {
        line.close();
    }

    // --- no fault ---

    @Test
    void withoutToxicsManyBytesPassBothWaysUnchanged() throws Exception {
        Line.Ends ends = line.connect();
        byte[] up = randomBytes(1, 3_000_000);
        byte[] down = randomBytes(2, 3_000_000);
        CompletableFuture<byte[]> atServer = receiving(ends.server(), up.length);
        CompletableFuture<byte[]> atClient = receiving(ends.client(), down.length);
        CompletableFuture<Void> sending =
                CompletableFuture.runAsync(() -> quietly(() -> send(ends.client(), up)), THREADS);
        send(ends.server(), down);

        sending.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(atServer.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(up);
        assertThat(atClient.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(down);
        LinkRecord record = line.proxy.lastConnection();
        assertThat(record.bytesToServer()).isEqualTo(up.length);
        assertThat(record.bytesToClient()).isEqualTo(down.length);
        assertThat(record.isOpen()).isTrue();
    }

    @Test
    void theEndOfOneStreamPassesAndTheOtherGoesOn() throws Exception {
        Line.Ends ends = line.connect();
        send(ends.client(), HELLO);
        ends.client().shutdownOutput();

        assertThat(receive(ends.server(), HELLO.length)).isEqualTo(HELLO);
        assertThat(isAtEnd(ends.server())).isTrue();
        send(ends.server(), HELLO);
        assertThat(receive(ends.client(), HELLO.length)).isEqualTo(HELLO);
        ends.server().shutdownOutput();
        assertThat(isAtEnd(ends.client())).isTrue();
        line.proxy.awaitOpen(0, LIMIT);
        assertThat(line.proxy.lastConnection().end()).isEqualTo("both sides ended it");
    }

    @Test
    void aResetOfOneSideResetsTheOther() throws Exception {
        Line.Ends ends = line.connect();
        ends.server().setSoLinger(true, 0);
        ends.server().close();

        assertReset(ends.client());
        line.proxy.awaitOpen(0, LIMIT);
    }

    @Test
    void aServerThatIsNotThereResetsTheClient() throws Exception {
        int nobody;
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = listener.getLocalPort();
        }
        try (FaultProxy proxy = FaultProxy.to(nobody);
                Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            client.setSoTimeout((int) LIMIT.toMillis());
            assertReset(client);
            proxy.awaitOpen(0, LIMIT);
            assertThat(proxy.lastConnection().end()).startsWith("RST: the server refused");
        }
    }

    @Test
    void requestsOfHttpPassAsAnythingElse() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v2", exchange -> {
            exchange.sendResponseHeaders(200, HELLO.length);
            exchange.getResponseBody().write(HELLO);
            exchange.close();
        });
        server.start();
        try (FaultProxy proxy = FaultProxy.to(server.getAddress().getPort())) {
            proxy.add(Direction.BOTH, Toxic.slices(1));
            URI address = proxy.via(URI.create("http://127.0.0.1:1/v2/stocks"));
            HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.body()).isEqualTo(HELLO);
        } finally {
            server.stop(0);
        }
    }

    // --- slow ---

    @Test
    void latencyDelaysOneWayAndKeepsOrderAndEndsWithItsRemoval() throws Exception {
        Line.Ends ends = line.connect();
        Fault slow = line.proxy.add(Direction.TO_CLIENT, Toxic.latency(Duration.ofMillis(120)));
        long begin = System.nanoTime();
        send(ends.server(), HELLO);
        send(ends.client(), HELLO);
        assertThat(receive(ends.server(), HELLO.length)).isEqualTo(HELLO);
        assertThat(slow.fired()).isLessThanOrEqualTo(1);
        assertThat(receive(ends.client(), HELLO.length)).isEqualTo(HELLO);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(120));
        assertThat(slow.fired()).isEqualTo(1);

        slow.remove();
        send(ends.server(), HELLO);
        assertThat(receive(ends.client(), HELLO.length)).isEqualTo(HELLO);
        assertThat(slow.fired()).isEqualTo(1);
    }

    @Test
    void jitterStaysWithinItsBoundsAndKeepsOrder() throws Exception {
        Line.Ends ends = line.connect();
        Duration delay = Duration.ofMillis(60);
        Fault slow = line.proxy.add(Direction.BOTH, Toxic.latency(delay, Duration.ofMillis(40), 7));
        List<Long> taken = new ArrayList<>();
        for (byte i = 0; i < 10; i++) {
            long begin = System.nanoTime();
            send(ends.server(), new byte[] {i});
            assertThat(receive(ends.client(), 1)).containsExactly(i);
            taken.add(System.nanoTime() - begin);
        }
        assertThat(taken).allSatisfy(nanos -> assertThat(nanos).isGreaterThanOrEqualTo(20_000_000L));
        assertThat(taken.stream().mapToLong(Long::longValue).max().orElse(0)).isGreaterThan(60_000_000L);
        assertThat(taken)
                .as("some are quicker than the delay")
                .anySatisfy(nanos -> assertThat(nanos).isLessThan(60_000_000L));
        byte[] many = randomBytes(3, 100_000);
        CompletableFuture<byte[]> received = receiving(ends.client(), many.length);
        for (int at = 0; at < many.length; at += 1_000) {
            ends.server().getOutputStream().write(many, at, 1_000);
        }
        assertThat(received.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(many);
        assertThat(slow.fired()).isGreaterThan(10);
    }

    @Test
    void bandwidthLetsSoManyBytesASecondPass() throws Exception {
        Line.Ends ends = line.connect();
        Fault thin = line.proxy.add(Direction.TO_CLIENT, Toxic.bandwidth(100_000));
        byte[] bytes = randomBytes(4, 30_000);
        long begin = System.nanoTime();
        send(ends.server(), bytes);
        assertThat(receive(ends.client(), bytes.length)).isEqualTo(bytes);
        // The last step needs no waiting.
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(285));
        assertThat(thin.fired()).isGreaterThanOrEqualTo(29);
    }

    @Test
    void slicesArriveOneAfterTheOther() throws Exception {
        Line.Ends ends = line.connect();
        Fault sliced = line.proxy.add(Direction.TO_CLIENT, Toxic.slices(1, Duration.ofMillis(10)));
        long begin = System.nanoTime();
        send(ends.server(), HELLO);
        int reads = 0;
        for (int got = 0; got < HELLO.length; reads++) {
            got += ends.client().getInputStream().read(new byte[100]);
        }
        assertThat(reads).isGreaterThan(1);
        assertThat(sliced.fired()).isEqualTo(HELLO.length - 1);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(110));
    }

    @Test
    void stalledBytesWaitAndComeWhenTheStallIsOver() throws Exception {
        Line.Ends ends = line.connect();
        Fault stall = line.proxy.add(Direction.TO_SERVER, Toxic.stall());
        send(ends.client(), HELLO);
        stall.awaitFired(1, LIMIT);
        assertThat(isSilent(ends.server())).isTrue();
        stall.remove();
        assertThat(receive(ends.server(), HELLO.length)).isEqualTo(HELLO);
    }

    @Test
    void aStalledProxyHoldsABoundedNumberOfBytes() throws Exception {
        line.proxy.add(Direction.TO_SERVER, Toxic.stall());
        try (SocketChannel sender =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), line.proxy.port()))) {
            sender.configureBlocking(false);
            long[] total = {0};
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(20))
                    .during(Duration.ofMillis(300))
                    .atMost(LIMIT)
                    .until(() -> {
                        int written = sender.write(ByteBuffer.allocate(1 << 20));
                        total[0] += written;
                        return written == 0;
                    });
            assertThat(total[0]).isBetween(1L << 20, 32L << 20);
        }
    }

    // --- lost ---

    @Test
    void aBlackholeSwallowsOneWayAndKeepsTheSockets() throws Exception {
        Line.Ends ends = line.connect();
        Fault hole = line.proxy.add(Direction.TO_CLIENT, Toxic.blackhole());
        send(ends.server(), HELLO);
        hole.awaitFired(1, LIMIT);
        assertThat(isSilent(ends.client())).isTrue();
        send(ends.client(), HELLO);
        assertThat(receive(ends.server(), HELLO.length)).isEqualTo(HELLO);
        assertThat(line.proxy.lastConnection().isOpen()).isTrue();
        assertThat(line.proxy.lastConnection().bytesToClient()).isZero();

        hole.remove();
        send(ends.server(), HELLO);
        assertThat(isSilent(ends.client()))
                .as("a stream with a hole does not go on")
                .isTrue();
        Line.Ends others = line.connect();
        send(others.server(), HELLO);
        assertThat(receive(others.client(), HELLO.length)).isEqualTo(HELLO);
    }

    @Test
    void aBlackholeBothWaysIsSilentBothWays() throws Exception {
        Line.Ends ends = line.connect();
        Fault hole = line.proxy.add(Direction.BOTH, Toxic.blackhole());
        send(ends.server(), HELLO);
        send(ends.client(), HELLO);
        hole.awaitFired(2, LIMIT);
        assertThat(isSilent(ends.client())).isTrue();
        assertThat(isSilent(ends.server())).isTrue();
    }

    @Test
    void aBlackholeLetsTheEndPass() throws Exception {
        Line.Ends ends = line.connect();
        line.proxy.add(Direction.BOTH, Toxic.blackhole());
        ends.client().close();
        assertThat(isAtEnd(ends.server())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPartitionHidesTheEndUntilItIsHealed(boolean abort) throws Exception {
        Line.Ends ends = line.connect();
        Fault partition = line.proxy.add(Direction.BOTH, Toxic.partition());
        ends.client().setSoLinger(abort, 0);
        ends.client().close();
        assertThat(isSilent(ends.server())).isTrue();
        send(ends.server(), HELLO);
        assertThat(isSilent(ends.server())).isTrue();

        partition.remove();
        if (abort) {
            assertReset(ends.server());
        } else {
            assertThat(isAtEnd(ends.server())).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FIN", "RST"})
    void aTimeoutSwallowsAndThenEnds(Ending ending) throws Exception {
        Line.Ends ends = line.connect();
        long begin = System.nanoTime();
        Fault timeout = line.proxy.add(Direction.TO_CLIENT, Toxic.timeout(Duration.ofMillis(100), ending));
        send(ends.server(), HELLO);
        assertEnd(ends.client(), ending);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        assertThat(timeout.fired()).isEqualTo(1);
    }

    // --- ended ---

    @ParameterizedTest
    @EnumSource
    void aLimitLetsSoManyBytesPassAndNoMore(Ending ending) throws Exception {
        Fault limit = line.proxy.add(Direction.TO_CLIENT, Toxic.limit(5, ending), Scope.NEXT);
        Line.Ends ends = line.connect();
        send(ends.server(), HELLO);
        assertThat(new String(receive(ends.client(), 5), StandardCharsets.US_ASCII))
                .isEqualTo("hello");
        assertEnd(ends.client(), ending);
        limit.awaitFired(1, LIMIT);
        assertThat(line.proxy.lastConnection().bytesToClient()).isEqualTo(5);
        if (ending == Ending.SILENCE) {
            send(ends.client(), HELLO);
            assertThat(receive(ends.server(), HELLO.length)).isEqualTo(HELLO);
        } else {
            assertEnd(ends.server(), ending);
            line.proxy.awaitOpen(0, LIMIT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLimitOfNoBytesStrikesAtOnce(Ending ending) throws Exception {
        Fault limit = line.proxy.add(Direction.TO_SERVER, Toxic.limit(0, ending), Scope.NEXT);
        Socket client = line.dial();
        limit.awaitFired(1, LIMIT);
        assertEnd(client, ending);
    }

    @ParameterizedTest
    @EnumSource(names = {"FIN", "RST"})
    void aCutEndsEveryConnectionOnBothSidesAndIsWrittenDown(Ending ending) throws Exception {
        Line.Ends one = line.connect();
        Line.Ends two = line.connect();
        line.proxy.awaitOpen(2, LIMIT);
        long before = System.nanoTime();
        assertThat(line.proxy.cut(ending)).isEqualTo(2);
        for (Line.Ends ends : List.of(one, two)) {
            assertEnd(ends.client(), ending);
            assertEnd(ends.server(), ending);
        }
        closeBoth(one);
        closeBoth(two);
        line.proxy.awaitOpen(0, LIMIT);
        assertThat(line.proxy.cut(ending)).isZero();
        assertThat(line.proxy.connections()).hasSize(2).allSatisfy(record -> {
            assertThat(record.end()).isEqualTo(ending + ": cut");
            assertThat(record.openedNanos()).isLessThan(before);
            assertThat(record.endedNanos()).isBetween(before, record.closedNanos());
            assertThat(record.closedNanos()).isBetween(before, System.nanoTime());
        });
    }

    // --- the door ---

    @Test
    void aClosedDoorRefusesAndKeepsItsPortAndWhatIsOpen() throws Exception {
        Line.Ends ends = line.connect();
        line.proxy.door(Door.REFUSE);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(line::dial).isInstanceOf(ConnectException.class);
        }
        send(ends.client(), HELLO);
        assertThat(receive(ends.server(), HELLO.length)).isEqualTo(HELLO);

        line.proxy.door(Door.OPEN);
        Line.Ends later = line.connect();
        send(later.client(), HELLO);
        assertThat(receive(later.server(), HELLO.length)).isEqualTo(HELLO);
        assertThat(line.proxy.accepted()).isEqualTo(2);
    }

    @Test
    void aResettingDoorResetsNewConnections() throws Exception {
        line.proxy.door(Door.RESET);
        assertThatThrownBy(() -> {
                    Socket client = line.dial();
                    receive(client, 1);
                })
                .isInstanceOf(SocketException.class);
        Awaitility.await().atMost(LIMIT).until(() -> line.proxy.turnedAway() == 1);
        assertThat(line.proxy.accepted()).isZero();
    }

    @Test
    void aMuteDoorAcceptsAndSaysNothing() throws Exception {
        line.proxy.door(Door.MUTE);
        Socket client = line.dial();
        send(client, HELLO);
        assertThat(isSilent(client)).isTrue();
        assertThat(line.proxy.turnedAway()).isEqualTo(1);
        assertThat(line.proxy.accepted()).isZero();
    }

    // --- scope ---

    @Test
    void aToxicForTheNextConnectionLeavesOthersAlone() throws Exception {
        Line.Ends before = line.connect();
        Fault limit = line.proxy.add(Direction.TO_CLIENT, Toxic.limit(1, Ending.RST), Scope.NEXT);
        Line.Ends next = line.connect();
        Line.Ends after = line.connect();
        for (Line.Ends ends : List.of(before, next, after)) {
            send(ends.server(), HELLO);
        }
        assertThat(receive(before.client(), HELLO.length)).isEqualTo(HELLO);
        assertThat(receive(after.client(), HELLO.length)).isEqualTo(HELLO);
        assertThat(receive(next.client(), 1)).containsExactly('h');
        assertReset(next.client());
        assertThat(limit.fired()).isEqualTo(1);
    }

    @Test
    void aToxicForOpenConnectionsLeavesLaterOnesAlone() throws Exception {
        Line.Ends before = line.connect();
        line.proxy.awaitOpen(1, LIMIT);
        Fault hole = line.proxy.add(Direction.BOTH, Toxic.blackhole(), Scope.OPEN);
        Line.Ends after = line.connect();
        send(before.server(), HELLO);
        send(after.server(), HELLO);
        assertThat(receive(after.client(), HELLO.length)).isEqualTo(HELLO);
        hole.awaitFired(1, LIMIT);
        assertThat(isSilent(before.client())).isTrue();
    }

    // --- closing ---

    @Test
    void closingLeavesNoThreadAndNoSocketWhateverIsGoingOn() throws Exception {
        long descriptors = sockets();
        Line other = new Line();
        other.proxy.add(Direction.TO_CLIENT, Toxic.latency(Duration.ofHours(1)));
        other.proxy.add(Direction.TO_SERVER, Toxic.partition());
        Line.Ends ends = other.connect();
        send(ends.server(), HELLO);
        other.proxy.door(Door.MUTE);
        other.dial();
        other.proxy.door(Door.REFUSE);
        other.proxy.close();
        other.proxy.close();
        assertThat(other.proxy.connections())
                .allSatisfy(record -> assertThat(record.isOpen()).isFalse());
        other.close();
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("chasqui-fault-proxy"))
                        .count())
                .as("only the proxy of this test's own line")
                .isEqualTo(1);
        assertThat(sockets()).isLessThanOrEqualTo(descriptors);
    }

    // --- tools ---

    private static void assertEnd(Socket at, Ending ending) throws IOException {
        switch (ending) {
            case FIN -> assertThat(isAtEnd(at)).isTrue();
            case RST -> assertReset(at);
            case SILENCE -> assertThat(isSilent(at)).isTrue();
        }
    }

    private static void assertReset(Socket at) {
        assertThatThrownBy(() -> at.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    private static void closeBoth(Line.Ends ends) throws IOException {
        ends.client().close();
        ends.server().close();
    }

    private interface Action {
        void run() throws IOException;
    }

    private static void quietly(Action action) {
        try {
            action.run();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static CompletableFuture<byte[]> receiving(Socket at, int count) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return receive(at, count);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                },
                THREADS);
    }

    private static byte[] randomBytes(long seed, int count) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Open descriptors that are no files; 0 where the system does not list them. */
    private static long sockets() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(descriptors)) {
            return all.filter(FaultProxyTest::isSocket).count();
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return !Files.readSymbolicLink(descriptor).toString().startsWith("/");
        } catch (IOException closed) {
            return false;
        }
    }
}
