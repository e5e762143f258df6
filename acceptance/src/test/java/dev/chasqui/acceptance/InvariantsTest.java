package dev.chasqui.acceptance;

import static dev.chasqui.acceptance.Messages.quote;
import static dev.chasqui.acceptance.Messages.trade;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.acceptance.Journal.Delivered;
import dev.chasqui.acceptance.Journal.Entry;
import dev.chasqui.acceptance.Journal.Told;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.stream.StreamStatistics;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamEvent.Origin;
import dev.chasqui.stream.event.StreamEvent.ReconnectScheduled;
import dev.chasqui.stream.event.StreamEvent.StateChanged;
import dev.chasqui.stream.event.StreamState;
import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Each check passes what is right, and catches what is wrong. */
class InvariantsTest {

    private static final Cause CAUSE = Cause.of(Cause.Kind.USER, "a test");
    private static final Duration DELAY = Duration.ofMillis(20);

    private static Origin origin(long sequence, long epoch, Duration at) {
        return new Origin(sequence, epoch, at.toNanos(), Instant.EPOCH);
    }

    private static StateChanged step(long sequence, long epoch, StreamState from, StreamState to) {
        return new StateChanged(origin(sequence, epoch, Duration.ZERO), from, to, CAUSE);
    }

    private static StateChanged dialAt(Duration at) {
        return new StateChanged(origin(2, 2, at), StreamState.WAITING, StreamState.CONNECTING, CAUSE);
    }

    private static ReconnectScheduled scheduled() {
        return new ReconnectScheduled(origin(1, 1, Duration.ZERO), DELAY, 1, CAUSE);
    }

    private static StreamStatistics counts(long received, long delivered, long dropped, long queued) {
        return new StreamStatistics(
                received, Map.of(), 0, 0, delivered, 0, dropped, 0, 0, 0, queued, 0, 1, 1, 1, 1, 1, 0, 0);
    }

    private static StreamStatistics fetched(long recovered, long snapshots, long duplicates) {
        return new StreamStatistics(
                5, Map.of(), recovered, snapshots, 5, 0, 0, 0, 0, duplicates, 0, 0, 1, 1, 1, 1, 1, 0, 0);
    }

    @Test
    void whatTheServerSawIsReported() {
        assertThat(Invariants.goodManners(List.of())).isEmpty();
        assertThat(Invariants.goodManners(List.of("session 2 on iex: opened too soon")))
                .singleElement()
                .asString()
                .startsWith("I1")
                .contains("opened too soon");
    }

    @Test
    void legalStepsPass() {
        List<StreamEvent> events = List.of(
                step(1, 1, StreamState.NEW, StreamState.CONNECTING),
                step(2, 1, StreamState.CONNECTING, StreamState.WAITING),
                step(3, 1, StreamState.WAITING, StreamState.CLOSED));
        assertThat(Invariants.truthfulEvents(events, StreamState.CLOSED)).isEmpty();
    }

    @Test
    void anIllegalStepIsCaught() {
        List<StreamEvent> events = List.of(step(1, 1, StreamState.NEW, StreamState.LIVE));
        assertThat(Invariants.truthfulEvents(events, StreamState.LIVE))
                .singleElement()
                .asString()
                .startsWith("I2 no legal");
    }

    @Test
    void aStepFromElsewhereIsCaught() {
        List<StreamEvent> events = List.of(
                step(1, 1, StreamState.NEW, StreamState.CONNECTING), step(2, 1, StreamState.LIVE, StreamState.WAITING));
        assertThat(Invariants.truthfulEvents(events, StreamState.WAITING)).hasSize(1);
    }

    @Test
    void aGapInTheSequenceIsCaught() {
        List<StreamEvent> events = List.of(step(2, 1, StreamState.NEW, StreamState.CLOSED));
        assertThat(Invariants.truthfulEvents(events, StreamState.CLOSED))
                .singleElement()
                .asString()
                .contains("number 2");
    }

    @Test
    void anEpochThatFallsIsCaught() {
        List<StreamEvent> events = List.of(
                step(1, 2, StreamState.NEW, StreamState.CONNECTING),
                step(2, 1, StreamState.CONNECTING, StreamState.CLOSED));
        assertThat(Invariants.truthfulEvents(events, StreamState.CLOSED))
                .singleElement()
                .asString()
                .contains("epoch fell");
    }

    @Test
    void aStatusThatDisagreesWithTheEventsIsCaught() {
        List<StreamEvent> events = List.of(step(1, 1, StreamState.NEW, StreamState.CONNECTING));
        assertThat(Invariants.truthfulEvents(events, StreamState.CLOSED))
                .singleElement()
                .asString()
                .contains("status");
    }

    @Test
    void exactlyOneEndPasses() {
        List<Entry> entries =
                List.of(new Delivered(quote("AAPL", 1)), new Told(step(1, 0, StreamState.NEW, StreamState.CLOSED)));
        assertThat(Invariants.oneEnd(entries)).isEmpty();
    }

    @Test
    void noEndASecondEndAndADeliveryAfterTheEndAreCaught() {
        Told end = new Told(step(1, 0, StreamState.NEW, StreamState.CLOSED));
        assertThat(Invariants.oneEnd(List.of())).singleElement().asString().contains("no final event");
        assertThat(Invariants.oneEnd(List.of(end, end))).hasSize(1);
        assertThat(Invariants.oneEnd(List.of(end, new Delivered(quote("AAPL", 1)))))
                .hasSize(1);
    }

