package dev.chasqui.acceptance.soak;

import dev.chasqui.acceptance.Spread;
import dev.chasqui.acceptance.ledger.ChannelRow;
import dev.chasqui.acceptance.ledger.LedgerReport;
import dev.chasqui.model.Channel;
import dev.chasqui.stream.StreamStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * What came of a soak.
 *
 * @param seed repeats its faults
 * @param market what was played
 * @param seconds how long faults were made
 * @param published messages of the market
 * @param faults how often each struck
 * @param spurious why connections ended that nobody broke
 * @param recoveries milliseconds from the end of a live connection to the next one
 * @param repairs milliseconds from the opening of a gap to its closing
 * @param recoverable channels whose gaps are repaired
 * @param problems what went wrong with the soak itself
 */
record SoakReport(
        long seed,
        Soak.Market market,
        double seconds,
        long published,
        Map<SoakFault, Integer> faults,
        List<String> spurious,
        Spread recoveries,
        Spread repairs,
        LedgerReport ledger,
        StreamStatistics statistics,
        Set<Channel> recoverable,
        List<Vitals.Sample> vitals,
        double heapSlope,
        List<String> problems) {

    private static final int MOST_VIOLATIONS = 15;
    private static final int MOST_SAMPLES = 100;

    int faultCount() {
        return faults.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Of the channels that are repaired. */
    long sum(ToLongFunction<ChannelRow> of) {
        return recoverable.stream()
                .mapToLong(channel -> of.applyAsLong(ledger.of(channel)))
                .sum();
    }

    /** What must not be; empty if all is well. */
    List<String> violations() {
        List<String> all = new ArrayList<>(problems);
        all.addAll(ledger.violations());
        long lost = sum(ChannelRow::lost);
        if (lost > 0) {
            all.add(lost + " messages of " + recoverable + " lost");
        }
        return all.subList(0, Math.min(all.size(), MOST_VIOLATIONS));
    }

    /** For people. */
    String table() {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "[soak] seed %d, %s market, %.0f s: %d faults, %d messages published (%.0f/s)",
                seed,
                market.name().toLowerCase(Locale.ROOT),
                seconds,
                faultCount(),
                published,
                published / seconds);
        line(text, "faults: %s", faults);
        line(
                text,
                "of %s: lost %d, duplicated %d, unexpected %d, recovered %d of %d",
                recoverable,
                sum(ChannelRow::lost),
                sum(ChannelRow::duplicated),
                sum(ChannelRow::unexpected),
                sum(ChannelRow::recovered),
                sum(ChannelRow::attempted));
        line(text, "%s", ledger.table());
        line(text, "live again after a break: %s", recoveries.text("ms"));
        line(text, "gap closed after its opening: %s", repairs.text("ms"));
        line(
                text,
                "breaks that nobody ordered: %d %s",
                spurious.size(),
                spurious.stream().distinct().toList());
        line(
                text,
                "client: received %d, recovered %d, delivered %d, duplicates %d, dropped %d, undecodable %d, connections %d",
                statistics.received(),
                statistics.recovered(),
                statistics.delivered(),
                statistics.duplicates(),
                statistics.dropped(),
                statistics.undecodable(),
                statistics.connections());
        int step = vitals.size() / MOST_SAMPLES + 1;
        for (int i = 0; i < vitals.size(); i++) {
            if (i % step == 0 || i == vitals.size() - 1) {
                line(text, "  %s", vitals.get(i));
            }
        }
        line(text, "lowest mean heap after warm-up, second half against first: %.2f MiB/min", heapSlope);
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
