package dev.chasqui.stream;

import dev.chasqui.internal.calendar.FeedHours;
import dev.chasqui.internal.dispatch.Dispatcher;
import dev.chasqui.internal.gap.FeedFacts;
import dev.chasqui.internal.gap.GapKeeper;
import dev.chasqui.internal.liveness.DataClock;
import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.GapCause;
import dev.chasqui.stream.event.StreamState;
import dev.chasqui.wire.ControlMessage;
import dev.chasqui.wire.DecodeProblem;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of the data and those who watch over it: what is read goes to the latest values and the dispatcher; the gap keeper and the data
 * clock see it pass, and are told what the connection goes through. Confined to the loop's thread, but for the parts that say otherwise.
 */
final class DataSide {

    private static final Logger LOG = LoggerFactory.getLogger(DataSide.class);

    /** What the data asks of the connection it comes over. */
    interface Host {
        void onControl(ControlMessage message);

        /** The connection is up and carries no data: another is to be made. */
        void reconnect(Cause cause);

        /** The server is to be asked once more for what it has acknowledged. */
        void repeat(Subscription pairs);

        /** Nothing can be delivered any more. Called on any thread. */
        void undeliverable(Cause cause);
    }

    private final StreamConfig config;
    private final EventLoop loop;
    private final Host host;
    private final LatestTable latest;
    private final Dispatcher dispatcher;
    private final SnapshotStart snapshots;
    private final GapKeeper gaps;
    private final DataClock dataClock;
    private final RepairWaits repairWaits;
    private final Inbound inbound;

    // What the server has acknowledged on the connection that is open, or was until it ended.
    private Subscription acknowledged = Subscription.none();

    DataSide(StreamConfig config, StreamRuntime runtime, EventPublisher events, Host host) {
        this.config = config;
        this.host = host;
        loop = runtime.loop();
        SymbolNumbers symbols = new SymbolNumbers();
        latest = new LatestTable(symbols, loop::nanoTime, config.latestTimeToLive());
        dispatcher = Dispatcher.create(
                config.dispatch(),
                config.repair().delivery(),
                new DispatchReports(events, this::overflowEnded, this::dispatchStopped),
                this::lost,
                loop::nanoTime,
                "chasqui-dispatch-" + config.feed());
        dispatcher.deliverOnly(new DesiredFilter(Subscription.none()));
        snapshots = new SnapshotStart(config.snapshotOnSubscribe(), runtime.latest(), loop, latest, dispatcher);
        gaps = new GapKeeper(
                loop,
                config.repair(),
                FeedFacts.of(config.feed()),
                runtime.history(),
                runtime.random(),
                latest::symbolsSeen,
                new GapReports(events, latest, dispatcher, snapshots));
        repairWaits = new RepairWaits(loop, dispatcher);
        dataClock = new DataClock(
                config.dataClock(),
                FeedHours.of(config.feed(), runtime.stockCalendar()),
                loop,
                runtime.probe(),
                latest,
                new LivenessReports(loop, events, latest, this::mute, this::connectAnew, host::repeat));
        inbound = new Inbound(
                config.feed().kind(),
                loop,
                events,
                symbols,
                latest,
                dispatcher,
                gaps,
                snapshots,
                dataClock::noteData,
                this::unreadable,
                host::onControl);
    }

    /** The latest values; to be read by any thread. */
    LatestTable latest() {
        return latest;
    }

    /** The way to the handlers; safe for use by many threads where it says so. */
    Dispatcher dispatcher() {
        return dispatcher;
    }

    /** The reader of messages; its counters may be read by any thread. */
    Inbound inbound() {
        return inbound;
    }

    // --- what the connection goes through ---

    void changed(StreamStatus before, StreamStatus now) {
        dataClock.update(now.state() == StreamState.LIVE, now.active());
        if (!before.desired().equals(now.desired())) {
            dispatcher.deliverOnly(new DesiredFilter(now.desired()));
        }
    }

    /** A request about subscriptions leaves. */
    void asked() {
        gaps.asked();
    }

    /** The server has said what is active, and if {@code settled}, all that it will say of what is desired. */
    void acknowledged(Subscription active, Subscription desired, boolean settled) {
        acknowledged = active;
        gaps.acknowledged(active);
        if (settled) {
            gaps.settled(desired, active);
        }
        snapshots.acknowledged(active, desired);
    }

    /** Since then messages may have been missed. */
    void interrupted(long sinceNanos, Cause cause) {
        Subscription active = acknowledged;
        acknowledged = Subscription.none();
        GapCause gapCause = cause.kind() == Cause.Kind.STALL ? GapCause.STALL : GapCause.CONNECTION;
        gaps.connectionLost(active, sinceNanos, gapCause, cause.text());
    }

    /** Runs a task once every gap of now has ended and what was fetched until then has left the queues. */
    void whenRepaired(Runnable done) {
        gaps.whenEnded(() -> repairWaits.add(done));
    }

    /** Nothing more will come. */
    void ending() {
        gaps.streamEnded();
        repairWaits.close();
        snapshots.close();
    }

    // --- what is missed though the connection stands ---

    // The dispatcher loses nothing before messages come, and those come when everything is made. A snapshot that finds
    // no room leaves no hole.
    private void lost(MarketEvent event, Provenance provenance) {
        if (provenance.kind() != Provenance.Kind.SNAPSHOT) {
            gaps.lost(event);
        }
    }

    private void unreadable(DecodeProblem problem, long lastFrameNanos) {
        // Of a frame that breaks off, everything behind the fault is lost, whatever symbol it was about.
        boolean known = problem.scope() == DecodeProblem.Scope.ELEMENT
                && !problem.symbol().isEmpty();
        @Nullable String symbol = known ? problem.symbol() : null;
        gaps.undecodable(lastFrameNanos, symbol, acknowledged, "something could not be read: " + problem.reason());
    }

    private void overflowEnded() {
        loop.execute(gaps::overflowEnded);
    }

    private void dispatchStopped(Throwable failure) {
        host.undeliverable(Cause.of(
                Cause.Kind.DISPATCH,
                "handlers cannot run any more (" + failure.getClass().getName()
                        + "): the virtual machine failed in one, or the executor refused work"));
    }

    private void mute(Set<Channel> channels, long sinceNanos) {
        long silentMillis = (loop.nanoTime() - sinceNanos) / 1_000_000;
        String text = "no " + channels + " came for " + silentMillis + " ms although there were some";
        LOG.warn("{}: {}", config.feed(), text);
        gaps.mute(channels, sinceNanos, acknowledged, text);
    }

    private void connectAnew(String text) {
        host.reconnect(Cause.of(Cause.Kind.MUTE, text));
    }
}
