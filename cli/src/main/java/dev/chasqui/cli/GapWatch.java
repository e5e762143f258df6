package dev.chasqui.cli;

import dev.chasqui.cli.Palette.Tone;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.event.Gap;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamEvent.GapClosed;
import dev.chasqui.stream.event.StreamEvent.GapOpened;
import dev.chasqui.stream.event.StreamEvent.GapPartial;
import dev.chasqui.stream.event.StreamEvent.GapUnrecoverable;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Knows which gaps are open, and how the last one ended. Gaps of channels that nobody can ask for are left out: they come with those of
 * trades. Safe for use by many threads.
 */
final class GapWatch {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final ZoneId zone;
    private final Map<Long, Gap> open = new HashMap<>();
    private String lastEnd = "";
    private Tone lastTone = Tone.NORMAL;

    GapWatch(ZoneId zone) {
        this.zone = zone;
    }

    synchronized void event(StreamEvent event) {
        if (event instanceof GapOpened opened) {
            if (opened.gap().channel().isRequestable()) {
                open.put(opened.gap().id(), opened.gap());
            }
        } else if (event instanceof GapClosed closed) {
            end(closed.gap(), event, "closed", Tone.NORMAL);
        } else if (event instanceof GapPartial partial) {
            end(partial.gap(), event, "partial", Tone.WARNING);
        } else if (event instanceof GapUnrecoverable lost) {
            end(lost.gap(), event, "not repaired", Tone.DOWN);
        }
    }

    private void end(Gap gap, StreamEvent event, String how, Tone tone) {
        if (open.remove(gap.id()) != null) {
            lastEnd = "last gap " + how + " "
                    + TIME.format(event.origin().wallClock().atZone(zone));
            lastTone = tone;
        }
    }

    synchronized GapsView view() {
        return new GapsView(open.size(), lastEnd, lastTone);
    }

    /** Symbols of which something may be missing now; {@code *} if it may be any. */
    synchronized Set<String> symbols() {
        Set<String> symbols = new HashSet<>();
        open.values().forEach(gap -> symbols.addAll(gap.symbols()));
        return symbols;
    }

    /** Whether something of the symbol may be missing, given what {@link #symbols()} said. */
    static boolean isIn(Set<String> symbols, String symbol) {
        return symbols.contains(symbol) || symbols.contains(Subscription.ALL_SYMBOLS);
    }
}
