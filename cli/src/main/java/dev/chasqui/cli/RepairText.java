package dev.chasqui.cli;

import dev.chasqui.model.Channel;
import dev.chasqui.stream.event.Gap;
import dev.chasqui.stream.event.GapReason;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamEvent.DedupWindowTruncated;
import dev.chasqui.stream.event.StreamEvent.GapClosed;
import dev.chasqui.stream.event.StreamEvent.GapDeferred;
import dev.chasqui.stream.event.StreamEvent.GapOpened;
import dev.chasqui.stream.event.StreamEvent.GapPartial;
import dev.chasqui.stream.event.StreamEvent.GapUnrecoverable;
import dev.chasqui.stream.event.StreamEvent.HoldOverflow;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a person should know of gaps and their repair, in one line. Confined to one thread at a time. */
final class RepairText {

    private static final int MOST_SYMBOLS = 5;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

    private final ZoneId zone;
    private final Set<Channel> told = EnumSet.noneOf(Channel.class);

    RepairText(ZoneId zone) {
        this.zone = zone;
    }

    /** The line; empty if the event is no such one, or says nothing that another line does not say. */
    Optional<String> of(StreamEvent event) {
        if (event instanceof GapOpened opened) {
            return opened(opened.gap());
        }
        if (event instanceof GapClosed closed) {
            return Optional.of(
                    name(closed.gap()) + " closed: " + closed.repair().recovered() + " recovered, nothing is missing");
        }
        if (event instanceof GapPartial partial) {
            return Optional.of(name(partial.gap()) + " repaired in part (" + partial.reason() + ", "
                    + partial.repair().recovered() + " recovered): " + partial.text());
        }
        if (event instanceof GapUnrecoverable lost) {
            return lost.gap().channel().isRequestable()
                    ? Optional.of(lost(lost))
                    : withoutHistory(lost.gap().channel());
        }
        if (event instanceof GapDeferred deferred) {
            return Optional.of(
                    name(deferred.gap()) + " waits until " + time(deferred.until()) + " (" + deferred.reason() + ")");
        }
        return ofMemory(event);
    }

    private static String lost(GapUnrecoverable lost) {
        String text = lost.reason() == GapReason.DISABLED
                ? "these are not fetched; --repair-channels can name what is"
                : lost.text();
        return name(lost.gap()) + " not repaired (" + lost.reason() + "): " + text;
    }

    // Nobody asks for corrections and cancellations by name: they have a gap whenever trades have one. Once is enough.
    private Optional<String> withoutHistory(Channel channel) {
        return told.add(channel)
                ? Optional.of(channel.wireName()
                        + " come with trades, and Alpaca keeps no history of them: whenever trades were"
                        + " missed, some of these may be missing for good (said once)")
                : Optional.empty();
    }

    private Optional<String> opened(Gap gap) {
        return gap.channel().isRequestable()
                ? Optional.of(name(gap) + ": " + symbols(gap.symbols()) + " may be missing since " + time(gap.from()))
                : Optional.empty();
    }

    private static Optional<String> ofMemory(StreamEvent event) {
        if (event instanceof DedupWindowTruncated truncated) {
            return Optional.of("messages of gap " + truncated.gapId() + " may come twice: only the last "
                    + truncated.keys() + " are remembered");
        }
        if (event instanceof HoldOverflow overflow) {
            return Optional.of("the repair took too long for " + overflow.messages() + " waiting "
                    + overflow.channel().wireName() + ": they come now, and what was missed comes after them");
        }
        return Optional.empty();
    }

    private static String name(Gap gap) {
        return "gap " + gap.id() + " of " + gap.channel().wireName();
    }

    private static String symbols(Set<String> symbols) {
        String first = String.join(
                ", ", new TreeSet<>(symbols).stream().limit(MOST_SYMBOLS).toList());
        return symbols.size() > MOST_SYMBOLS ? first + " and " + (symbols.size() - MOST_SYMBOLS) + " more" : first;
    }

    private String time(Instant instant) {
        return TIME.format(instant.atZone(zone));
    }
}
