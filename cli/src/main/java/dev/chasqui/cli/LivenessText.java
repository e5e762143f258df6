package dev.chasqui.cli;

import dev.chasqui.model.Channel;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamEvent.CircuitOpened;
import dev.chasqui.stream.event.StreamEvent.ClockJump;
import dev.chasqui.stream.event.StreamEvent.StaleCleared;
import dev.chasqui.stream.event.StreamEvent.StaleFeed;
import dev.chasqui.stream.event.StreamEvent.SymbolStale;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a person should know of silence, clocks and rest, in one line. */
final class LivenessText {

    private LivenessText() {}

    /** The line; empty if the event is no such one. */
    static Optional<String> of(StreamEvent event) {
        if (event instanceof ClockJump jump) {
            return Optional.of(jump(jump));
        }
        if (event instanceof StaleFeed stale) {
            return Optional.of(stale.text());
        }
        if (event instanceof StaleCleared cleared) {
            return Optional.of(names(cleared.channels()) + " come again, after " + EventText.seconds(cleared.lasted()));
        }
        if (event instanceof SymbolStale stale) {
            return Optional.of("no " + stale.channel().wireName() + " of " + stale.symbol() + " since "
                    + stale.lastData() + ", while others come");
        }
        if (event instanceof CircuitOpened opened) {
            return Optional.of(opened.cause().text() + "; resting " + EventText.seconds(opened.coolDown())
                    + " before the next attempt");
        }
        return Optional.empty();
    }

    private static String jump(ClockJump jump) {
        return jump.stall().isZero()
                ? "the time of day jumped by " + EventText.seconds(jump.jump())
                : "the process stood still for " + EventText.seconds(jump.stall());
    }

    private static String names(Collection<Channel> channels) {
        return channels.stream().map(Channel::wireName).collect(Collectors.joining(", "));
    }
}
