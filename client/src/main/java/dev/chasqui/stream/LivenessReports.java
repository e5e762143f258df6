package dev.chasqui.stream;

import dev.chasqui.internal.liveness.DataClock;
import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Channel;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.event.StreamEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;

/** Turns what the data clock finds into events, marks on latest values, and steps of the machine. Confined to the loop's thread. */
final class LivenessReports implements DataClock.Listener {

    /** The channels have missed what came since then. */
    interface MuteReceiver {
        void mute(Set<Channel> channels, long sinceNanos);
    }

    private final EventLoop loop;
    private final EventPublisher events;
    private final LatestTable latest;
    private final MuteReceiver onMute;
    private final Consumer<String> onReconnect;
    private final Consumer<Subscription> onAskAgain;

    LivenessReports(
            EventLoop loop,
            EventPublisher events,
            LatestTable latest,
            MuteReceiver onMute,
            Consumer<String> onReconnect,
            Consumer<Subscription> onAskAgain) {
        this.loop = loop;
        this.events = events;
        this.latest = latest;
        this.onMute = onMute;
        this.onReconnect = onReconnect;
        this.onAskAgain = onAskAgain;
    }

    @Override
    public void stale(Set<Channel> channels, long lastNanos, boolean confirmed, String text) {
        Instant last = timeOfDay(lastNanos);
        events.publish(origin -> new StreamEvent.StaleFeed(origin, channels, last, confirmed, text));
    }

    @Override
    public void flowing(Set<Channel> channels, Duration silent) {
        events.publish(origin -> new StreamEvent.StaleCleared(origin, channels, silent));
    }

    @Override
    public void symbolSilent(Channel channel, String symbol, long lastNanos) {
        latest.markStale(channel, Set.of(symbol));
        Instant last = timeOfDay(lastNanos);
        events.publish(origin -> new StreamEvent.SymbolStale(origin, channel, symbol, last));
    }

    @Override
    public void mute(Set<Channel> channels, long sinceNanos) {
        onMute.mute(channels, sinceNanos);
    }

    @Override
    public void reconnect(String text) {
        onReconnect.accept(text);
    }

    @Override
    public void askAgain(Subscription pairs) {
        onAskAgain.accept(pairs);
    }

    private Instant timeOfDay(long nanos) {
        return loop.wallClock().minusNanos(loop.nanoTime() - nanos);
    }
}
