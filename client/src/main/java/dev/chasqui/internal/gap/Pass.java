package dev.chasqui.internal.gap;

import dev.chasqui.internal.gap.History.Answer;
import dev.chasqui.internal.gap.History.Failed;
import dev.chasqui.internal.gap.History.Page;
import dev.chasqui.internal.gap.History.Query;
import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Timestamps;
import dev.chasqui.stream.event.GapReason;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One reading of an interval of history, page by page, one request at a time. Rows are handed over only while there is room for them.
 * Confined to the event loop.
 */
final class Pass {

    private static final Duration NO_ROOM = Duration.ofMillis(10);

    /** So many rows, and then others get their turn on the loop. */
    private static final int ROWS_PER_TURN = 1_000;

    private static final int MAX_RETRIES = 5;
    private static final int MAX_RATE_LIMITED = 20;
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    /** Alpaca's refusals for rate do not say how long to wait, and count by the minute. */
    private static final Duration RATE_PAUSE = Duration.ofSeconds(10);

    private static final Duration LONGEST_RATE_PAUSE = Duration.ofMinutes(5);

    /** Whose reading it is. Each reading ends with one call of the last four, unless it is cancelled. */
    interface Owner {
        /** A request is sent. */
        void requested();

        /** Takes a row; returns whether it was delivered. */
        boolean row(MarketEvent row);

        void finished();

        /** History of this time is not shown yet. */
        void tooRecent(String text);

        /** It cannot go on; {@code someRead} if that is a part of the interval although nothing in it may have been new. */
        void failed(GapReason reason, boolean someRead, String what, String advice);

        /** The same, and whatever else is asked now would fare no better. */
        void unavailable(GapReason reason, boolean someRead, String what, String advice);
    }

    private final RepairContext context;
    private final Channel channel;
    private final List<Set<String>> chunks;
    private final long start;
    private final long end;
    private final Owner owner;

    private int chunk;
    private @Nullable String token;
    private final Set<String> tokens = new HashSet<>();
    private int pages;
    private int failures;
    private int rateLimited;
    private List<? extends MarketEvent> rows = List.of();
    private int nextRow;
    private @Nullable String tokenAfter;
    private EventLoop.@Nullable Timer timer;
    private boolean cancelled;

    /**
     * A reading, not yet begun.
     *
     * @param chunks the symbols of each request; one empty set for all
     */
    Pass(RepairContext context, Channel channel, List<Set<String>> chunks, long start, long end, Owner owner) {
        this.context = context;
        this.channel = channel;
        this.chunks = chunks;
        this.start = start;
        this.end = end;
        this.owner = owner;
    }

    void begin() {
        request();
    }

    /** Nothing more is asked, handed over or told. */
    void cancel() {
        cancelled = true;
        if (timer != null) {
            timer.cancel();
        }
    }

    // --- requests ---

    private void request() {
        long wait = context.budget().take(context.loop().nanoTime());
        if (wait > 0) {
            after(Duration.ofNanos(wait), this::request);
            return;
        }
        owner.requested();
        Query query =
                new Query(channel, chunks.get(chunk), Timestamps.toInstant(start), Timestamps.toInstant(end), token);
        context.history().fetch(query, this::answered);
    }

    private void answered(Answer answer) {
        if (cancelled) {
            return;
        }
        if (answer instanceof Page page) {
            failures = 0;
            rateLimited = 0;
            pages++;
            rows = page.events();
            nextRow = 0;
            tokenAfter = page.nextPageToken();
            handOver();
        } else if (answer instanceof Failed failed) {
            failed(failed);
        }
    }

    private void failed(Failed failed) {
        switch (failed.failure()) {
            case TRANSIENT -> retry(failed.text());
            case RATE_LIMITED -> retryLater(failed.retryAfter());
            case TOO_RECENT -> owner.tooRecent(failed.text());
            case NOT_ALLOWED ->
                owner.failed(
                        GapReason.PLAN,
                        false,
                        "REST does not allow it: " + failed.text(),
                        "Check the key and the plan, then ask REST history for it");
            case REFUSED ->
                owner.failed(
                        GapReason.REFUSED,
                        false,
                        "REST refused the request: " + failed.text(),
                        "Ask REST history for it once the reason is mended");
        }
    }

    private void retry(String text) {
        if (++failures > MAX_RETRIES) {
            owner.unavailable(
                    GapReason.REST_DOWN,
                    false,
                    "REST failed " + failures + " times in a row, the last time with: " + text,
                    "Ask REST history for it when REST is back");
            return;
        }
        long longest = FIRST_RETRY.toNanos() << (failures - 1);
        after(Duration.ofNanos(longest / 2 + context.random().nextLong(longest / 2)), this::request);
    }

    private void retryLater(@Nullable Duration asked) {
        if (++rateLimited > MAX_RATE_LIMITED) {
            owner.unavailable(
                    GapReason.RATE_BUDGET,
                    pages > 0,
                    "REST refused " + rateLimited + " requests in a row as too many",
                    "Lower requestsPerMinute or what else uses the account, then ask REST history for it");
            return;
        }
        Duration pause = asked == null ? RATE_PAUSE : asked;
        after(pause.compareTo(LONGEST_RATE_PAUSE) > 0 ? LONGEST_RATE_PAUSE : pause, this::request);
    }

    // --- rows ---

    private void handOver() {
        int room = context.listener().room();
        int lastRow = Math.min(rows.size(), nextRow + ROWS_PER_TURN);
        boolean delivered = false;
        while (nextRow < lastRow && room > 0) {
            if (owner.row(rows.get(nextRow++))) {
                delivered = true;
                room--;
            }
        }
        if (delivered) {
            context.listener().endOfBatch();
        }
        if (nextRow == rows.size()) {
            endOfPage();
        } else {
            after(room > 0 ? Duration.ZERO : NO_ROOM, this::handOver);
        }
    }

    private void endOfPage() {
        rows = List.of();
        nextRow = 0;
        if (tokenAfter == null) {
            token = null;
            tokens.clear();
            chunk++;
        } else if (!tokens.add(tokenAfter)) {
            owner.failed(
                    GapReason.PAGING,
                    true,
                    "the pages of REST's answer go round in a circle",
                    "Ask REST history for it once that is mended");
            return;
        } else {
            token = tokenAfter;
        }
        if (chunk == chunks.size()) {
            owner.finished();
        } else if (pages >= context.options().maxPages()) {
            owner.failed(
                    GapReason.RATE_BUDGET,
                    pages > 0,
                    "more than " + pages + " pages are needed",
                    "Raise maxPages, or ask REST history for the rest");
        } else {
            request();
        }
    }

    private void after(Duration delay, Runnable step) {
        timer = context.loop().schedule(delay, step);
    }
}
