package dev.chasqui.internal.gap;

import dev.chasqui.internal.gap.DedupWindow.Verdict;
import dev.chasqui.internal.gap.History.Answer;
import dev.chasqui.internal.gap.History.Failed;
import dev.chasqui.internal.gap.History.Page;
import dev.chasqui.internal.gap.History.Query;
import dev.chasqui.model.Bar;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.stream.event.GapReason;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One job under way: passes over the history of the gap, each a sequence of pages. The first pass reads all of it, those that follow read
 * its end, until two in a row bring nothing new and history shows what the stream brought right after the gap. Confined to the loop's
 * thread.
 */
final class RepairRun {

    private static final int QUIET_PASSES = 2;
    private static final int MAX_FAILURES = 5;
    private static final int MAX_LIMITED = 20;
    private static final Duration TAIL = Duration.ofSeconds(5);
    private static final Duration NO_ROOM = Duration.ofMillis(10);
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LIMITED_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    final RepairJob job;
    private final RepairWorker worker;
    private final List<Set<String>> chunks;
    private final Instant start;
    private final Instant end;
    private final Set<String> tokens = new HashSet<>();

    private DedupWindow.Pass pass;
    private boolean firstPass = true;
    private Instant passStart;
    private long newestSeen = Long.MIN_VALUE;
    private int chunk;
    private @Nullable String token;
    private int newInPass;
    private int quietPasses;
    private int failures;
    private int limited;
    private @Nullable Instant verifyUntil;
    private boolean over;

    RepairRun(RepairJob job, RepairWorker worker, List<Set<String>> chunks, Instant start) {
        this.job = job;
        this.worker = worker;
        this.chunks = chunks;
        this.start = start;
        this.passStart = start;
        this.end = job.end();
        this.pass = worker.delivered().pass();
    }

    void begin() {
        after(Duration.between(worker.now(), job.over().plus(worker.options().settleDelay())), this::ask);
    }

    void cancel() {
        over = true;
    }

    // --- one page after the other ---

    private void ask() {
        Duration wait = worker.takeRequest();
        if (!wait.isZero()) {
            after(wait, this::ask);
            return;
        }
        job.gaps.get(0).requested();
        worker.history().fetch(new Query(job.channel, chunks.get(chunk), passStart, end, token), this::answered);
    }

    private void answered(Answer answer) {
        if (over) {
            return;
        }
        if (answer instanceof Page page) {
            failures = 0;
            job.pageRead();
            if (page.unreadable() > 0) {
                job.limit(GapReason.REFUSED, "REST gave rows that could not be read: these are missing");
            }
            deliver(page, 0);
        } else if (answer instanceof Failed failed) {
            failed(failed);
        }
    }

    /** Delivers the rows from an index on, as far as there is room for them now. */
    private void deliver(Page page, int first) {
        List<? extends MarketEvent> rows = page.events();
        for (int i = first; i < rows.size(); i++) {
            if (worker.listener().room() <= 0) {
                int next = i;
                after(NO_ROOM, () -> deliver(page, next));
                return;
            }
            consider(rows.get(i));
        }
        pageEnded(page.nextPageToken());
    }

    private void consider(MarketEvent row) {
        Instant time = Instant.ofEpochSecond(0, row.timestampNanos());
        if (time.isBefore(start) || time.isAfter(end)) {
            return;
        }
        newestSeen = Math.max(newestSeen, row.timestampNanos());
        Verdict verdict = pass.recovered(row, worker.nanoTime());
        OpenGap gap = job.gapOf(row);
        if (verdict == Verdict.DUPLICATE) {
            if (firstPass) {
                gap.duplicate();
            }
            return;
        }
        newInPass++;
        gap.recovered();
        worker.listener().recovered(verdict == Verdict.CHANGED || isUpdate() ? updated(row) : row, gap.id);
    }

    private boolean isUpdate() {
        return job.channel == Channel.UPDATED_BARS;
    }

    private static MarketEvent updated(MarketEvent row) {
        return row instanceof Bar bar
                ? new Bar(
                        Bar.Kind.UPDATED_MINUTE,
                        bar.symbol(),
                        bar.timestampNanos(),
                        bar.open(),
                        bar.high(),
                        bar.low(),
                        bar.close(),
                        bar.volume(),
                        bar.tradeCount(),
                        bar.vwap())
                : row;
    }

