package dev.chasqui.acceptance.planted;

import java.util.List;

/** Bugs as they are made: each a small change of one source file, and the tests that must notice it. */
enum PlantedBug {
    NO_DEDUPLICATION(
            "internal/gap/Reading.java",
            "        if (verdict == Verdict.DUPLICATE) {\n            gap.countDuplicate();",
            "        if (verdict == Verdict.DUPLICATE && row.timestampNanos() == 0) {\n            gap.countDuplicate();"),
    ONLY_THE_FIRST_PAGE(
            "internal/gap/Pass.java",
            "            tokenAfter = page.nextPageToken();\n",
            "            tokenAfter = null;\n"),
    HELD_FOR_WHOLE_AFTER_ONE_READING(
            "internal/gap/RepairJob.java",
            "        quietReadings = unsettled ? 0 : quietReadings + 1;\n",
            "        quietReadings = QUIET_READINGS;\n"),
    ONE_MESSAGE_IN_A_HUNDRED_THOUSAND_DROPPED(
            "stream/Inbound.java",
            "                    dispatcher.offer(event, encodedBytes);\n",
            """
                            if (++offered % 100_000 != 0) {
                                dispatcher.offer(event, encodedBytes);
                            }
            """,
            "    private boolean unexpectedData;\n",
            "    private static long offered;\n    private boolean unexpectedData;\n",
            20),
    GAP_NOT_TOLD(
            "stream/GapReports.java",
            "        events.publish(origin -> new StreamEvent.GapOpened(origin, gap));\n",
            ""),
    GAP_ENDED_TWICE(
            "stream/GapReports.java",
            "        events.publish(origin -> new StreamEvent.GapClosed(origin, gap, repair));\n",
            """
                    events.publish(origin -> new StreamEvent.GapClosed(origin, gap, repair));
                    events.publish(origin -> new StreamEvent.GapClosed(origin, gap, repair));
            """),
    GAP_TOO_NARROW(
            "stream/Inbound.java",
            "        return lastFrame - answeredPingNanos > 0 ? lastFrame : answeredPingNanos;\n",
            "        return loop.nanoTime();\n"),
    GAP_LEFT_OPEN_AT_THE_END("internal/gap/GapKeeper.java", "        book.endAll();\n", ""),
    OVERFLOW_NOT_TOLD(
            "stream/LiveStream.java",
            "(event, provenance) -> gapKeeper().lost(event)",
            "(event, provenance) -> gapKeeper().duplicates()"),
    UNREADABLE_FRAME_NOT_TOLD(
            "internal/gap/GapKeeper.java", "            local.undecodable(sinceNanos, symbol, active, text);\n", ""),
    SUBSCRIPTIONS_NOT_RENEWED(
            "stream/SubscriptionBook.java",
            "        if (!agreed.isEmpty()) {\n            current = new Exchange(true, List.of(), agreed",
            "        if (agreed.isEmpty()) {\n            current = new Exchange(true, List.of(), agreed"),
    BACK_OFF_RESET_ON_CONNECTION(
            "stream/Backoff.java",
            "        limitedFailures = 0;\n",
            "        limitedFailures = 0;\n        failuresInARow = 0;\n"),
    DELIVERY_AFTER_CLOSE(
            "internal/dispatch/Dispatcher.java",
            "        ended.set(true);\n        stopLanes();\n",
            "        ended.set(true);\n",
            List.of("dev.chasqui.acceptance.PromisesTest", "dev.chasqui.acceptance.checklist.HandlersChecklistTest")),
    SECRET_LOGGED(
            "stream/StreamMachine.java",
            "        session = new Session(config,",
            "        LOG.debug(\"{}\", supplied.secret());\n        session = new Session(config,",
            List.of("dev.chasqui.acceptance.PromisesTest"));

    static final String SIMULATION = "dev.chasqui.acceptance.simulation.SimulationTest#everyDayEndsWithoutASilentHole";
    private static final int FEW_SEEDS = 10;

    private final String file;
    private final String original;
    private final String planted;
    private final String tests;
    private final int seeds;
    private final String secondOriginal;
    private final String secondPlanted;

    PlantedBug(String file, String original, String planted) {
        this(file, original, planted, "", "", FEW_SEEDS, List.of(SIMULATION));
    }

    PlantedBug(String file, String original, String planted, List<String> tests) {
        this(file, original, planted, "", "", FEW_SEEDS, tests);
    }

    PlantedBug(String file, String original, String planted, String secondOriginal, String secondPlanted, int seeds) {
        this(file, original, planted, secondOriginal, secondPlanted, seeds, List.of(SIMULATION));
    }

    PlantedBug(
            String file,
            String original,
            String planted,
            String secondOriginal,
            String secondPlanted,
            int seeds,
            List<String> tests) {
        this.file = "client/src/main/java/dev/chasqui/" + file;
        this.original = original;
        this.planted = planted;
        this.secondOriginal = secondOriginal;
        this.secondPlanted = secondPlanted;
        this.seeds = seeds;
        this.tests = String.join(",", tests);
    }

    /** The source file, from the project's root. */
    String file() {
        return file;
    }

    /** The source with the bug. Fails if it does not read as the bug expects: then the bug must be written anew. */
    String plant(String source) {
        String once = replace(source, original, planted);
        return secondOriginal.isEmpty() ? once : replace(once, secondOriginal, secondPlanted);
    }

    private String replace(String source, String good, String bad) {
        int at = source.indexOf(good);
        if (at < 0 || at != source.lastIndexOf(good)) {
            throw new AssertionError(this + ": " + file + " must hold this text exactly once: " + good);
        }
        return source.replace(good, bad);
    }

    /** The tests of which at least one must fail. */
    List<String> tests() {
        return List.of(tests.split(",", -1));
    }

    /** How many days a simulation needs to meet it. */
    int seeds() {
        return seeds;
    }
}
