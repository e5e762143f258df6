package dev.chasqui.acceptance;

import dev.chasqui.model.Feed;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Subscription;
import dev.chasqui.simulator.AlpacaSimulator;
import dev.chasqui.simulator.Ledger;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.MarketDataStreamBuilder;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.options.Credentials;
import dev.chasqui.stream.options.ReconnectPolicy;
import dev.chasqui.stream.options.Timeouts;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * The streams and simulators of one test, closed at its end, and the account of what they did. A parameter of tests with
 * {@link InvariantsExtension}. Confined to the test's thread.
 *
 * <p>Timeouts are short enough for a test and long enough for a busy machine; delays before a new connection are fiftieths of the real
 * ones, without jitter. Each stream has credentials of its own; their texts must appear nowhere.
 */
public final class Harness {

    /** Delays 20 ms, 40 ms … up to 320 ms, five attempts in a row, no jitter. */
    public static final ReconnectPolicy QUICK_RECONNECT = ReconnectPolicy.defaults()
            .withDelays(Duration.ofMillis(20), Duration.ofMillis(320))
            .withJitter(0)
            .withStableAfter(Duration.ofMillis(200))
            .withSlotBudget(Duration.ofSeconds(5));

    /** Two seconds for each step. */
    public static final Timeouts SHORT_TIMEOUTS = new Timeouts(
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2));

    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private record Member(MarketDataStream stream, Journal journal, AlpacaSimulator simulator, Feed feed) {}

    private final LogWatch log;
    private final Random random;
    private final List<String> canaries = new ArrayList<>();
    private final List<AlpacaSimulator> simulators = new ArrayList<>();
    private final List<AlpacaSimulator> rudelyTreated = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();
    private final List<Closeable> between = new ArrayList<>();
    private boolean rawMessages;

    Harness(LogWatch log, long seed) {
        this.log = log;
        this.random = new Random(seed);
    }

    /** A simulator with a scripted market, listening. */
    public AlpacaSimulator simulator() {
        return simulator(builder -> {});
    }

    /** A simulator that keeps its messages, with these settings, listening. */
    public AlpacaSimulator simulator(Consumer<AlpacaSimulator.Builder> settings) {
        AlpacaSimulator.Builder builder = AlpacaSimulator.builder().keepEvents(true);
        settings.accept(builder);
        AlpacaSimulator simulator = builder.start();
        simulators.add(simulator);
        return simulator;
    }

    /** Something between streams and simulators, such as a proxy: closed after the streams. */
    public <C extends Closeable> C closeAfterStreams(C resource) {
        between.add(resource);
        return resource;
    }

    /** A stream of the simulator, not yet connected. */
    public MarketDataStream stream(AlpacaSimulator simulator, Feed feed) {
        return stream(simulator, feed, builder -> {});
    }

    /** A stream of the simulator with these settings, not yet connected. */
    public MarketDataStream stream(AlpacaSimulator simulator, Feed feed, Consumer<MarketDataStreamBuilder> settings) {
        MarketDataStreamBuilder builder = MarketDataStream.of(feed)
                .uri(simulator.uri(feed))
                .credentials(credentials())
                .timeouts(SHORT_TIMEOUTS)
                .reconnect(QUICK_RECONNECT);
        settings.accept(builder);
        MarketDataStream stream = builder.build();
        members.add(new Member(stream, Journal.of(stream), simulator, feed));
        return stream;
    }

    /** A stream of the simulator's IEX feed that is live with this subscription. */
    MarketDataStream live(AlpacaSimulator simulator, Subscription subscription) {
        return live(simulator, subscription, builder -> {});
    }

    /** A stream of the simulator's IEX feed with these settings that is live with this subscription. */
    MarketDataStream live(
            AlpacaSimulator simulator, Subscription subscription, Consumer<MarketDataStreamBuilder> settings) {
        MarketDataStream stream = stream(simulator, Feed.IEX, settings);
        result(stream.connect(subscription));
        return stream;
    }

    /** Waits for a future that must succeed. */
    static <T> T result(Future<T> future) {
        try {
            return future.get(Journal.PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Waits for a future that must fail, and returns why. */
    static Throwable failure(Future<?> future) {
        try {
            Object value = future.get(Journal.PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            throw new AssertionError("succeeded with " + value);
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** What the stream told and delivered since it was made. */
    public Journal journal(MarketDataStream stream) {
        return members.stream()
                .filter(member -> member.stream() == stream)
                .findFirst()
                .orElseThrow()
                .journal();
    }

    /** New credentials whose texts must appear nowhere. */
    public Credentials credentials() {
        String key = "PK" + letters(18);
        String secret = letters(40);
        canaries.add(key);
        canaries.add(secret);
        log.lookFor(canaries);
        return Credentials.of(key, secret);
    }

    private String letters(int count) {
        StringBuilder text = new StringBuilder();
        random.ints(count, 0, ALPHABET.length()).forEach(letter -> text.append(ALPHABET.charAt(letter)));
        return text.toString();
    }

    /** For a test whose own doing is what a good client does not do, such as two streams with the same credentials. */
    public void allowViolations(AlpacaSimulator simulator) {
        rudelyTreated.add(simulator);
    }

    /** For a test that sends data messages as raw frames, which the simulator's ledger does not hold. */
    public void allowRawMessages() {
        rawMessages = true;
    }

    void closeAll() {
        members.forEach(member -> member.stream().close());
        between.forEach(Harness::close);
        simulators.forEach(AlpacaSimulator::close);
    }

    private static void close(Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is broken; ask after {@link #closeAll()}. */
    List<String> violations() {
        List<String> broken = new ArrayList<>();
        for (AlpacaSimulator simulator : simulators) {
            if (!rudelyTreated.contains(simulator)) {
                broken.addAll(Invariants.goodManners(simulator.ledger().violations()));
            }
        }
        members.forEach(member -> broken.addAll(violations(member)));
        return broken;
    }

    private List<String> violations(Member member) {
        List<StreamEvent> events = member.journal().events();
        List<MarketEvent> delivered = member.journal().delivered();
        List<String> broken = new ArrayList<>();
        broken.addAll(Invariants.truthfulEvents(events, member.stream().status().state()));
        broken.addAll(Invariants.oneEnd(member.journal().entries()));
        broken.addAll(Invariants.addsUp(member.stream().statistics()));
        broken.addAll(Invariants.patience(events));
        broken.addAll(leaks(member, events));
        if (keepsMessages(member.simulator())) {
            List<MarketEvent> sent = sentTo(member);
            broken.addAll(Invariants.wireOrder(delivered, sent));
            broken.addAll(rawMessages ? List.of() : Invariants.nothingInvented(delivered, sent));
        }
        return broken;
    }

    private static boolean keepsMessages(AlpacaSimulator simulator) {
        Ledger ledger = simulator.ledger();
        return ledger.messagesPublished() == 0 || !ledger.published().isEmpty();
    }

    /** Everything on the wires of the stream, one connection after the other; or the whole market, where several streams share a feed. */
    private List<MarketEvent> sentTo(Member member) {
        Ledger ledger = member.simulator().ledger();
        boolean alone = members.stream()
                        .filter(other -> other.simulator() == member.simulator()
                                && other.feed().equals(member.feed()))
                        .count()
                == 1;
        return alone
                ? ledger.sessions().stream()
                        .filter(session -> session.feed().equals(member.feed()))
                        .flatMap(session -> session.events().stream())
                        .toList()
                : ledger.published().stream()
                        .flatMap(publication -> publication.events().stream())
                        .toList();
    }

    private List<String> leaks(Member member, List<StreamEvent> events) {
        List<String> found = new ArrayList<>();
        for (StreamEvent event : events) {
            found.addAll(leaks("an event", event.toString()));
            if (event instanceof StreamEvent.HandlerFailed failed) {
                found.addAll(leaks("a reported failure", stackTrace(failed.failure())));
            }
        }
        found.addAll(leaks("the stream", member.stream() + " " + member.stream().status()));
        found.addAll(leaks("the simulator", member.simulator().ledger().sessions() + " " + member.simulator()));
        try {
            member.stream().ended().getNow(null);
        } catch (CompletionException | CancellationException e) {
            found.addAll(leaks("the stream's last exception", stackTrace(e)));
        }
        return found;
    }

    /** Whether a text shows a secret of this test. */
    List<String> leaks(String where, String text) {
        return Invariants.keepsSecrets(canaries, where, text);
    }

    static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
