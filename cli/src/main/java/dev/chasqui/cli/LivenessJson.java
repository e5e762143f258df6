package dev.chasqui.cli;

import dev.chasqui.model.Channel;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamEvent.CircuitOpened;
import dev.chasqui.stream.event.StreamEvent.ClockJump;
import dev.chasqui.stream.event.StreamEvent.StaleCleared;
import dev.chasqui.stream.event.StreamEvent.StaleFeed;
import dev.chasqui.stream.event.StreamEvent.SymbolStale;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The JSON of events on silence, clocks and rest. */
final class LivenessJson {

    private LivenessJson() {}

    /** Empty if the event is no such one. */
    static Optional<String> of(StreamEvent event) {
        if (event instanceof ClockJump jump) {
            return Optional.of(EventJson.begin("clock_jump", event)
                    .put("jump_ms", jump.jump().toMillis())
                    .put("stall_ms", jump.stall().toMillis())
                    .toString());
        }
        if (event instanceof CircuitOpened opened) {
            JsonObject json = EventJson.begin("circuit_opened", event)
                    .put("cool_down_ms", opened.coolDown().toMillis())
                    .put("next_probe", opened.nextProbe().toString());
            return Optional.of(EventJson.end(json, opened.cause()));
        }
        return ofSilence(event);
    }

    private static Optional<String> ofSilence(StreamEvent event) {
        if (event instanceof StaleFeed stale) {
            return Optional.of(EventJson.begin("stale_feed", event)
                    .put("channels", names(stale.channels()))
                    .put("last_data", stale.lastData().toString())
                    .put("confirmed", stale.confirmed())
                    .put("text", stale.text())
                    .toString());
        }
        if (event instanceof StaleCleared cleared) {
            return Optional.of(EventJson.begin("stale_cleared", event)
                    .put("channels", names(cleared.channels()))
                    .put("lasted_ms", cleared.lasted().toMillis())
                    .toString());
        }
        if (event instanceof SymbolStale stale) {
            return Optional.of(EventJson.begin("symbol_stale", event)
                    .put("channel", stale.channel().wireName())
                    .put("symbol", stale.symbol())
                    .put("last_data", stale.lastData().toString())
                    .toString());
        }
        return Optional.empty();
    }

    private static List<String> names(Collection<Channel> channels) {
        return channels.stream().map(Channel::wireName).toList();
    }
}
