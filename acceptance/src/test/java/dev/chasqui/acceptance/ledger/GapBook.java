package dev.chasqui.acceptance.ledger;

import dev.chasqui.model.Channel;
import dev.chasqui.stream.event.Gap;
import dev.chasqui.stream.event.GapCause;
import dev.chasqui.stream.event.GapReason;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamEvent.RepairSummary;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every gap that a stream told of, and whether it told well: each opened once, each ended once, none narrower at its end. */
final class GapBook {

    private final Map<Long, GapAccount> gaps = new LinkedHashMap<>();
    private final Map<Channel, GapIndex> indexes = new EnumMap<>(Channel.class);
    private final Map<Long, Long> recovered = new LinkedHashMap<>();
    private final List<String> complaints = new ArrayList<>();
    private long deferrals;

    void told(StreamEvent event) {
        if (event instanceof StreamEvent.GapOpened opened) {
            open(opened.gap());
        } else if (event instanceof StreamEvent.GapClosed closed) {
            end(closed.gap(), GapAccount.End.CLOSED, null, closed.repair());
        } else if (event instanceof StreamEvent.GapPartial partial) {
            end(partial.gap(), GapAccount.End.PARTIAL, partial.reason(), partial.repair());
        } else if (event instanceof StreamEvent.GapUnrecoverable lost) {
            end(lost.gap(), GapAccount.End.UNRECOVERABLE, lost.reason(), null);
        } else if (event instanceof StreamEvent.GapDeferred) {
            deferrals++;
        }
    }

    private void open(Gap gap) {
        indexes.remove(gap.channel());
        if (gaps.putIfAbsent(gap.id(), new GapAccount(gap)) != null) {
            complaints.add("gap opened twice: " + gap);
        }
    }

    private void end(Gap gap, GapAccount.End end, @Nullable GapReason reason, @Nullable RepairSummary repair) {
        GapAccount account = gaps.get(gap.id());
        if (account == null) {
            complaints.add("gap ended and never opened: " + gap);
        } else if (account.end() != null) {
            complaints.add("gap ended twice, " + account.end() + " and " + end + ": " + gap);
        } else {
            complainOfShape(account.opened, gap);
            indexes.remove(account.opened.channel());
            account.end(gap, end, reason, repair);
        }
    }

    private void complainOfShape(Gap opened, Gap ended) {
        if (ended.channel() != opened.channel() || ended.from().isAfter(opened.from())) {
            complaints.add("gap narrower at its end than at its beginning: " + opened + " and " + ended);
        }
        if (ended.to() != null && ended.to().isBefore(ended.from())) {
            complaints.add("gap ends before it begins: " + ended);
        }
    }

    /** A message was delivered as recovered for this gap. */
    void recovered(long gapId) {
        recovered.merge(gapId, 1L, Long::sum);
    }

    /** The gaps of the lane into which a message published between these times may fall. */
    List<GapAccount> covering(Lane lane, long first, long last) {
        return indexes.computeIfAbsent(lane.channel, this::index).covering(lane, first, last);
    }

    private GapIndex index(Channel channel) {
        return new GapIndex(gaps.values().stream()
                .filter(gap -> gap.opened.channel() == channel)
                .toList());
    }

    /** What was told badly. */
    List<String> complaints() {
        List<String> all = new ArrayList<>(complaints);
        gaps.values().forEach(gap -> complainOfEnd(gap, all));
        recovered.keySet().stream()
                .filter(id -> !gaps.containsKey(id))
                .forEach(id -> all.add("recovered for a gap that was never opened: " + id));
        return all;
    }

    // A full queue may drop a recovered message like any other; that is then a gap of its own.
    private boolean overflowed(GapAccount gap) {
        return gaps.values().stream()
                .anyMatch(other ->
                        other.opened.channel() == gap.opened.channel() && other.opened.cause() == GapCause.OVERFLOW);
    }

    private void complainOfEnd(GapAccount gap, List<String> all) {
        long delivered = recovered.getOrDefault(gap.opened.id(), 0L);
        if (gap.end() == null) {
            all.add("gap never ended: " + gap.opened);
        } else if (delivered > gap.saidRecovered() || (delivered < gap.saidRecovered() && !overflowed(gap))) {
            all.add("gap " + gap.opened.id() + " is said to have recovered " + gap.saidRecovered() + ", and "
                    + delivered + " were delivered");
        }
    }

    GapTotals totals() {
        return GapTotals.of(gaps.values(), deferrals);
    }
}
