package dev.chasqui.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.internal.transport.RawServer.Frame;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.Cause.Kind;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes to the server, and how a connection ends from our side. */
class SendingTest extends TransportFixture {

    private static final long SEED = 815;
    private static final int MORE_THAN_THE_BUFFERS_HOLD = 32 << 20;

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "32768, 1", "32769, 2", "65536, 2", "100000, 4"})
    void aMessageGoesInMaskedFragmentsOfAtMost32KiB(int length, int fragments) throws Exception {
        byte[] message = new byte[length];
        new Random(SEED).nextBytes(message);
        CompletableFuture<List<Frame>> received = new CompletableFuture<>();
        Connection connection = opened(serve(peer -> {
            peer.accept();
            List<Frame> frames = new ArrayList<>();
            do {
                frames.add(peer.readFrame());
            } while (!frames.get(frames.size() - 1).fin());
            received.complete(frames);
        }));
        doOnLoop(() -> connection.send(message, true));
        List<Frame> frames = received.get(5, TimeUnit.SECONDS);
        assertThat(frames).hasSize(fragments).allMatch(Frame::masked).allMatch(frame -> frame.rsv() == 0);
        assertThat(frames.get(0).opcode()).isEqualTo(2);
        assertThat(frames.subList(1, frames.size())).allMatch(frame -> frame.opcode() == 0);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        frames.forEach(frame -> whole.writeBytes(frame.bytes()));
        assertThat(whole.toByteArray()).isEqualTo(message);
    }

    @Test
    void textGoesAsText() throws Exception {
        CompletableFuture<Frame> received = new CompletableFuture<>();
        Connection connection = opened(serve(peer -> {
            peer.accept();
            received.complete(peer.readFrame());
        }));
        doOnLoop(() -> connection.send("{\"action\":\"auth\"}".getBytes(StandardCharsets.UTF_8), false));
        Frame frame = received.get(5, TimeUnit.SECONDS);
        assertThat(frame.opcode()).isEqualTo(1);
        assertThat(frame.text()).isEqualTo("{\"action\":\"auth\"}");
    }

    @Test
    void aPingIsSentAndItsAnswerIsASignOfLife() throws Exception {
        CompletableFuture<Frame> received = new CompletableFuture<>();
        Connection connection = opened(serve(peer -> {
            peer.accept();
            received.complete(peer.readFrame());
            peer.send(RawServer.Peer.frame(0x8a, new byte[0]));
            peer.sendText("after");
        }));
        long before = onLoop(connection::lastReadNanos);
        doOnLoop(connection::ping);
        assertThat(received.get(5, TimeUnit.SECONDS).opcode()).isEqualTo(9);
        assertThat(told.message().text()).isEqualTo("after");
        assertThat(onLoop(connection::lastReadNanos)).isGreaterThan(before);
    }

    @Test
    void onlyTheAnswerToAPingOfOursTellsThatItWasAnswered() throws Exception {
        Connection connection = opened(serve(peer -> {
            peer.accept();
            peer.send(RawServer.Peer.frame(0x8a, new byte[8]));
            peer.sendText("unasked");
            Frame ping = peer.readFrame();
            peer.send(RawServer.Peer.frame(0x8a, ping.bytes()));
            peer.sendText("answered");
        }));
        assertThat(told.message().text()).isEqualTo("unasked");
        long before = onLoop(connection::answeredPingNanos);
        doOnLoop(connection::ping);
        assertThat(told.message().text()).isEqualTo("answered");
        assertThat(before).isLessThan(onLoop(connection::answeredPingNanos));
        assertThat(onLoop(connection::answeredPingNanos)).isLessThan(onLoop(connection::lastReadNanos));
    }

    @Test
    void aServerThatAsksAndDoesNotReadIsAnsweredLaterAndOnceForMany() throws Exception {
        int pings = 100_000;
        CompletableFuture<Integer> answers = new CompletableFuture<>();
        opened(serve(peer -> {
            peer.accept();
            byte[] ping = RawServer.Peer.frame(0x89, new byte[120]);
            ByteBuffer all = ByteBuffer.allocate(pings * ping.length);
            for (int i = 1; i <= pings; i++) {
                all.put(ping).putInt(all.position() - 120, i);
            }
            peer.send(all.array());
            int count = 1;
            while (ByteBuffer.wrap(peer.readFrame().bytes()).getInt() != pings) {
                count++;
            }
            answers.complete(count);
        }));
        // What the system keeps for both ends is far less than all answers together.
        assertThat(answers.get(60, TimeUnit.SECONDS)).isLessThan(pings);
    }

    @Test
    void nothingIsSentBeforeTheConnectionIsOpen() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Frame> first = new CompletableFuture<>();
        RawServer server = serve(peer -> {
            String key = RawServer.Peer.header(peer.readHead(), "Sec-WebSocket-Key");
            asked.await();
            peer.answer("101 Switching Protocols", RawServer.Peer.accepting(key));
            first.complete(peer.readFrame());
        });
        Connection connection = open(server);
        doOnLoop(() -> {
            connection.send(new byte[] {1}, true);
            connection.ping();
        });
        asked.countDown();
        told.opened();
        doOnLoop(() -> connection.send(new byte[] {2}, true));
        assertThat(first.get(5, TimeUnit.SECONDS).bytes()).containsExactly(2);
    }

    // --- abort ---

    @Test
    void anAbortResetsWithoutAWord() throws Exception {
        CompletableFuture<String> end = new CompletableFuture<>();
        Connection connection = opened(serve(peer -> {
            peer.accept();
            end.complete(endOf(peer.in));
        }));
        doOnLoop(connection::abort);
        assertThat(end.get(5, TimeUnit.SECONDS)).isEqualTo("reset after 0 bytes");
        told.nothingMore();
    }

    @Test
    void anAbortDoesNotWaitForAPeerThatReadsNothing() throws Exception {
        CountDownLatch aborted = new CountDownLatch(1);
        CompletableFuture<String> end = new CompletableFuture<>();
        Connection connection = opened(serveWithSmallBuffer(peer -> {
            peer.accept();
            aborted.await();
            end.complete(endOf(peer.in));
        }));
        doOnLoop(() -> connection.send(new byte[MORE_THAN_THE_BUFFERS_HOLD], true));
        doOnLoop(connection::abort);
        aborted.countDown();
        String how = end.get(5, TimeUnit.SECONDS);
        assertThat(how).startsWith("reset after ");
        assertThat(Long.parseLong(how.replaceAll("\\D", ""))).isLessThan(MORE_THAN_THE_BUFFERS_HOLD);
        told.nothingMore();
    }

    @Test
    void anAbortWhileConnectingIsNotTold() throws Exception {
        Connection connection = open(serve(peer -> endOf(peer.in)));
        doOnLoop(connection::abort);
        doOnLoop(connection::abort);
        doOnLoop(() -> {});
        told.nothingMore();
    }

    @Test
    void nothingIsToldAfterAnAbort() throws Exception {
        Connection connection = opened(serve(peer -> {
            peer.accept();
            peer.sendText("one");
            try {
                while (true) {
                    peer.sendText("more");
                }
            } catch (IOException e) {
                // The client is gone.
            }
        }));
        told.message();
        int before = onLoop(() -> {
            connection.abort();
            return told.count();
        });
        doOnLoop(() -> {});
        doOnLoop(() -> {});
        assertThat(told.count()).isEqualTo(before);
    }

    @Test
    void anAbortSilencesAFailureThatIsNotToldYet() throws Exception {
        NettyConnection connection = (NettyConnection) opened(serve(RawServer.Peer::accept));
        doOnLoop(() -> {
            connection.fail(ConnectionFailure.of(Cause.of(Kind.INTERNAL, "a failure")));
            connection.abort();
        });
        doOnLoop(() -> {});
        doOnLoop(() -> {});
        told.nothingMore();
    }

    @Test
    void aFailureIsToldEvenIfThePeerReadsNoGoodbye() throws Exception {
        maxMessageBytes = 1_024;
        CountDownLatch stuck = new CountDownLatch(1);
        Connection connection = opened(serveWithSmallBuffer(peer -> {
            peer.accept();
            stuck.await();
            peer.send(RawServer.Peer.frame(0x82, new byte[2_000]));
        }));
        doOnLoop(() -> connection.send(new byte[MORE_THAN_THE_BUFFERS_HOLD], true));
        stuck.countDown();
        told.closedBy(Kind.MESSAGE_TOO_BIG);
    }

    // --- close ---

    @Test
    void aCloseSays1000AndEndsWhenTheServerDoes() throws Exception {
        closeTimeout = Duration.ofSeconds(20);
        CompletableFuture<Frame> goodbye = new CompletableFuture<>();
        Connection connection = opened(serve(peer -> {
            peer.accept();
            goodbye.complete(peer.readFrame());
            peer.send(RawServer.Peer.closeFrame(1000, ""));
            peer.socket.close();
        }));
        whenClosed(connection).get(5, TimeUnit.SECONDS);
        assertThat(goodbye.get(5, TimeUnit.SECONDS).closeCode()).isEqualTo(1000);
        told.nothingMore();
    }

    @Test
    void aCloseEndsWithTheAnswerEvenIfTheServerKeepsTheSocket() throws Exception {
        closeTimeout = Duration.ofSeconds(20);
        CompletableFuture<List<Frame>> received = new CompletableFuture<>();
        Connection connection = opened(serve(peer -> {
            peer.accept();
            Frame goodbye = peer.readFrame();
            peer.send(RawServer.Peer.closeFrame(1000, ""));
            assertThat(peer.readToEnd()).isEmpty();
            received.complete(List.of(goodbye));
        }));
        whenClosed(connection).get(5, TimeUnit.SECONDS);
        assertThat(received.get(5, TimeUnit.SECONDS)).hasSize(1);
        told.nothingMore();
    }

    @Test
    void aCloseEndsWithoutAnAnswer() throws Exception {
        Connection connection = opened(serve(RawServer.Peer::accept));
        long begun = System.nanoTime();
        whenClosed(connection).get(5, TimeUnit.SECONDS);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
        told.nothingMore();
    }

    @Test
    void aCloseEndsEvenIfThePeerReadsNothing() throws Exception {
        Connection connection = opened(serveWithSmallBuffer(RawServer.Peer::accept));
        doOnLoop(() -> connection.send(new byte[MORE_THAN_THE_BUFFERS_HOLD], true));
        whenClosed(connection).get(5, TimeUnit.SECONDS);
        told.nothingMore();
    }

    @Test
    void aCloseDuringTheHandshakeEndsAtOnceAndIsNotTold() throws Exception {
        closeTimeout = Duration.ofSeconds(20);
        CountDownLatch asked = new CountDownLatch(1);
        Connection connection = open(serve(peer -> {
            peer.readHead();
            asked.countDown();
        }));
        assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();
        whenClosed(connection).get(5, TimeUnit.SECONDS);
        told.nothingMore();
    }

    @Test
    void aCloseDuringNameResolutionEndsAtOnce() throws Exception {
        CountDownLatch resolved = new CountDownLatch(1);
        RawServer server = serve(RawServer.Peer::accept);
        resolver = host -> {
            try {
                resolved.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of(InetAddress.getLoopbackAddress());
        };
        Connection connection = open(server);
        whenClosed(connection).get(5, TimeUnit.SECONDS);
        resolved.countDown();
        blocking.shutdown();
        assertThat(blocking.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        doOnLoop(() -> {});
        assertThat(server.connections()).isZero();
        told.nothingMore();
    }

    @Test
    void closingTwiceTellsBoth() throws Exception {
        Connection connection = opened(serve(RawServer.Peer::accept));
        CompletableFuture<Void> first = whenClosed(connection);
        CompletableFuture<Void> second = whenClosed(connection);
        first.get(5, TimeUnit.SECONDS);
        second.get(5, TimeUnit.SECONDS);
    }

    private CompletableFuture<Void> whenClosed(Connection connection) throws Exception {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        doOnLoop(() -> connection.close(1000, () -> closed.completeAsync(() -> null, Runnable::run)));
        return closed;
    }

    private RawServer serveWithSmallBuffer(RawServer.Script script) throws IOException {
        ServerSocket listening = new ServerSocket();
        listening.setReceiveBufferSize(16 << 10);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return use(new RawServer(listening, script));
    }

    /** Reads to the end: how it came, and after how many bytes. */
    private static String endOf(InputStream in) {
        long bytes = 0;
        byte[] buffer = new byte[1 << 16];
        try {
            while (true) {
                int read = in.read(buffer);
                if (read < 0) {
                    throw new EOFException();
                }
                bytes += read;
            }
        } catch (EOFException e) {
            return "end after " + bytes + " bytes";
        } catch (IOException e) {
            return "reset after " + bytes + " bytes";
        }
    }
}
