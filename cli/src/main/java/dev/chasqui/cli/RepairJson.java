package dev.chasqui.cli;

import dev.chasqui.stream.event.Gap;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamEvent.DedupWindowTruncated;
import dev.chasqui.stream.event.StreamEvent.GapClosed;
import dev.chasqui.stream.event.StreamEvent.GapDeferred;
import dev.chasqui.stream.event.StreamEvent.GapOpened;
import dev.chasqui.stream.event.StreamEvent.GapPartial;
import dev.chasqui.stream.event.StreamEvent.GapUnrecoverable;
import dev.chasqui.stream.event.StreamEvent.HoldOverflow;
import dev.chasqui.stream.event.StreamEvent.RepairSummary;
import java.time.Instant;
import java.util.Optional;

/** The JSON of events on gaps and their repair. */
final class RepairJson {

    private RepairJson() {}

    /** Empty if the event is no such one. */
    static Optional<String> of(StreamEvent event) {
        if (event instanceof GapOpened opened) {
            return done(gap("gap_opened", event, opened.gap())
                    .put("text", opened.gap().text()));
        }
        if (event instanceof GapClosed closed) {
            return done(repair(gap("gap_closed", event, closed.gap()), closed.repair())
                    .put("text", closed.gap().text()));
        }
        if (event instanceof GapPartial partial) {
            return done(repair(gap("gap_partial", event, partial.gap()), partial.repair())
                    .put("reason", partial.reason().name())
                    .put("text", partial.text()));
        }
        if (event instanceof GapUnrecoverable lost) {
            return done(gap("gap_unrecoverable", event, lost.gap())
                    .put("reason", lost.reason().name())
                    .put("text", lost.text()));
        }
        if (event instanceof GapDeferred deferred) {
            return done(gap("gap_deferred", event, deferred.gap())
                    .put("until", deferred.until().toString())
                    .put("reason", deferred.reason().name()));
        }
        return ofMemory(event);
    }

    private static Optional<String> ofMemory(StreamEvent event) {
        if (event instanceof DedupWindowTruncated truncated) {
            return done(EventJson.begin("dedup_window_truncated", event)
                    .put("gap", truncated.gapId())
                    .put("channel", truncated.channel().wireName())
                    .put("keys", truncated.keys()));
        }
        if (event instanceof HoldOverflow overflow) {
            return done(EventJson.begin("hold_overflow", event)
                    .put("channel", overflow.channel().wireName())
                    .put("messages", overflow.messages())
                    .put("bytes", overflow.bytes()));
        }
        return Optional.empty();
    }

    private static JsonObject gap(String name, StreamEvent event, Gap gap) {
        JsonObject json = EventJson.begin(name, event)
                .put("gap", gap.id())
                .put("channel", gap.channel().wireName())
                .put("symbols", gap.symbols())
                .put("from", gap.from().toString());
        Instant to = gap.to();
        if (to != null) {
            json.put("to", to.toString());
        }
        return json.put("cause", gap.cause().name());
    }

    private static JsonObject repair(JsonObject json, RepairSummary repair) {
        return json.put("recovered", repair.recovered())
                .put("duplicates", repair.duplicates())
                .put("requests", repair.requests());
    }

    private static Optional<String> done(JsonObject json) {
        return Optional.of(json.toString());
    }
}
