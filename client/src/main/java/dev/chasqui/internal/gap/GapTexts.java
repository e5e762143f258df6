package dev.chasqui.internal.gap;

import dev.chasqui.model.Timestamps;
import dev.chasqui.stream.event.GapReason;
import java.time.Duration;
import java.util.stream.Collectors;

/** What is missing and what to do about it, for people. */
final class GapTexts {

    private static final int SYMBOLS_SHOWN = 5;

    private GapTexts() {}

    /** For an outcome that is not a full repair. */
    static String of(OpenGap gap, String what, String advice) {
        return what + "; missing: " + (gap.hasRecovered() ? "a part of " : "") + range(gap) + ". " + advice;
    }

    /** For a gap whose repair is not even tried. */
    static String notTried(OpenGap gap, GapReason reason) {
        return switch (reason) {
            case NO_HISTORY ->
                of(gap, "Alpaca keeps no history of " + gap.channel().wireName(), "Nothing can bring it back");
            case FEED_HAS_NO_HISTORY -> of(gap, "this feed has no history", "Nothing can bring it back");
            case DISABLED ->
                of(
                        gap,
                        "repair of " + gap.channel().wireName() + " is off",
                        "Add the channel to RepairOptions, or ask REST history for it");
            case PLAN -> of(gap, "the plan does not allow history", "Take another plan, or another feed");
            default -> of(gap, "repair is not possible: " + reason, "Ask REST history for it");
        };
    }

    static String unsubscribed(OpenGap gap) {
        return of(gap, "not subscribed any more", "Ask REST history for it if you need it");
    }

    static String closed(OpenGap gap) {
        return of(gap, "the stream ended before the repair", "Ask REST history for it if you need it");
    }

    static String tooLong(OpenGap gap, Duration reach) {
        return of(
                gap,
                "the gap reaches back further than the " + reach.toMinutes() + " min of repair",
                "Raise maxBackfill, or ask REST history for the older part");
    }

    static String unbounded(OpenGap gap, int asked) {
        return of(
                gap,
                asked == 0
                        ? "every symbol was subscribed and none was seen to ask for"
                        : "every symbol was subscribed, and only the " + asked + " that were seen could be asked for",
                "Subscribe by name what must not have a hole");
    }

    private static String range(OpenGap gap) {
        return gap.channel().wireName() + " of " + symbols(gap) + " from " + Timestamps.toInstant(gap.from()) + " to "
                + Timestamps.toInstant(gap.to());
    }

    private static String symbols(OpenGap gap) {
        if (gap.isOfAllSymbols()) {
            return "all symbols";
        }
        String shown = gap.symbols().stream().limit(SYMBOLS_SHOWN).collect(Collectors.joining(", "));
        int more = gap.symbols().size() - SYMBOLS_SHOWN;
        return more > 0 ? shown + " and " + more + " more" : shown;
    }
}