    private void pageEnded(@Nullable String next) {
        token = next;
        if (next == null) {
            tokens.clear();
            chunk++;
            if (chunk < chunks.size()) {
                ask();
            } else {
                passEnded();
            }
        } else if (!tokens.add(next)) {
            finish(GapReason.PAGING, "REST gave the same page token twice; what it would not page through is missing");
        } else if (job.exceedsPages()) {
            finish(
                    GapReason.RATE_BUDGET,
                    "the repair needed more than " + worker.options().maxPages()
                            + " pages: raise maxPages, or subscribe to fewer symbols");
        } else {
            ask();
        }
    }

    // --- one pass after the other ---

    private void passEnded() {
        Instant now = worker.now();
        if (firstPass) {
            verifyUntil = latest(now, job.unchanging()).plus(worker.options().verifyFor());
            quietPasses = 0;
        } else {
            quietPasses = newInPass == 0 && job.showsWitness(newestSeen) ? quietPasses + 1 : 0;
        }
        if (quietPasses >= QUIET_PASSES || worker.options().verifyFor().isZero()) {
            finish();
        } else if (verifyUntil != null && now.isAfter(verifyUntil)) {
            finish(
                    GapReason.TAIL_NOT_STABLE,
                    "REST was still adding rows, or did not yet show what the stream brought, after "
                            + worker.options().verifyFor() + ": the newest rows of the gap may be missing");
        } else {
            verifyLater(now);
        }
    }

    private void verifyLater(Instant now) {
        Instant due = latest(now, firstPass ? job.unchanging() : now)
                .plus(worker.options().settleDelay());
        firstPass = false;
        after(Duration.between(now, due), () -> {
            pass = worker.delivered().pass();
            passStart = tailStart();
            newInPass = 0;
            chunk = 0;
            token = null;
            ask();
        });
    }

    /** What history did not show yet comes after the newest row that it showed. */
    private Instant tailStart() {
        if (job.isBars() || newestSeen == Long.MIN_VALUE) {
            return start;
        }
        Instant newest = Instant.ofEpochSecond(0, newestSeen);
        Instant tail = (newest.isBefore(end) ? newest : end).minus(TAIL);
        return tail.isBefore(start) ? start : tail;
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    // --- what goes wrong ---

    private void failed(Failed failed) {
        switch (failed.failure()) {
            case TRANSIENT -> retry(failed);
            case RATE_LIMITED -> pause(failed);
            case TOO_RECENT -> {
                over = true;
                worker.tooRecent(this, failed.text());
            }
            case NOT_ALLOWED -> finish(GapReason.PLAN, failed.text());
            case REFUSED -> finish(GapReason.REFUSED, failed.text());
        }
    }

    private void retry(Failed failed) {
        if (++failures > MAX_FAILURES) {
            finish(GapReason.REST_DOWN, "REST failed " + failures + " times in a row, the last time: " + failed.text());
            return;
        }
        Duration backOff = FIRST_RETRY.multipliedBy(1L << (failures - 1));
        after(bounded(failed.retryAfter(), worker.jittered(backOff)), this::ask);
    }

    private void pause(Failed failed) {
        if (++limited > MAX_LIMITED) {
            finish(
                    GapReason.RATE_BUDGET,
                    "REST said " + limited
                            + " times that there were too many requests: lower requestsPerMinute, or find "
                            + "what else uses this key");
            return;
        }
        after(bounded(failed.retryAfter(), worker.jittered(LIMITED_PAUSE)), this::ask);
    }

    private static Duration bounded(@Nullable Duration asked, Duration own) {
        Duration wait = asked != null && asked.compareTo(own) > 0 ? asked : own;
        return wait.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wait;
    }

    // --- the end ---

    private void finish(GapReason reason, String text) {
        job.fallShort(reason, text);
        finish();
    }

    private void finish() {
        over = true;
        worker.finished(this);
    }

    private void after(Duration delay, Runnable step) {
        worker.after(delay.isNegative() ? Duration.ZERO : delay, () -> {
            if (!over) {
                step.run();
            }
        });
    }
}
