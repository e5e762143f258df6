package dev.chasqui.internal.gap;

import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.event.GapReason;
import dev.chasqui.stream.options.RepairOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Repairs gaps from history, one job after the other, and says how each ended. Gaps of one channel that wait and are near each other are
 * one job. Confined to the loop's thread, which it never holds up.
 */
final class RepairWorker {

    private static final Duration RECENT = Duration.ofMinutes(15).plusSeconds(30);
    private static final double LEAST_SHARE = 0.5;

    private final EventLoop loop;
    private final RepairOptions options;
    private final History history;
    private final DedupWindow delivered;
    private final GapListener listener;
    private final RandomGenerator random;
    private final Function<Channel, Set<String>> seenSymbols;
    private final RequestBucket bucket;
    private final Deque<RepairJob> waiting = new ArrayDeque<>();
    private final List<RepairJob> deferred = new ArrayList<>();
    private @Nullable RepairRun run;
    private boolean closed;

    /**
     * A worker without work.
     *
     * @param seenSymbols which symbols a channel has brought so far, for subscriptions to all
     */
    RepairWorker(
            EventLoop loop,
            RepairOptions options,
            History history,
            DedupWindow delivered,
            GapListener listener,
            RandomGenerator random,
            Function<Channel, Set<String>> seenSymbols) {
        this.loop = loop;
        this.options = options;
        this.history = history;
        this.delivered = delivered;
        this.listener = listener;
        this.random = random;
        this.seenSymbols = seenSymbols;
        this.bucket = new RequestBucket(options.requestsPerMinute(), loop.nanoTime());
    }

    /** Takes a gap whose end is known. */
    void repair(OpenGap gap) {
        for (RepairJob job : waiting) {
            if (job.merge(gap)) {
                return;
            }
        }
        waiting.add(new RepairJob(gap, options, history.eventDelay()));
        startNext();
    }

    /** Whether a job is waiting, running or put off. */
    boolean isBusy() {
        return run != null || !waiting.isEmpty() || !deferred.isEmpty();
    }

    /** A live message has come: history must show it before a gap that ended shortly before can be closed. */
    void noteLive(MarketEvent event) {
        if (run != null) {
            run.job.noteLive(event);
        }
        for (RepairJob job : waiting) {
            job.noteLive(event);
        }
    }

    /** The first moment of which the unfinished jobs must know what was delivered; null if there is none. */
    @Nullable
    Instant neededSince() {
        List<RepairJob> jobs = new ArrayList<>(waiting);
        jobs.addAll(deferred);
        if (run != null) {
            jobs.add(run.job);
        }
        return jobs.stream().map(RepairJob::start).min(Instant::compareTo).orElse(null);
    }

    /** Whether a gap of this symbol is being repaired, or is going to be. */
    boolean concerns(Channel channel, String symbol) {
        return (run != null && run.job.concerns(channel, symbol))
                || waiting.stream().anyMatch(job -> job.concerns(channel, symbol));
    }

    /** Whether a gap of this channel is being repaired, or is going to be. */
    boolean concerns(Channel channel) {
        return (run != null && run.job.channel == channel) || waiting.stream().anyMatch(job -> job.channel == channel);
    }

    /** Ends everything; what is not repaired is told so. */
    void close() {
        closed = true;
        List<RepairJob> unfinished = new ArrayList<>();
        if (run != null) {
            run.cancel();
            unfinished.add(run.job);
            run = null;
        }
        unfinished.addAll(waiting);
        unfinished.addAll(deferred);
        waiting.clear();
        deferred.clear();
        for (RepairJob job : unfinished) {
            job.fallShort(GapReason.CLOSED, "the stream ended before the repair did");
            tell(job);
        }
    }

    private void startNext() {
        while (run == null && !waiting.isEmpty() && !closed) {
            start(waiting.remove());
        }
    }

    private void start(RepairJob job) {
        List<Set<String>> chunks = chunks(job);
        if (chunks.isEmpty()) {
            tell(job);
            return;
        }
        Instant start = job.start();
        Instant reach = now().minus(options.maxBackfill());
        if (start.isBefore(reach)) {
            job.limit(
                    GapReason.TOO_LONG,
                    "the gap began more than " + options.maxBackfill() + " ago: only its newest part was asked for");
            start = reach;
        }
        tellIfForgotten(job, start);
        run = new RepairRun(job, this, chunks, start);
        run.begin();
    }

    private void tellIfForgotten(RepairJob job, Instant start) {
        long since = loop.nanoTime() - Duration.between(start, now()).toNanos();
        if (delivered.truncatedSince(since)) {
            for (OpenGap gap : job.gaps) {
                listener.dedupTruncated(gap.id, job.channel, delivered.keys());
            }
        }
    }

    private List<Set<String>> chunks(RepairJob job) {
        Set<String> symbols = new TreeSet<>(job.symbols());
        if (symbols.remove(Subscription.ALL_SYMBOLS)) {
            if (job.channel == Channel.NEWS) {
                return List.of(Set.of());
            }
            symbols.addAll(seenSymbols.apply(job.channel));
            job.limit(
                    GapReason.UNBOUNDED_SET,
                    "everything is subscribed: the " + symbols.size()
                            + " symbols seen so far were asked for; of others nothing can be known");
        }
        List<String> all = List.copyOf(symbols);
        List<Set<String>> chunks = new ArrayList<>();
        int most = history.symbolsPerRequest();
        for (int i = 0; i < all.size(); i += most) {
            chunks.add(new TreeSet<>(all.subList(i, Math.min(all.size(), i + most))));
        }
        return chunks;
    }

    // --- what a run asks and tells ---

    History history() {
        return history;
    }

    DedupWindow delivered() {
        return delivered;
    }

    GapListener listener() {
        return listener;
    }

    RepairOptions options() {
        return options;
    }

    Instant now() {
        return loop.wallClock();
    }

    long nanoTime() {
        return loop.nanoTime();
    }

    Duration takeRequest() {
        return bucket.take(loop.nanoTime());
    }

    /** Half of it to all of it. */
    Duration jittered(Duration delay) {
        return Duration.ofNanos((long) (delay.toNanos() * (LEAST_SHARE + (1 - LEAST_SHARE) * random.nextDouble())));
    }

    void after(Duration delay, Runnable step) {
        loop.schedule(delay, step);
    }

    void finished(RepairRun ended) {
        run = null;
        tell(ended.job);
        startNext();
    }

    void tooRecent(RepairRun ended, String text) {
        RepairJob job = ended.job;
        run = null;
        Instant until = job.over().plus(RECENT);
        if (!options.deferRecent() || !until.isAfter(now())) {
            job.fallShort(GapReason.PLAN, text);
            tell(job);
        } else {
            deferred.add(job);
            job.gaps.forEach(gap -> listener.deferred(gap.toGap(), until, GapReason.PLAN));
            after(Duration.between(now(), until), () -> resume(job));
        }
        startNext();
    }

    private void resume(RepairJob job) {
        if (deferred.remove(job)) {
            waiting.add(job);
            startNext();
        }
    }

    private void tell(RepairJob job) {
        GapReason reason = job.shortcoming();
        for (OpenGap gap : job.gaps) {
            if (reason == null) {
                listener.closed(gap.toGap(), gap.summary());
            } else if (job.hasReadPages()) {
                listener.partial(gap.toGap(), gap.summary(), reason, job.shortcomingText());
            } else {
                listener.unrecoverable(gap.toGap(), reason, job.shortcomingText());
            }
        }
    }
}
