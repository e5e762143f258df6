package dev.chasqui.acceptance.ledger;

import dev.chasqui.model.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * The verdict on one stream.
 *
 * @param channels by channel, those with messages only
 * @param gaps over all channels
 * @param orderUnknown messages delivered live before it was told that they were published, whose order is not judged
 * @param complaints what was told badly of gaps
 * @param examples of what is wrong with messages; few of many
 */
public record LedgerReport(
        List<ChannelRow> channels, GapTotals gaps, long orderUnknown, List<String> complaints, List<String> examples) {

    private static final String[] COLUMNS = {
        "attempted",
        "ok",
        "recovered",
        "superseded",
        "lost",
        "told",
        "whole",
        "silent",
        "early",
        "duplicated",
        "unexpected",
        "misordered",
        "extra",
        "snapshots"
    };

    /** Copies the lists unless they are immutable already. */
    public LedgerReport {
        channels = List.copyOf(channels);
        complaints = List.copyOf(complaints);
        examples = List.copyOf(examples);
    }

    /** The account of a channel; zeros if it had no messages. */
    public ChannelRow of(Channel channel) {
        return channels.stream()
                .filter(row -> row.channel() == channel)
                .findFirst()
                .orElseGet(() -> new Tally().row(channel));
    }

    /** A sum over all channels. */
    public long sum(ToLongFunction<ChannelRow> of) {
        return channels.stream().mapToLong(of).sum();
    }

    /**
     * What no stream may do, in words; empty if nothing. A message that is lost within a gap that was told of and not said to be whole is
     * none of it.
     */
    public List<String> violations() {
        List<String> all = new ArrayList<>();
        complain(all, "duplicated", sum(ChannelRow::duplicated));
        complain(all, "unexpected", sum(ChannelRow::unexpected));
        complain(all, "misordered", sum(ChannelRow::misordered));
        complain(all, "lost within no gap", sum(ChannelRow::lostSilently));
        complain(all, "lost within a gap said to be whole", sum(ChannelRow::lostWhole));
        all.addAll(complaints);
        if (!all.isEmpty()) {
            all.addAll(examples);
        }
        return all;
    }

    private static void complain(List<String> all, String what, long count) {
        if (count > 0) {
            all.add(count + " " + what);
        }
    }

    /** For people: a line for each channel, then the gaps. */
    public String table() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-14s", "channel"));
        for (String column : COLUMNS) {
            text.append(String.format(Locale.ROOT, " %10s", column));
        }
        for (ChannelRow row : channels) {
            text.append(String.format(Locale.ROOT, "%n%-14s", row.channel().wireName()));
            for (long cell : cells(row)) {
                text.append(String.format(Locale.ROOT, " %10d", cell));
            }
        }
        return text.append('\n').append(gaps.text()).toString();
    }

    private static long[] cells(ChannelRow row) {
        return new long[] {
            row.attempted(),
            row.ok(),
            row.recovered(),
            row.superseded(),
            row.lost(),
            row.lostTold(),
            row.lostWhole(),
            row.lostSilently(),
            row.early(),
            row.duplicated(),
            row.unexpected(),
            row.misordered(),
            row.extra(),
            row.snapshots()
        };
    }

    @Override
    public String toString() {
        return table() + (violations().isEmpty() ? "" : "\n" + String.join("\n", violations()));
    }
}
