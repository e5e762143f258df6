package dev.chasqui.acceptance.planted;

import java.util.List;

/** Bugs as they are made: each a small change of the product's source, and the tests that must notice it. */
enum PlantedBug {
    // --- what is delivered ---

    NO_DEDUPLICATION(
            Finder.days(10),
            new Edit(
                    "if (verdict == Verdict.DUPLICATE) {",
                    "if (verdict == Verdict.DUPLICATE && row.timestampNanos() == 0) {")),
    ONLY_THE_FIRST_PAGE(Finder.days(10), new Edit("tokenAfter = page.nextPageToken();", "tokenAfter = null;")),
    LAST_ROW_OF_A_PAGE_TWICE(
            Finder.days(10), new Edit("rows = List.of(); nextRow = 0; if (tokenAfter == null) {", """
                    if (tokenAfter != null && !rows.isEmpty()) {
                        owner.row(rows.get(rows.size() - 1));
                    }
                    rows = List.of();
                    nextRow = 0;
                    if (tokenAfter == null) {
                    """)),
    HELD_FOR_WHOLE_AFTER_ONE_READING(
            Finder.days(20),
            new Edit("quietReadings = unsettled ? 0 : quietReadings + 1;", "quietReadings = QUIET_READINGS;")),
    REPAIRED_FROM_ANOTHER_FEED(
            Finder.days(3),
            new Edit("HistoryQuery.of(kept, query.symbols())", "HistoryQuery.of(Feed.SIP, query.symbols())")),
    RECOVERED_TAKEN_FOR_LIVE(Finder.days(3), new Edit("Provenance.recovered(gapId)", "Provenance.LIVE")),
    ONE_MESSAGE_IN_A_HUNDRED_THOUSAND_DROPPED(
            Finder.days(20),
            new Edit(
                    "if (!snapshots.holds(event, encodedBytes)) {",
                    "if (++offered % 100_000 != 0 && !snapshots.holds(event, encodedBytes)) {"),
            new Edit(
                    "private boolean unexpectedData;", "private static long offered; private boolean unexpectedData;")),
    CONFLATED_NOT_COUNTED(
            Finder.tests("checklist.HandlersChecklistTest"), new Edit("ledger.count(Outcome.CONFLATED, 1);", "")),
    DELIVERY_AFTER_CLOSE(
            Finder.tests("checklist.HandlersChecklistTest"),
            new Edit("ended.set(true); stopLanes();", "ended.set(true);")),
    LATEST_VALUES_FRESH_AFTER_A_GAP(Finder.days(3), new Edit("latest.markStale(gap.channel(), gap.symbols());", "")),

    // --- what is told of gaps ---

    GAP_NOT_TOLD(Finder.days(3), new Edit("events.publish(origin -> new StreamEvent.GapOpened(origin, gap));", "")),
    GAP_ENDED_TWICE(
            Finder.days(3), new Edit("events.publish(origin -> new StreamEvent.GapClosed(origin, gap, repair));", """
                    events.publish(origin -> new StreamEvent.GapClosed(origin, gap, repair));
                    events.publish(origin -> new StreamEvent.GapClosed(origin, gap, repair));
                    """)),
    GAP_BEGINS_TOO_LATE(
            Finder.days(10),
            new Edit(
                    "return lastFrame - answeredPingNanos > 0 ? lastFrame : answeredPingNanos;",
                    "return loop.nanoTime();")),
    GAP_ENDS_TOO_EARLY(
            Finder.days(10), new Edit("gap.end(toNanos, gap.isExact() ? gap.to() : times.latest(toNanos));", """
                    long early = gap.fromNanos() + (toNanos - gap.fromNanos()) / 2;
                    gap.end(early, gap.isExact() ? gap.to() : times.latest(early));
                    """)),
    GAP_NEVER_REPAIRED(Finder.days(3), new Edit("worker.add(gap);", "")),
    GAP_LEFT_OPEN_AT_THE_END(Finder.days(10), new Edit("book.endAll();", "")),
    OVERFLOW_NOT_TOLD(Finder.days(10), new Edit("local.lost(dropped);", "")),
    UNREADABLE_FRAME_NOT_TOLD(Finder.days(10), new Edit("local.undecodable(sinceNanos, symbol, active, text);", "")),

