package dev.chasqui.internal.gap;

import dev.chasqui.model.Channel;
import dev.chasqui.stream.event.GapReason;

/** Why there is nothing to repair from, for people. */
final class Obstacles {

    private Obstacles() {}

    static String text(GapReason reason, Channel channel) {
        return switch (reason) {
            case NO_HISTORY -> "Alpaca keeps no history of " + channel.wireName() + ": what was missed cannot be had";
            case FEED_HAS_NO_HISTORY -> "this feed has no history: what was missed cannot be had";
            case PLAN -> "the plan does not allow to query the history of " + channel.wireName();
            default ->
                "repair of " + channel.wireName()
                        + " is switched off: add it to the channels of RepairOptions to have it";
        };
    }
}
