package dev.chasqui.cli;

import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import dev.chasqui.stream.event.StreamEvent;
import java.util.concurrent.CompletableFuture;

/** Where the messages of a stream go. Messages and events come from different threads. */
interface Output extends AutoCloseable {

    /** A data message, and how it came. */
    void message(MarketEvent message, Provenance provenance);

    /** Something that happened to the stream. */
    void event(StreamEvent event);

    /** Completes if the output itself has a reason to end: it is full, broken, or the user asked. */
    CompletableFuture<Ending> ended();

    /** Writes what waits, and gives back what was taken. */
    @Override
    void close();
}