    // --- the connection ---

    SUBSCRIPTIONS_NOT_RENEWED(
            Finder.tests("checklist.LivenessChecklistTest"),
            new Edit(
                    "if (!agreed.isEmpty()) { current = new Exchange(true, List.of(), agreed",
                    "if (agreed.isEmpty()) { current = new Exchange(true, List.of(), agreed")),
    STALE_ACKNOWLEDGEMENT_HONOURED(
            Finder.tests("checklist.SubscriptionsChecklistTest"),
            new Edit("if (!effective && strayAnswers > 0) {", "if (!effective && strayAnswers > 1_000) {")),
    BACK_OFF_RESET_ON_CONNECTION(
            Finder.days(10), new Edit("limitedFailures = 0;", "limitedFailures = 0; failuresInARow = 0;")),
    NO_BACK_OFF(
            Finder.days(3),
            new Edit(
                    "longer(policy.delay(attempt, random), verdict.floor())",
                    "longer(policy.initialDelay(), verdict.floor())")),
    DIALLED_SOONER_THAN_TOLD(
            Finder.days(3),
            new Edit(
                    "timers.start(Purpose.RECONNECT, delay, () -> host.dial(cause));",
                    "timers.start(Purpose.RECONNECT, delay.dividedBy(2), () -> host.dial(cause));")),
    TWO_SOCKETS_AT_ONCE(
            Finder.days(3), new Edit("connection.abort(); leave(cause, verdict);", "leave(cause, verdict);")),
    HEARTBEAT_THAT_NEVER_JUDGES(
            Finder.tests("checklist.LivenessChecklistTest"),
            new Edit(
                    "if (connection.lastReadNanos() - pingedAt >= 0) {",
                    "if (connection.lastReadNanos() - pingedAt >= Long.MIN_VALUE) {")),
    FLOOD_OF_PINGS(
            Finder.days(3),
            new Edit(
                    "after(untilSilent.isNegative() ? Duration.ZERO : untilSilent, this::pingIfSilent);",
                    "after(untilSilent.dividedBy(10).abs(), this::ask);")),

    // --- everything bounded, nothing secret shown ---

    UNBOUNDED_QUEUE(
            Finder.tests("checklist.HandlersChecklistTest"),
            new Edit("Math.max(1, options.maxMessages() / lanes)", "Integer.MAX_VALUE")),
    SECRET_LOGGED(
            Finder.tests("PromisesTest"),
            new Edit("send(new ClientRequest.Authenticate(credentials.key(), credentials.secret()));", """
                    org.slf4j.LoggerFactory.getLogger(Session.class).trace("{}", credentials.secret());
                    send(new ClientRequest.Authenticate(credentials.key(), credentials.secret()));
                    """));

    /**
     * A change of the one place in the product's sources that reads so, in whatever file that is and however it is broken into lines: so a bug
     * survives that code is moved.
     */
    record Edit(String good, String bad) {}

    /**
     * What must notice a bug.
     *
     * @param tests of which at least one must fail
     * @param seeds how many days a simulation needs to meet it
     */
    record Finder(List<String> tests, int seeds) {

        static Finder days(int seeds) {
            return new Finder(
                    List.of("dev.chasqui.acceptance.simulation.SimulationTest#everyDayEndsWithoutASilentHole"), seeds);
        }

        static Finder tests(String... classes) {
            return new Finder(
                    List.of(classes).stream()
                            .map(name -> "dev.chasqui.acceptance." + name)
                            .toList(),
                    1);
        }
    }

    @SuppressWarnings("ImmutableEnumChecker") // Its list is a copy.
    private final Finder finder;

    @SuppressWarnings("ImmutableEnumChecker") // A copy.
    private final List<Edit> edits;

    PlantedBug(Finder finder, Edit... edits) {
        this.finder = finder;
        this.edits = List.of(edits);
    }

    Finder finder() {
        return finder;
    }

    List<Edit> edits() {
        return edits;
    }
}
