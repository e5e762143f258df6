package dev.chasqui.internal.gap;

import dev.chasqui.internal.gap.Fingerprint.Kind;
import dev.chasqui.model.Bar;
import dev.chasqui.model.MarketEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * What was delivered lately, so that nothing is delivered twice: neither what history shows again, nor what the stream brings after history
 * did. It remembers for a time, longer while a gap needs it, and never more than a number of messages. Confined to the loop's thread.
 */
final class DedupWindow {

    /** What to do with a message. */
    enum Verdict {
        /** It was not delivered: deliver it. */
        NEW,
        /** It was delivered: leave it. */
        DUPLICATE,
        /** Something else with its key was delivered: deliver it as well. */
        CONFLICT,
        /** An earlier state of it was delivered: deliver it as an update. */
        CHANGED
    }

    private static final int OLDER = 1;

    private final int maxKeys;
    private final long retentionNanos;
    private final Fingerprint print = new Fingerprint();
    // The newest first. Two of them, as long as no gap needs more.
    private final Deque<DedupTable> tables = new ArrayDeque<>();
    private DedupTable current;
    private boolean keeps;
    private long keepSince;
    private long forgottenUntil = Long.MIN_VALUE;
    private boolean hasForgotten;
    private long conflicts;

    // Where the last search ended.
    private DedupTable foundIn;
    private int place;

    DedupWindow(int maxKeys, long retentionNanos, long now) {
        this.maxKeys = maxKeys;
        this.retentionNanos = retentionNanos;
        current = new DedupTable(now);
        foundIn = current;
        tables.addFirst(current);
    }

    /** A pass over history. */
    final class Pass {

        private final Map<Long, Integer> seen = new HashMap<>();

        /** Judges a message of history, and remembers it as delivered unless it is a duplicate. */
        Verdict recovered(MarketEvent event, long now) {
            print.of(event);
            return switch (print.kind()) {
                case UNIQUE -> unique(false, now);
                case COUNTED -> counted(seen.merge(print.key(), 1, Integer::sum), now);
                case REPLACED -> replaced(false, false, now);
                case IGNORED -> Verdict.NEW;
            };
        }
    }

    Pass pass() {
        return new Pass();
    }

    /** Judges a live message, and remembers it as delivered unless it is a duplicate. */
    Verdict live(MarketEvent event, long now) {
        print.of(event);
        return switch (print.kind()) {
            case UNIQUE -> unique(true, now);
            case COUNTED -> countedLive(now);
            case REPLACED -> replaced(true, event instanceof Bar bar && bar.kind() == Bar.Kind.UPDATED_MINUTE, now);
            case IGNORED -> Verdict.NEW;
        };
    }

    /** A message judged new was not delivered after all. */
    void forget(MarketEvent event) {
        print.of(event);
        if (print.kind() != Kind.IGNORED && find(print.key(), contentOf(print))) {
            int delivered = foundIn.delivered(place);
            int live = foundIn.live(place);
            foundIn.count(place, Math.max(0, live - 1), Math.max(0, delivered - 1));
        }
    }

    private static int contentOf(Fingerprint print) {
        return print.kind() == Kind.COUNTED ? 0 : print.content();
    }

    private Verdict unique(boolean live, long now) {
        if (find(print.key(), print.content())) {
            if (foundIn.delivered(place) > 0) {
                return Verdict.DUPLICATE;
            }
            foundIn.count(place, live ? 1 : 0, 1);
            return Verdict.NEW;
        }
        boolean conflict = findAny(print.key());
        add(print.content(), live, false, now);
        conflicts += conflict ? 1 : 0;
        return conflict ? Verdict.CONFLICT : Verdict.NEW;
    }

    private Verdict countedLive(long now) {
        if (!find(print.key(), 0)) {
            add(0, true, false, now);
            return Verdict.NEW;
        }
        int live = foundIn.live(place) + 1;
        int delivered = foundIn.delivered(place);
        foundIn.count(place, live, Math.max(live, delivered));
        return live > delivered ? Verdict.NEW : Verdict.DUPLICATE;
    }

    private Verdict counted(int seenInPass, long now) {
        if (!find(print.key(), 0)) {
            add(0, false, false, now);
            return Verdict.NEW;
        }
        int delivered = foundIn.delivered(place);
        if (seenInPass <= delivered) {
            return Verdict.DUPLICATE;
        }
        foundIn.count(place, foundIn.live(place), delivered + 1);
        return Verdict.NEW;
    }

    private Verdict replaced(boolean live, boolean update, long now) {
        if (!findAny(print.key())) {
            add(print.content(), live, update, now);
            return Verdict.NEW;
        }
        boolean neverDelivered = foundIn.delivered(place) == 0;
        boolean same = foundIn.hasContent(place, print.content());
        if (!neverDelivered && (same || (!live && foundIn.isFinal(place)))) {
            return Verdict.DUPLICATE;
        }
        foundIn.count(place, 1, 1);
        foundIn.replaceContent(place, print.content(), update);
        return neverDelivered ? Verdict.NEW : Verdict.CHANGED;
    }

    private boolean find(long key, int content) {
        for (DedupTable table : tables) {
            place = table.find(key, content);
            if (place != DedupTable.NOT_FOUND) {
                foundIn = table;
                return true;
            }
        }
        return false;
    }

    private boolean findAny(long key) {
        for (DedupTable table : tables) {
            place = table.findAny(key);
            if (place != DedupTable.NOT_FOUND) {
                foundIn = table;
                return true;
            }
        }
        return false;
    }

    private void add(int content, boolean live, boolean isFinal, long now) {
        if (now - current.begunAt >= retentionNanos || current.size() >= maxKeys / 2) {
            beginTable(now);
        }
        current.add(print.key(), content, live, isFinal, now);
    }

    private void beginTable(long now) {
        current = new DedupTable(now);
        tables.addFirst(current);
        dropOld(now);
    }

    private void dropOld(long now) {
        for (Iterator<DedupTable> oldest = tables.descendingIterator(); tables.size() > OLDER && oldest.hasNext(); ) {
            DedupTable table = oldest.next();
            boolean tooMany = keys() > maxKeys / 2;
            boolean old = now - table.newestAt > retentionNanos && !(keeps && table.newestAt - keepSince >= 0);
            if (!tooMany && !old) {
                return;
            }
            oldest.remove();
            hasForgotten = true;
            forgottenUntil = table.newestAt;
        }
    }

    /** What was delivered since this moment is not forgotten until this is called again, as far as there is room. */
    void keepSince(long nanos) {
        keeps = true;
        keepSince = nanos;
    }

    /** Nothing needs to be kept longer than usual. */
    void keepNoLonger() {
        keeps = false;
    }

    /** Whether something that was delivered after this moment has been forgotten. */
    boolean truncatedSince(long nanos) {
        return hasForgotten && forgottenUntil - nanos > 0;
    }

    /** How many messages are remembered. */
    long keys() {
        long sum = 0;
        for (DedupTable table : tables) {
            sum += table.size();
        }
        return sum;
    }

    /** How often two messages had one key and different contents. */
    long conflicts() {
        return conflicts;
    }
}
