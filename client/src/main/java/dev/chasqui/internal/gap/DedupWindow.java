package dev.chasqui.internal.gap;

import dev.chasqui.model.Bar;
import dev.chasqui.model.MarketEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was delivered lately, so that history can be told from it. Confined to one thread; without allocation per live message.
 *
 * <p>Messages are remembered in {@linkplain Generation generations}, by the time of their coming. A generation goes as a whole: when its time
 * is over and no gap needs it, or when there are too many messages. A live message is looked for only in generations that hold messages of
 * about its own time, which is nearly always the newest one alone, one line of the cache; and only if it may have come before ({@link HighWater}).
 *
 * <p>What history brings from the middle of a long gap is kept apart and goes first, since nothing but another gap over the same time would
 * meet it again; it must not drive out what a long repair needs at its end.
 *
 * <p>Of equal messages without an id as many are delivered as there are on the side that has more of them.
 */
final class DedupWindow {

    /** What a message is to those before it. */
    enum Verdict {
        /** To be delivered. */
        NEW,
        /** It was delivered. */
        DUPLICATE,
        /** To be delivered; another message had the same id. */
        CONFLICT,
        /** To be delivered, as a bar that replaces the one delivered before. */
        CHANGED
    }

    private static final int GENERATIONS = 10;
    private static final int SLICES_OF_RETENTION = 4;

    private final int maxKeys;
    private final int keysOfGeneration;
    private final long retentionNanos;
    private final Fingerprint print = new Fingerprint();
    private final HighWater highWater = new HighWater();
    private final List<Generation> recent = new ArrayList<>();
    private final List<Generation> middle = new ArrayList<>();

    private long now;
    private Generation current;
    private boolean kept;
    private long keptSince;
    private boolean forgot;
    private long forgottenUntil;
    private long middleForgottenUntil = Long.MIN_VALUE;

    // What the last search has found, beside the generation.
    private int slot;
    private boolean sameIdFound;
    private boolean crowded;

    DedupWindow(int maxKeys, long retentionNanos, long now) {
        this.maxKeys = maxKeys;
        this.retentionNanos = retentionNanos;
        this.now = now;
        keysOfGeneration = Math.min(maxKeys / GENERATIONS, Generation.MOST);
        current = new Generation(0, Generation.NEVER, now);
        recent.add(current);
    }

    // --- time ---

    /** Time has passed. Called for each frame, so that no message needs to read a clock. */
    void tick(long nanos) {
        // By the time of the frame before: if this one cannot be read, a gap begins there, however long ago that was.
        expire(recent);
        expire(middle);
        now = nanos;
        if (!kept && current.size() > 0 && now - current.born() > retentionNanos / SLICES_OF_RETENTION) {
            startNext(recent);
        }
    }

    /** Keeps what came since then until {@link #keepNoLonger}, or until there is too much of it. */
    void keepSince(long nanos) {
        kept = true;
        keptSince = nanos;
    }

    void keepNoLonger() {
        kept = false;
    }

    /** How long messages are remembered while nobody asks for more. */
    long retentionNanos() {
        return retentionNanos;
    }

    /**
     * Whether all is remembered that came since then, and all that history brought of what happened since {@code start}.
     *
     * @param start nanoseconds since 1970
     */
    boolean remembers(long sinceNanos, long start) {
        return (!forgot || sinceNanos - forgottenUntil > 0) && start > middleForgottenUntil;
    }

    /** How many messages are remembered. */
    long keys() {
        return size(recent) + size(middle);
    }

    // --- messages ---

    /**
     * A message has come over the stream.
     *
     * @param symbol the number of its symbol, always the same one; negative if symbols have none
     */
    Verdict live(MarketEvent event, int symbol) {
        print.of(event, symbol);
        if (highWater.isSurpassedBy(event, symbol, print)) {
            add(recent, print.isIdentified() ? Entry.identified(print) : Entry.counted(print, 1, 1));
            return Verdict.NEW;
        }
        Generation holder = find(false);
        return switch (print.sameness()) {
            case IDENTIFIED -> identified(holder, recent);
            case COUNTED -> liveCounted(holder);
            case REVISED -> liveBar(holder, stateOf(event));
        };
    }

