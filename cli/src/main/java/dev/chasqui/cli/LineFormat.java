package dev.chasqui.cli;

import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import dev.chasqui.stream.event.StreamEvent;

/** Writes messages as lines of UTF-8, each with its line end. Messages come from one thread at a time, events from another. */
interface LineFormat {

    /** What stands before the first message; may be empty. */
    byte[] header();

    /** The line of a message that came in this way. */
    byte[] message(MarketEvent message, Provenance provenance);

    /** The line of an event; empty if the format has no place for it. */
    byte[] event(StreamEvent event);
}
