package dev.chasqui.internal.dispatch;

import dev.chasqui.model.MarketEvent;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** An asynchronous handler's work on one message, until its stage completes; once, even if a stage of the user's own making says so twice. */
final class Turn implements BiConsumer<@Nullable Object, @Nullable Throwable> {

    private final Gate gate;
    private final Handler handler;
    private final MarketEvent event;
    private final Calls calls;
    private final AtomicBoolean ended = new AtomicBoolean();

    Turn(Gate gate, Handler handler, MarketEvent event, Calls calls) {
        this.gate = gate;
        this.handler = handler;
        this.event = event;
        this.calls = calls;
    }

    void endWith(CompletionStage<?> stage) {
        try {
            var unused = stage.whenComplete(this);
        } catch (Throwable broken) {
            accept(null, broken);
        }
    }

    @Override
    public void accept(@Nullable Object result, @Nullable Throwable failure) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        if (failure != null) {
            calls.failed(handler, event, failure);
        }
        gate.passOn();
    }
}
