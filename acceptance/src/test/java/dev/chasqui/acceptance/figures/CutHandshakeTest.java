package dev.chasqui.acceptance.figures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.acceptance.Figures;
import dev.chasqui.acceptance.Harness;
import dev.chasqui.acceptance.InvariantsExtension;
import dev.chasqui.acceptance.Journal;
import dev.chasqui.acceptance.Messages;
import dev.chasqui.acceptance.Spread;
import dev.chasqui.acceptance.proxy.Direction;
import dev.chasqui.acceptance.proxy.Ending;
import dev.chasqui.acceptance.proxy.Fault;
import dev.chasqui.acceptance.proxy.FaultProxy;
import dev.chasqui.acceptance.proxy.LinkRecord;
import dev.chasqui.acceptance.proxy.Scope;
import dev.chasqui.acceptance.proxy.Toxic;
import dev.chasqui.model.Feed;
import dev.chasqui.model.Subscription;
import dev.chasqui.simulator.AlpacaSimulator;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamState;
import dev.chasqui.stream.options.Credentials;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A first connection is cut after some byte of its opening, authentication, subscription or first message, on either way: the second
 * connection is live with the full set. Every byte:
 *
 * <pre>mvn -q -pl acceptance -am test -Dtest=CutHandshakeTest -Dsurefire.failIfNoSpecifiedTests=false -Dchasqui.figures=full</pre>
 */
@ExtendWith(InvariantsExtension.class)
final class CutHandshakeTest {

    private static final Subscription WANTED = Subscription.of("AAPL", "MSFT", "QQQ");

    /** Where one test takes place. */
    private record Stage(AlpacaSimulator simulator, FaultProxy proxy, Credentials credentials) {}

    @ParameterizedTest
    @CsvSource({"TO_CLIENT, RST", "TO_CLIENT, FIN", "TO_SERVER, RST", "TO_SERVER, FIN"})
    void whereverTheFirstConnectionIsCutTheSecondIsLiveWithTheFullSet(Direction way, Ending ending, Harness harness)
            throws Exception {
        AlpacaSimulator simulator = harness.simulator();
        FaultProxy proxy = harness.closeAfterStreams(FaultProxy.to(simulator.port()));
        Stage stage = new Stage(simulator, proxy, harness.credentials());
        long length = lengthOfExchange(stage, way);
        int step = Figures.count("cutStep", 29, 1);
        List<Double> recoveries = new ArrayList<>();
        for (long bytes = 0; bytes <= length; bytes += step) {
            try {
                recoveries.add(cut(stage, way, ending, bytes));
            } catch (AssertionError e) {
                throw new AssertionError(way + " " + ending + " after " + bytes + " bytes", e);
            }
        }
        Spread spread =
                Spread.of(recoveries.stream().mapToDouble(Double::doubleValue).toArray());
        Figures.print(
                "cut handshake",
                way + " " + ending + " every " + step + " of " + length + " bytes, all live: "
                        + spread.text("ms from cut to live"));
    }

    /** How many bytes go this way until the first message has come. */
    private static long lengthOfExchange(Stage stage, Direction way) throws Exception {
        try (MarketDataStream stream = stream(stage)) {
            Journal journal = Journal.of(stream);
            stream.connect(WANTED).get(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            stage.simulator().publish(Messages.trade("AAPL", 1));
            journal.awaitDelivered(1);
            LinkRecord link = stage.proxy().lastConnection();
            return way == Direction.TO_CLIENT ? link.bytesToClient() : link.bytesToServer();
        }
    }

    /** Cuts the first connection of a new stream after so many bytes; returns the milliseconds from there to being live. */
    private static double cut(Stage stage, Direction way, Ending ending, long bytes) throws Exception {
        Fault limit = stage.proxy().add(way, Toxic.limit(bytes, ending), Scope.NEXT);
        long link = stage.proxy().accepted() + 1;
        try (MarketDataStream stream = stream(stage)) {
            Journal journal = Journal.of(stream);
            stream.connect(WANTED);
            journal.awaitState(StreamState.LIVE);
            stage.simulator().publish(Messages.trade("AAPL", 1));
            limit.awaitFired(1, Journal.PATIENCE);
            StreamEvent.StateChanged live = journal.awaitLive(2);
            stage.simulator().publish(Messages.trade("AAPL", 2));
            journal.awaitDelivered(Messages.trade("AAPL", 2));
            assertThat(stream.status().active()).as("after " + bytes + " bytes").isEqualTo(WANTED);
            assertThat(stream.status().epoch()).as("after " + bytes + " bytes").isEqualTo(2);
            assertThat(stage.proxy().accepted()).isEqualTo(link + 1);
            return (live.origin().monotonicNanos() - endOf(stage, link)) / 1e6;
        }
    }

    private static long endOf(Stage stage, long link) {
        return stage.proxy().connections().stream()
                .filter(record -> record.id() == link)
                .findFirst()
                .orElseThrow()
                .endedNanos();
    }

    private static MarketDataStream stream(Stage stage) {
        return MarketDataStream.stocks(Feed.IEX)
                .uri(stage.proxy().via(stage.simulator().uri(Feed.IEX)))
                .rest(stage.simulator().restUri())
                .credentials(stage.credentials())
                .timeouts(Harness.SHORT_TIMEOUTS)
                .reconnect(Harness.QUICK_RECONNECT)
                .build();
    }
}
