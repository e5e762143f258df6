package dev.chasqui.stream.options;

import dev.chasqui.model.Channel;
import java.time.Duration;
import java.util.Set;

/** Options being changed, so that the constructor with all of them is called in one place. Confined to the change. */
final class RepairDraft {

    Set<Channel> channels;
    Set<Channel> ordered;
    RepairOptions.Delivery delivery;
    Duration overlapBack;
    Duration overlapForward;
    Duration settleDelay;
    Duration verifyFor;
    Duration maxBackfill;
    int maxPages;
    int requestsPerMinute;
    boolean deferRecent;
    int dedupKeys;
    Duration dedupTime;
    long holdBytes;
    Duration maxHold;

    RepairDraft(RepairOptions options) {
        channels = options.channels();
        ordered = options.ordered();
        delivery = options.delivery();
        overlapBack = options.overlapBack();
        overlapForward = options.overlapForward();
        settleDelay = options.settleDelay();
        verifyFor = options.verifyFor();
        maxBackfill = options.maxBackfill();
        maxPages = options.maxPages();
        requestsPerMinute = options.requestsPerMinute();
        deferRecent = options.deferRecent();
        dedupKeys = options.dedupKeys();
        dedupTime = options.dedupTime();
        holdBytes = options.holdBytes();
        maxHold = options.maxHold();
    }

    RepairOptions checked() {
        return new RepairOptions(
                channels,
                ordered,
                delivery,
                overlapBack,
                overlapForward,
                settleDelay,
                verifyFor,
                maxBackfill,
                maxPages,
                requestsPerMinute,
                deferRecent,
                dedupKeys,
                dedupTime,
                holdBytes,
                maxHold);
    }
}