    @Test
    void aThreadThatStaysIsCaught() throws InterruptedException {
        ProcessWatch watch = ProcessWatch.begin();
        CountDownLatch release = new CountDownLatch(1);
        Thread stays = new Thread(() -> awaitQuietly(release), "chasqui-io-forgotten");
        stays.start();
        assertThat(watch.end()).singleElement().asString().contains("chasqui-io-forgotten");
        release.countDown();
        stays.join();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aDescriptorThatStaysOpenIsCaught() throws IOException {
        ProcessWatch watch = ProcessWatch.begin();
        try (Selector open = Selector.open()) {
            assertThat(open.isOpen()).isTrue();
            assertThat(watch.end()).singleElement().asString().startsWith("I4 descriptors");
        }
    }

    @Test
    void anUncaughtExceptionIsCaught() throws InterruptedException {
        ProcessWatch watch = ProcessWatch.begin();
        Thread fails = new Thread(() -> {
            throw new IllegalStateException("nobody catches this");
        });
        fails.start();
        fails.join();
        assertThat(watch.end()).singleElement().asString().contains("nobody catches this");
    }

    @Test
    void aSecretInATextIsCaughtWithoutShowingIt() {
        assertThat(Invariants.keepsSecrets(List.of("s3cret"), "an event", "all is well"))
                .isEmpty();
        assertThat(Invariants.keepsSecrets(List.of("s3cret"), "an event", "the s3cret is out"))
                .containsExactly("I5 a secret shows in an event");
    }

    @Test
    void aSecretInTheLogIsCaughtAtEveryLevelAndInExceptions() {
        LogWatch watch = LogWatch.begin();
        watch.lookFor(List.of("s3cret"));
        LoggerFactory.getLogger("io.netty.some").trace("sent {}", "s3cret");
        LoggerFactory.getLogger("some").debug("failed", new IllegalStateException("with s3cret"));
        watch.end();
        assertThat(watch.found())
                .containsExactly(
                        "I5 a secret shows in the log of io.netty.some", "I5 a secret shows in the log of some");
    }

    @Test
    void anExceptionThatOnlyNettyCaughtIsCaught() {
        LogWatch watch = LogWatch.begin();
        LoggerFactory.getLogger("io.netty.channel.some").warn("reached the tail", new IllegalStateException("lost"));
        watch.end();
        assertThat(watch.found()).singleElement().asString().startsWith("I10");
    }

    @Test
    void messagesThatAreNotAccountedForAreCaught() {
        assertThat(Invariants.addsUp(counts(5, 3, 2, 0))).isEmpty();
        assertThat(Invariants.addsUp(counts(5, 3, 1, 0))).hasSize(1);
        assertThat(Invariants.addsUp(counts(5, 3, 1, 1))).hasSize(1);
        assertThat(Invariants.addsUp(fetched(2, 1, 0))).hasSize(1);
        assertThat(Invariants.addsUp(fetched(2, 1, 2))).hasSize(1);
        assertThat(Invariants.addsUp(fetched(2, 1, 3))).isEmpty();
    }

    @Test
    void aMessageThatWasNeverSentIsCaught() {
        List<MarketEvent> sent = List.of(quote("AAPL", 1));
        assertThat(Invariants.nothingInvented(sent, sent)).isEmpty();
        assertThat(Invariants.nothingInvented(List.of(quote("AAPL", 2)), sent)).hasSize(1);
    }

    @Test
    void holesAndOtherOrdersAcrossSymbolsPass() {
        List<MarketEvent> sent = List.of(quote("A", 1), trade("A", 1), quote("A", 2), quote("B", 1), quote("A", 3));
        List<MarketEvent> delivered = List.of(quote("B", 1), quote("A", 1), quote("A", 3), trade("A", 1));
        assertThat(Invariants.wireOrder(delivered, sent)).isEmpty();
    }

    @Test
    void anotherOrderWithinASymbolIsCaught() {
        List<MarketEvent> sent = List.of(quote("A", 1), quote("A", 2));
        assertThat(Invariants.wireOrder(List.of(quote("A", 2), quote("A", 1)), sent))
                .hasSize(1);
    }

    @Test
    void aSecondDeliveryIsCaught() {
        List<MarketEvent> sent = List.of(quote("A", 1), quote("A", 2));
        assertThat(Invariants.wireOrder(List.of(quote("A", 1), quote("A", 1)), sent))
                .hasSize(1);
    }

    @Test
    void aDialInItsTimePasses() {
        assertThat(Invariants.patience(List.of(scheduled(), dialAt(DELAY)))).isEmpty();
    }

    @Test
    void aDialBeforeItsTimeIsCaught() {
        assertThat(Invariants.patience(List.of(scheduled(), dialAt(DELAY.dividedBy(2)))))
                .hasSize(1);
    }

    @Test
    void aDialThatWasNotScheduledOrTwiceIsCaught() {
        assertThat(Invariants.patience(List.of(dialAt(DELAY)))).hasSize(1);
        assertThat(Invariants.patience(List.of(scheduled(), scheduled(), dialAt(DELAY))))
                .hasSize(1);
    }

    @Test
    void aDeadlockIsCaught() throws InterruptedException {
        ProcessWatch watch = ProcessWatch.begin();
        Deadlock deadlock = Deadlock.begin();
        assertThat(watch.end()).containsExactly("I10 threads are deadlocked");
        deadlock.end();
    }
}