    /** A message that was to be delivered has not been, and will be looked for in history. */
    void forget(MarketEvent event) {
        print.of(event);
        Generation holder = find(true);
        if (holder == null) {
            return;
        }
        long entry = holder.entry(slot);
        holder.setEntry(
                slot,
                switch (print.sameness()) {
                    case IDENTIFIED -> Entry.delivered(entry, false);
                    case COUNTED ->
                        Entry.counted(print, Entry.live(entry), Math.max(0, Entry.deliveredCount(entry) - 1));
                    case REVISED -> Entry.revised(print, Entry.NOTHING);
                });
    }

    /** Begins to read rows of history, ordered by symbol and then by time, each once. */
    Pass newPass() {
        return new Pass();
    }

    /** One reading of an interval of history. */
    final class Pass {

        // Equal rows stand together, so that only those of one symbol and time need to be counted.
        private final Map<Long, Integer> seen = new HashMap<>();
        private String symbol = "";
        private long time;

        /**
         * A row of history has come.
         *
         * @param near whether live messages or another pass may bring it again soon
         */
        Verdict recovered(MarketEvent row, boolean near) {
            print.of(row);
            highWater.recovered(print);
            Generation holder = find(true);
            List<Generation> home = near ? recent : middle;
            return switch (print.sameness()) {
                case IDENTIFIED -> identified(holder, home);
                case COUNTED -> counted(row, holder, home);
                case REVISED -> bar(holder, stateOf(row), home);
            };
        }

        private Verdict counted(MarketEvent row, @Nullable Generation holder, List<Generation> home) {
            if (row.timestampNanos() != time || !row.symbol().equals(symbol)) {
                seen.clear();
                symbol = row.symbol();
                time = row.timestampNanos();
            }
            int copies = seen.merge(print.key(), 1, Integer::sum);
            if (holder == null) {
                add(home, Entry.counted(print, 0, 1));
                return Verdict.NEW;
            }
            long entry = holder.entry(slot);
            int delivered = Entry.deliveredCount(entry);
            if (copies <= delivered) {
                return Verdict.DUPLICATE;
            }
            holder.setEntry(slot, Entry.counted(print, Entry.live(entry), Math.min(delivered + 1, Entry.MAX_COUNT)));
            return Verdict.NEW;
        }

        private Verdict bar(@Nullable Generation holder, int state, List<Generation> home) {
            int before = holder == null ? Entry.NOTHING : Entry.state(holder.entry(slot));
            if (holder == null) {
                add(home, Entry.revised(print, state));
            } else if (before == Entry.NOTHING) {
                holder.setEntry(slot, Entry.revised(print, state));
            } else if (Entry.content(holder.entry(slot)) == print.content()) {
                return Verdict.DUPLICATE;
            } else {
                holder.setEntry(slot, Entry.revised(print, Entry.UPDATE));
            }
            return before == Entry.NOTHING ? Verdict.NEW : Verdict.CHANGED;
        }
    }

    private Verdict identified(@Nullable Generation holder, List<Generation> home) {
        if (holder == null) {
            if (!crowded) {
                add(home, Entry.identified(print));
            }
            return sameIdFound ? Verdict.CONFLICT : Verdict.NEW;
        }
        long entry = holder.entry(slot);
        holder.setEntry(slot, Entry.delivered(entry, true));
        return Entry.isDelivered(entry) ? Verdict.DUPLICATE : Verdict.NEW;
    }

    private Verdict liveCounted(@Nullable Generation holder) {
        if (holder == null) {
            add(recent, Entry.counted(print, 1, 1));
            return Verdict.NEW;
        }
        long entry = holder.entry(slot);
        int live = Entry.live(entry) + 1;
        int delivered = Entry.deliveredCount(entry);
        if (live > Entry.MAX_COUNT) {
            return Verdict.NEW;
        }
        boolean isNew = live > delivered;
        holder.setEntry(slot, Entry.counted(print, live, isNew ? delivered + 1 : delivered));
        return isNew ? Verdict.NEW : Verdict.DUPLICATE;
    }

