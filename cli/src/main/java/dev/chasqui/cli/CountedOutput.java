package dev.chasqui.cli;

import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import dev.chasqui.stream.event.StreamEvent;
import java.util.concurrent.CompletableFuture;

/** Passes so many messages on, exactly, and then asks to end. Events do not count. */
final class CountedOutput implements Output {

    private final Output inner;
    private final CompletableFuture<Ending> ended;
    private long remaining;

    CountedOutput(Output inner, long messages) {
        this.inner = inner;
        remaining = messages;
        ended = inner.ended();
    }

    @Override
    public synchronized void message(MarketEvent message, Provenance provenance) {
        if (remaining == 0) {
            return;
        }
        inner.message(message, provenance);
        remaining--;
        if (remaining == 0) {
            ended.complete(Ending.DONE);
        }
    }

    @Override
    public void event(StreamEvent event) {
        inner.event(event);
    }

    @Override
    public CompletableFuture<Ending> ended() {
        return ended.copy();
    }

    @Override
    public void close() {
        inner.close();
    }
}
