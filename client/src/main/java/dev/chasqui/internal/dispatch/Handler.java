package dev.chasqui.internal.dispatch;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A registration: one function of the user's, for one symbol or all, on one channel or all. */
final class Handler {

    private static final long REPORT_INTERVAL_NANOS = 1_000_000_000;

    final @Nullable Channel channel;
    final String symbol;

    /** For asynchronous handlers only. */
    final @Nullable Gate gate;

    private final BiFunction<? super MarketEvent, ? super Provenance, ? extends @Nullable CompletionStage<?>> function;

    /** What the user gave, by which a function registered twice is recognised. */
    final Object identity;

    /** Which messages it is for. */
    final Interest interest;

    private volatile boolean removed;
    private boolean reported;
    private long reportedAt;
    private long suppressed;

    private Handler(
            @Nullable Channel channel,
            String symbol,
            Interest interest,
            Object identity,
            BiFunction<? super MarketEvent, ? super Provenance, ? extends @Nullable CompletionStage<?>> function,
            boolean async) {
        this.channel = channel;
        this.symbol = symbol;
        this.interest = interest;
        this.identity = identity;
        this.function = function;
        this.gate = async ? new Gate(this) : null;
    }

    static Handler of(@Nullable Channel channel, String symbol, Consumer<? super MarketEvent> consumer) {
        return new Handler(
                channel,
                symbol,
                Interest.PLAIN,
                consumer,
                (event, provenance) -> {
                    consumer.accept(event);
                    return null;
                },
                false);
    }

    static Handler async(
            @Nullable Channel channel,
            String symbol,
            Function<? super MarketEvent, ? extends @Nullable CompletionStage<?>> function) {
        return new Handler(
                channel, symbol, Interest.PLAIN, function, (event, provenance) -> function.apply(event), true);
    }

    static Handler withProvenance(
            @Nullable Channel channel,
            String symbol,
            Interest interest,
            BiConsumer<? super MarketEvent, ? super Provenance> consumer) {
        return new Handler(
                channel,
                symbol,
                interest,
                consumer,
                (event, provenance) -> {
                    consumer.accept(event, provenance);
                    return null;
                },
                false);
    }

    @Nullable
    CompletionStage<?> call(MarketEvent event, Provenance provenance) {
        return function.apply(event, provenance);
    }

    boolean isRemoved() {
        return removed;
    }

    /** No call begins any more, and messages that wait for this handler alone wait no longer. */
    void markRemoved() {
        removed = true;
        if (gate != null) {
            gate.discardAll();
        }
    }

    /** The failures to mention beside this one, or -1 if it is too soon to report again. */
    synchronized long reportable(long now) {
        if (reported && now - reportedAt < REPORT_INTERVAL_NANOS) {
            suppressed++;
            return -1;
        }
        long unmentioned = suppressed;
        reported = true;
        reportedAt = now;
        suppressed = 0;
        return unmentioned;
    }
}