    private Verdict liveBar(@Nullable Generation holder, int state) {
        if (holder == null) {
            add(recent, Entry.revised(print, state));
            return Verdict.NEW;
        }
        long entry = holder.entry(slot);
        int before = Entry.state(entry);
        boolean same = Entry.content(entry) == print.content();
        if (before == Entry.UPDATE ? same || state == Entry.MINUTE : before == state && same) {
            return Verdict.DUPLICATE;
        }
        holder.setEntry(slot, Entry.revised(print, state));
        return before == Entry.MINUTE && state == Entry.MINUTE ? Verdict.CONFLICT : Verdict.NEW;
    }

    private static int stateOf(MarketEvent event) {
        return event instanceof Bar bar && bar.kind() == Bar.Kind.UPDATED_MINUTE ? Entry.UPDATE : Entry.MINUTE;
    }

    // --- generations ---

    private @Nullable Generation find(boolean everywhere) {
        sameIdFound = false;
        crowded = false;
        Generation holder = findIn(recent, everywhere);
        return holder == null ? findIn(middle, everywhere) : holder;
    }

    private @Nullable Generation findIn(List<Generation> generations, boolean everywhere) {
        for (int newestFirst = generations.size() - 1; newestFirst >= 0; newestFirst--) {
            Generation generation = generations.get(newestFirst);
            if ((everywhere || generation.mayHold(print)) && isIn(generation)) {
                return generation;
            }
            if (!everywhere && generation.followsAllBefore(print)) {
                return null;
            }
        }
        return null;
    }

    private boolean isIn(Generation generation) {
        slot = generation.find(print);
        sameIdFound |= generation.sameKeys() > 0;
        crowded |= generation.sameKeys() > Generation.CROWD;
        return slot != Generation.NONE;
    }

    private void add(List<Generation> home, long entry) {
        Generation newest = newestOf(home);
        if (newest == null || newest.size() >= keysOfGeneration) {
            newest = startNext(home);
        }
        newest.add(print, entry, now);
    }

    private Generation startNext(List<Generation> home) {
        Generation forgotten = null;
        while (keys() > maxKeys - keysOfGeneration) {
            forgotten = forgetOldest(middle.isEmpty() ? recent : middle);
        }
        Generation before = newestOf(home);
        Generation next = forgotten == null
                ? new Generation(before == null ? 0 : before.size(), latestOf(home), now)
                : new Generation(forgotten, latestOf(home), now);
        home.add(next);
        if (home == recent) {
            current = next;
        }
        return next;
    }

    private static @Nullable Generation newestOf(List<Generation> generations) {
        return generations.isEmpty() ? null : generations.get(generations.size() - 1);
    }

    /** Of those that are still there: one message with a wrong time is met for as long as it is remembered, and no longer. */
    private static long latestOf(List<Generation> generations) {
        long latest = Generation.NEVER;
        for (Generation generation : generations) {
            latest = Math.max(latest, generation.latest());
        }
        return latest;
    }

    private void expire(List<Generation> generations) {
        while (!generations.isEmpty() && generations.get(0) != current && isOver(generations.get(0))) {
            forgetOldest(generations);
        }
    }

    private boolean isOver(Generation generation) {
        long last = generation.lastAdded();
        return now - last > retentionNanos && !(kept && last - keptSince >= 0);
    }

    private Generation forgetOldest(List<Generation> generations) {
        Generation oldest = generations.remove(0);
        if (generations == middle) {
            middleForgottenUntil = Math.max(middleForgottenUntil, oldest.latest());
        } else if (oldest.size() > 0) {
            forgot = true;
            forgottenUntil = oldest.lastAdded();
        }
        return oldest;
    }

    private static long size(List<Generation> generations) {
        long sum = 0;
        for (Generation generation : generations) {
            sum += generation.size();
        }
        return sum;
    }
}
