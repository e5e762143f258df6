package dev.chasqui.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import dev.chasqui.stream.options.DispatchOptions;
import dev.chasqui.stream.options.OverflowPolicy;
import dev.chasqui.stream.options.RepairOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** A dispatcher on an executor that runs when told, with a clock that stands still and everything it says written down. */
final class DispatchFixture {

    final ManualExecutor executor = new ManualExecutor();
    final RecordingListener listener = new RecordingListener();
    final List<String> delivered = new ArrayList<>();
    final List<String> lost = new ArrayList<>();
    final Dispatcher dispatcher;
    private final Map<String, Integer> numbers = new HashMap<>();
    long now = 1_000;

    private DispatchFixture(DispatchOptions options) {
        this(options, RepairOptions.Delivery.TOGETHER);
    }

    private DispatchFixture(DispatchOptions options, RepairOptions.Delivery recovered) {
        dispatcher = Dispatcher.create(
                options.mode() == DispatchOptions.Mode.INLINE ? options : options.on(executor),
                recovered,
                listener,
                (event, provenance) -> lost.add(Events.key(event) + " " + provenance.kind()),
                () -> now,
                "dispatch-test");
    }

    /** A dispatcher whose handlers get recovered messages together with live ones. */
    static Dispatcher dispatcher(
            DispatchOptions options, DispatchListener listener, LongSupplier nanoTime, String threadName) {
        return Dispatcher.create(
                options, RepairOptions.Delivery.TOGETHER, listener, LossListener.NONE, nanoTime, threadName);
    }

    static DispatchFixture separate(DispatchOptions options) {
        return new DispatchFixture(options, RepairOptions.Delivery.SEPARATE);
    }

    static DispatchFixture with(DispatchOptions options) {
        return new DispatchFixture(options);
    }

    static DispatchFixture withDefaults() {
        return with(DispatchOptions.defaults());
    }

    static DispatchFixture holding(int maxMessages) {
        return with(DispatchOptions.defaults().withMaxMessages(maxMessages));
    }

    static DispatchFixture holding(int maxMessages, Channel channel, OverflowPolicy policy) {
        return with(DispatchOptions.defaults().withMaxMessages(maxMessages).withPolicy(channel, policy));
    }

    HandlerRegistry handlers() {
        return dispatcher.handlers();
    }

    /** With a handler that writes everything down. */
    DispatchFixture recording() {
        handlers().register(null, "*", this::record);
        return this;
    }

    void record(MarketEvent event) {
        delivered.add(Events.key(event));
    }

    /** Each as a frame of its own, 10 bytes long. */
    void offer(MarketEvent... events) {
        for (MarketEvent event : events) {
            dispatcher.offer(event, number(event), 10);
            dispatcher.endOfFrame();
        }
    }

    /** The number of a message's symbol, as a stream gives them. */
    private int number(MarketEvent event) {
        return numbers.computeIfAbsent(event.symbol(), unseen -> numbers.size());
    }

    /** Each as a frame of its own, 10 bytes long, as a part of gap 1. */
    void offerRecovered(MarketEvent... events) {
        for (MarketEvent event : events) {
            dispatcher.offer(event, 10, Provenance.recovered(1));
            dispatcher.endOfFrame();
        }
    }

    void offerTrades(String symbol, int from, int to) {
        for (int i = from; i <= to; i++) {
            offer(Events.trade(symbol, i));
        }
    }

    /** The counts, after checking that no message is missing from them. */
    DispatchCounters counters() {
        DispatchCounters counters = dispatcher.counters();
        assertThat(counters.offered())
                .as("all accounted for in %s", counters)
                .isEqualTo(counters.delivered()
                        + counters.conflated()
                        + counters.dropped()
                        + counters.filtered()
                        + counters.queued());
        return counters;
    }
}
