package dev.chasqui.acceptance.ledger;

import dev.chasqui.acceptance.Spread;
import dev.chasqui.stream.event.GapReason;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The account of all gaps. How much too wide a gap was is judged only where at least {@value #DENSE} messages were missing: fewer do not
 * show where the hole began and ended.
 *
 * @param opened how many there were
 * @param closed ended as whole
 * @param partial ended as partly repaired, by reason
 * @param unrecoverable ended as not repaired, by reason
 * @param deferrals how often repair was put off
 * @param neverEnded without any end
 * @param withoutLoss into which nothing fell
 * @param ratio length told by length of the hole, from the first to the last message that did not come live
 * @param excessMillis length told minus length of the hole
 */
public record GapTotals(
        long opened,
        long closed,
        Map<GapReason, Long> partial,
        Map<GapReason, Long> unrecoverable,
        long deferrals,
        long neverEnded,
        long withoutLoss,
        Spread ratio,
        Spread excessMillis) {

    /** Missing messages that show how long a hole was. */
    static final int DENSE = 20;

    private static final double MILLISECOND = 1e6;

    static GapTotals of(Collection<GapAccount> gaps, long deferrals) {
        List<GapAccount> measured = gaps.stream()
                .filter(gap -> gap.missed() >= DENSE && gap.holeNanos() > 0 && gap.to() != Long.MAX_VALUE)
                .toList();
        return new GapTotals(
                gaps.size(),
                gaps.stream().filter(GapAccount::isSaidWhole).count(),
                byReason(gaps, GapAccount.End.PARTIAL),
                byReason(gaps, GapAccount.End.UNRECOVERABLE),
                deferrals,
                gaps.stream().filter(gap -> gap.end() == null).count(),
                gaps.stream().filter(gap -> gap.missed() == 0).count(),
                Spread.of(measured.stream()
                        .mapToDouble(gap -> (double) told(gap) / gap.holeNanos())
                        .toArray()),
                Spread.of(measured.stream()
                        .mapToDouble(gap -> (told(gap) - gap.holeNanos()) / MILLISECOND)
                        .toArray()));
    }

    private static long told(GapAccount gap) {
        return gap.to() - gap.from();
    }

    private static Map<GapReason, Long> byReason(Collection<GapAccount> gaps, GapAccount.End end) {
        Map<GapReason, Long> counts = new EnumMap<>(GapReason.class);
        gaps.stream()
                .filter(gap -> gap.end() == end)
                .forEach(gap -> counts.merge(Objects.requireNonNull(gap.reason()), 1L, Long::sum));
        return counts;
    }

    String text() {
        return "gaps: " + opened + " opened, " + closed + " closed, partial " + partial + ", unrecoverable "
                + unrecoverable + ", put off " + deferrals + " times, " + neverEnded + " never ended, " + withoutLoss
                + " without loss\n  told / true: " + ratio.text("") + "\n  told - true: " + excessMillis.text("ms");
    }
}
