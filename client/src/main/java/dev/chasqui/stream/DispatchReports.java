package dev.chasqui.stream;

import dev.chasqui.internal.dispatch.DispatchListener;
import dev.chasqui.model.Channel;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.options.OverflowPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what the dispatcher reports into events. Safe for use by many threads. */
final class DispatchReports implements DispatchListener {

    private static final Logger LOG = LoggerFactory.getLogger(DispatchReports.class);

    private final EventPublisher events;
    private final Runnable onCleared;
    private final Consumer<Throwable> onStopped;

    DispatchReports(EventPublisher events, Runnable onCleared, Consumer<Throwable> onStopped) {
        this.events = events;
        this.onCleared = onCleared;
        this.onStopped = onStopped;
    }

    @Override
    public void slowConsumer(int queuedMessages, long queuedBytes) {
        LOG.warn("handlers do not keep up: {} messages, {} bytes wait", queuedMessages, queuedBytes);
        events.publish(origin -> new StreamEvent.SlowConsumer(origin, queuedMessages, queuedBytes));
    }

    @Override
    public void overflow(Channel channel, OverflowPolicy policy) {
        LOG.warn("the queue is full; {} acts on {}", policy, channel.wireName());
        events.publish(origin -> new StreamEvent.Overflow(origin, channel, policy));
    }

    @Override
    public void slowConsumerCleared(long lastedNanos, Map<Channel, Long> dropped, Map<Channel, Long> conflated) {
        LOG.info("handlers keep up again; dropped {}, conflated {}", dropped, conflated);
        events.publish(origin -> new StreamEvent.SlowConsumerCleared(
                origin, Duration.ofNanos(lastedNanos), Map.copyOf(dropped), Map.copyOf(conflated)));
        onCleared.run();
    }

    @Override
    public void handlerFailed(Channel channel, String symbol, Throwable failure, long suppressed) {
        LOG.warn("a handler of {} failed with {}", channel.wireName(), failure.toString());
        events.publish(origin -> new StreamEvent.HandlerFailed(origin, channel, symbol, failure, suppressed));
    }

    @Override
    public void stopped(Throwable failure) {
        onStopped.accept(failure);
    }
}
