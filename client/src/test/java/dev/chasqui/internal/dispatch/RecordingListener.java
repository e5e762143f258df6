package dev.chasqui.internal.dispatch;

import dev.chasqui.model.Channel;
import dev.chasqui.stream.options.OverflowPolicy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what it is told, as text. */
class RecordingListener implements DispatchListener {

    final List<String> notices = new CopyOnWriteArrayList<>();
    final List<Throwable> failures = new CopyOnWriteArrayList<>();

    @Override
    public void slowConsumer(int queuedMessages, long queuedBytes) {
        notices.add("slow " + queuedMessages + " " + queuedBytes);
    }

    @Override
    public void overflow(Channel channel, OverflowPolicy policy) {
        notices.add("overflow " + channel + " " + policy);
    }

    @Override
    public void slowConsumerCleared(long lastedNanos, Map<Channel, Long> dropped, Map<Channel, Long> conflated) {
        notices.add("cleared " + lastedNanos + " dropped " + dropped + " conflated " + conflated);
    }

    @Override
    public void handlerFailed(Channel channel, String symbol, Throwable failure, long suppressed) {
        failures.add(failure);
        notices.add("failed " + channel + " " + symbol + " " + failure.getMessage() + " " + suppressed);
    }

    @Override
    public void stopped(Throwable failure) {
        failures.add(failure);
        notices.add("stopped " + failure.getMessage());
    }
}
