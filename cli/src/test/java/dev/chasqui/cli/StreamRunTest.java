package dev.chasqui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Feed;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamEvent.GapClosed;
import dev.chasqui.stream.event.StreamEvent.GapOpened;
import dev.chasqui.stream.event.StreamEvent.StateChanged;
import dev.chasqui.stream.event.StreamState;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a run says of gaps at its end, with a stream that tells what the test wants. */
@Timeout(30)
class StreamRunTest {

    private static final String OPEN = "not repaired and stay open: 1";

    private final TestConsole console = TestConsole.pipe();
    private final CompletableFuture<Ending> enough = new CompletableFuture<>();
    private CompletableFuture<Void> repaired = new CompletableFuture<>();
    private Consumer<StreamEvent> listener = event -> {};
    private Runnable connected = () -> {};
    private Runnable whenAsked = () -> {};

    private String run(Duration forRepairs) throws InterruptedException {
        TimeLimit limit = new TimeLimit(Optional.of(Duration.ofMillis(1)), forRepairs, true);
        MarketDataStream stream = (MarketDataStream) Proxy.newProxyInstance(
                MarketDataStream.class.getClassLoader(),
                new Class<?>[] {MarketDataStream.class},
                (proxy, method, args) -> called(method.getName(), args));
        new StreamRun(Feed.IEX, stream, new Nothing(), console.console()).run(Subscription.trades("A"), limit);
        return console.err();
    }

    @SuppressWarnings("unchecked") // The listener of a stream is one of events.
    private @Nullable Object called(String method, Object[] args) {
        switch (method) {
            case "onEvent" -> listener = (Consumer<StreamEvent>) args[0];
            case "connect" -> {
                tell(StreamState.LIVE);
                connected.run();
                return new CompletableFuture<>();
            }
            case "whenRepaired" -> {
                CompletableFuture<Void> asked = repaired;
                whenAsked.run();
                return asked;
            }
            case "ended" -> {
                return new CompletableFuture<>();
            }
            case "close" -> tell(StreamState.CLOSED);
            default -> {}
        }
        return null;
    }

    private void tell(StreamState state) {
        listener.accept(new StateChanged(
                Samples.origin(), StreamState.NEW, state, Cause.of(Cause.Kind.USER, "as the test wants")));
    }

    private void open() {
        listener.accept(new GapOpened(Samples.origin(), Samples.openGap()));
    }

    private void close() {
        listener.accept(new GapClosed(Samples.origin(), Samples.gap(), Samples.repair()));
    }

    @Test
    void anOpenGapIsToldWhenTheTimeForRepairsIsUp() throws InterruptedException {
        connected = this::open;
        assertThat(run(Duration.ofSeconds(1))).contains("waiting up to 1 s", OPEN);
    }

    @Test
    void anOpenGapIsToldWhenRepairsAreNotWaitedFor() throws InterruptedException {
        connected = this::open;
        assertThat(run(Duration.ZERO)).contains(OPEN).doesNotContain("waiting");
    }

    @Test
    void anOpenGapIsToldWhenTheOutputHasEnough() throws InterruptedException {
        connected = () -> {
            open();
            enough.complete(Ending.DONE);
        };
        assertThat(run(Duration.ofMinutes(1))).contains(OPEN);
    }

    @Test
    void anOpenGapIsToldAfterAnInterruption() throws InterruptedException {
        connected = () -> {
            open();
            console.interrupt();
        };
        assertThat(run(Duration.ofMinutes(1))).contains(OPEN);
    }

    @Test
    void nothingIsSaidToStayOpenIfEveryGapHasEnded() throws InterruptedException {
        connected = () -> {
            open();
            close();
        };
        assertThat(run(Duration.ofMillis(100)))
                .doesNotContain("stay open")
                .contains("not everything that was fetched could be shown in time");
    }

    @Test
    void nothingIsSaidIfAllIsRepairedInTime() throws InterruptedException {
        connected = () -> {
            open();
            close();
            repaired.complete(null);
        };
        assertThat(run(Duration.ofMinutes(1))).doesNotContain("stay open", "in time");
    }

    /** A connection that is lost before the time is up may be found to be after it. */
    @Test
    void aGapOfBeforeThatIsToldLateIsWaitedForToo() throws InterruptedException {
        repaired.complete(null);
        whenAsked = () -> {
            open();
            repaired = new CompletableFuture<>();
            whenAsked = () -> {
                close();
                repaired.complete(null);
            };
        };
        assertThat(run(Duration.ofMinutes(1)))
                .contains("gap 9 of trades closed")
                .doesNotContain("stay open");
    }

    @Test
    void aGapWhoseEndIsNeverToldIsWaitedForOnce() throws InterruptedException {
        connected = this::open;
        repaired.complete(null);
        assertThat(run(Duration.ofMinutes(1))).contains(OPEN);
    }

    /** Shows nothing. */
    private final class Nothing implements Output {

        @Override
        public void message(MarketEvent message, Provenance provenance) {}

        @Override
        public void event(StreamEvent event) {}

        @Override
        public CompletableFuture<Ending> ended() {
            return enough;
        }

        @Override
        public void close() {}
    }
}
