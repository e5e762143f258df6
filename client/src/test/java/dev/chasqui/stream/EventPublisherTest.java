package dev.chasqui.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamEvent.HandlerFailed;
import dev.chasqui.stream.event.StreamEvent.Origin;
import dev.chasqui.stream.event.StreamEvent.StateChanged;
import dev.chasqui.stream.event.StreamState;
import dev.chasqui.wire.Encoding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventPublisherTest {

    private static final String THREAD = "publisher-test-events";
    private static final int BOUND = 8_192;

    private final EventPublisher events =
            new EventPublisher(THREAD, sequence -> new Origin(sequence, 1, 0, Instant.EPOCH));
    /** Holds up a listener until the test lets it go on. */
    private final CountDownLatch released = new CountDownLatch(1);

    private final BlockingQueue<StreamEvent> received = new LinkedBlockingQueue<>();

    @AfterEach
    void theThreadEnds() {
        released.countDown();
        events.publishLast(EventPublisherTest::closed, () -> {});
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals(THREAD)));
    }

    private static StreamEvent live(Origin origin) {
        return new StateChanged(origin, StreamState.SUBSCRIBING, StreamState.LIVE, Cause.of(Cause.Kind.PROGRESS, "x"));
    }

    private static StreamEvent closed(Origin origin) {
        return new StateChanged(origin, StreamState.LIVE, StreamState.CLOSED, Cause.of(Cause.Kind.USER, "x"));
    }

    private StreamEvent next() throws InterruptedException {
        StreamEvent event = received.poll(5, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        return event == null ? live(new Origin(0, 0, 0, Instant.EPOCH)) : event;
    }

    private void end() throws InterruptedException {
        events.publishLast(EventPublisherTest::closed, () -> {});
        assertThat(events.awaitLast(Duration.ofSeconds(5).toNanos())).isTrue();
    }

    @Test
    void eventsComeInOrderAndWithoutAGap() throws Exception {
        events.listen(received::add);
        for (int i = 0; i < 1_000; i++) {
            events.publish(EventPublisherTest::live);
        }
        end();
        assertThat(received.stream().map(event -> event.origin().sequence()))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 1_001).boxed().toList());
    }

    @Test
    void eventsOfSeveralThreadsComeOneAtATimeInTheOrderOfTheirNumbers() throws Exception {
        events.listen(received::add);
        List<CompletableFuture<Void>> publishers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            publishers.add(CompletableFuture.runAsync(() -> {
                for (int n = 0; n < 500; n++) {
                    events.publish(EventPublisherTest::live);
                }
            }));
        }
        for (CompletableFuture<Void> publisher : publishers) {
            publisher.get(5, TimeUnit.SECONDS);
        }
        end();
        assertThat(received.stream().map(event -> event.origin().sequence()).toList())
                .hasSize(2_001)
                .isSorted();
    }

    @Test
    void listenersRunOnTheEventThreadAndNobodyElseDoes() throws Exception {
        CompletableFuture<Boolean> inside = new CompletableFuture<>();
        events.listen(event -> inside.complete(events.isEventThread()));
        events.publish(EventPublisherTest::live);
        assertThat(inside.get(5, TimeUnit.SECONDS)).isTrue();
        assertThat(events.isEventThread()).isFalse();
    }

    @Test
    void aListenerThatWasRemovedHearsNothing() throws Exception {
        Registration registration = events.listen(received::add);
        events.publish(EventPublisherTest::live);
        next();
        registration.remove();
        registration.remove();
        end();
        assertThat(received).isEmpty();
    }

    @Test
    void aListenerThatThrowsIsReportedAndTheOthersHearEverything() throws Exception {
        events.listen(event -> {
            if (event instanceof StateChanged) {
                throw new AssertionError("of the listener");
            }
        });
        events.listen(received::add);
        events.publish(EventPublisherTest::live);
        assertThat(next()).isInstanceOf(StateChanged.class);
        HandlerFailed failed = (HandlerFailed) next();
        assertThat(failed.channel()).isNull();
        assertThat(failed.failure()).hasMessage("of the listener");
        assertThat(failed.suppressed()).isZero();
        events.publish(EventPublisherTest::live);
        assertThat(next()).isInstanceOf(StateChanged.class);
    }

    @Test
    void aBurstOfFailuresIsReportedOnce() throws Exception {
        events.listen(event -> {
            throw new IllegalStateException();
        });
        events.listen(received::add);
        for (int i = 0; i < 100; i++) {
            events.publish(EventPublisherTest::live);
        }
        List<StreamEvent> heard = new ArrayList<>();
        while (heard.stream().noneMatch(HandlerFailed.class::isInstance)) {
            heard.add(next());
        }
        end();
        heard.addAll(received);
        assertThat(heard.stream().filter(HandlerFailed.class::isInstance)).hasSizeBetween(1, 3);
    }

    @Test
    void beyondTheBoundEventsAreDroppedAndCountedAndTheLastIsDelivered() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        events.listen(event -> {
            begun.countDown();
            awaitQuietly(released);
            received.add(event);
        });
        events.publish(EventPublisherTest::live);
        assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < BOUND + 100; i++) {
            events.publish(EventPublisherTest::live);
        }
        assertThat(events.dropped()).isEqualTo(100);
        CompletableFuture<Boolean> afterwards = new CompletableFuture<>();
        events.publishLast(EventPublisherTest::closed, () -> afterwards.complete(true));
        released.countDown();
        assertThat(afterwards.get(5, TimeUnit.SECONDS)).isTrue();
        assertThat(received).hasSize(1 + BOUND + 1).last().isInstanceOfSatisfying(StateChanged.class, last -> {
            assertThat(last.to()).isEqualTo(StreamState.CLOSED);
            assertThat(last.origin().sequence()).isEqualTo(1 + BOUND + 1);
        });
    }

    @Test
    void nothingFollowsTheLastEvent() throws Exception {
        events.listen(received::add);
        end();
        events.publish(EventPublisherTest::live);
        events.publishLast(EventPublisherTest::closed, () -> received.clear());
        events.publishUnknown(new UnknownMessage("z", Encoding.JSON, new byte[0]));
        assertThat(received).hasSize(1);
        assertThat(events.dropped()).isZero();
    }

    @Test
    void waitingForALastEventThatIsStuckEndsInTime() throws Exception {
        events.listen(event -> awaitQuietly(released));
        events.publishLast(EventPublisherTest::closed, () -> {});
        assertThat(events.awaitLast(Duration.ofMillis(20).toNanos())).isFalse();
        released.countDown();
        assertThat(events.awaitLast(Duration.ofSeconds(5).toNanos())).isTrue();
    }

    @Test
    void aCompletionRunsAfterTheEventsBeforeIt() throws Exception {
        CompletableFuture<Integer> heardBefore = new CompletableFuture<>();
        events.listen(received::add);
        for (int i = 0; i < 50; i++) {
            events.publish(EventPublisherTest::live);
        }
        events.afterEvents(() -> heardBefore.complete(received.size()));
        events.publish(EventPublisherTest::live);
        assertThat(heardBefore.get(5, TimeUnit.SECONDS)).isEqualTo(50);
    }

    @Test
    void aCompletionAfterTheEndRunsAtOnceAndHoldsUpNobody() throws Exception {
        end();
        CompletableFuture<Boolean> completed = new CompletableFuture<>();
        events.afterEvents(() -> {
            CompletableFuture<Void> another =
                    CompletableFuture.runAsync(() -> events.publish(EventPublisherTest::live));
            another.orTimeout(5, TimeUnit.SECONDS).join();
            completed.complete(true);
        });
        assertThat(completed).isCompletedWithValue(true);
    }

    @Test
    void unknownMessagesReachTheirReceivers() throws Exception {
        assertThat(events.wantsUnknown()).isFalse();
        CompletableFuture<UnknownMessage> heard = new CompletableFuture<>();
        Registration registration = events.receiveUnknown(heard::complete);
        assertThat(events.wantsUnknown()).isTrue();
        events.publishUnknown(new UnknownMessage("z", Encoding.JSON, new byte[] {1}));
        assertThat(heard.get(5, TimeUnit.SECONDS).type()).isEqualTo("z");
        registration.remove();
        assertThat(events.wantsUnknown()).isFalse();
    }

    @Test
    void aReceiverOfUnknownMessagesThatThrowsIsReported() throws Exception {
        events.listen(received::add);
        events.receiveUnknown(message -> {
            throw new IllegalStateException("of the receiver");
        });
        events.publishUnknown(new UnknownMessage("z", Encoding.JSON, new byte[0]));
        assertThat(next())
                .isInstanceOfSatisfying(
                        HandlerFailed.class,
                        failed -> assertThat(failed.failure()).hasMessage("of the receiver"));
    }

    @Test
    void unknownMessagesThatAreDroppedAreCounted() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        events.receiveUnknown(message -> {
            begun.countDown();
            awaitQuietly(released);
        });
        UnknownMessage message = new UnknownMessage("z", Encoding.JSON, new byte[0]);
        events.publishUnknown(message);
        assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < BOUND + 10; i++) {
            events.publishUnknown(message);
        }
        assertThat(events.dropped()).isEqualTo(10);
        released.countDown();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(8, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
