package dev.chasqui.bench;

import dev.chasqui.bench.report.Chart;
import dev.chasqui.bench.report.Goal;
import dev.chasqui.bench.report.JsonReport;
import dev.chasqui.bench.report.Machine;
import dev.chasqui.bench.report.Row;
import dev.chasqui.bench.report.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** The command behind {@code bench/run}: measures group by group, then reports. */
public final class Bench {

    private Bench() {}

    /** Measures one group. */
    private interface Group {
        List<Row> run() throws Exception;
    }

    /** Arguments: see {@code bench/run --help}. */
    public static void main(String[] arguments) throws Exception {
        Plan plan;
        try {
            plan = Plan.parse(arguments);
        } catch (IllegalArgumentException unusable) {
            Progress.say(String.valueOf(unusable.getMessage()));
            System.exit(2);
            return;
        }
        if (!Files.exists(plan.recording())) {
            Progress.say("the recorded day is missing: " + plan.recording());
            System.exit(2);
        }
        Files.createDirectories(plan.target());
        Machine machine = Machine.here("bench/run " + String.join(" ", arguments));
        report(plan, machine, measure(plan));
    }

    private static List<Row> measure(Plan plan) throws Exception {
        PartsGroup parts = new PartsGroup(plan);
        List<Row> rows = new ArrayList<>();
        add(plan, PartsGroup.DECODE, parts::decode, rows);
        add(plan, EndToEndGroup.GROUP, () -> EndToEndGroup.run(plan), rows);
        add(plan, LatencyGroup.GROUP, () -> new LatencyGroup(plan).run(), rows);
        if (!plan.shortForm() || !plan.only().isEmpty()) {
            add(plan, ScalingGroup.GROUP, () -> ScalingGroup.run(plan), rows);
            add(plan, PartsGroup.PARTS, parts::parts, rows);
            add(plan, SimulatorGroup.GROUP, () -> SimulatorGroup.run(plan), rows);
            add(plan, StartGroup.GROUP, () -> StartGroup.run(plan), rows);
        }
        return rows;
    }

    private static void add(Plan plan, String name, Group group, List<Row> rows) throws Exception {
        if (plan.includes(name)) {
            rows.addAll(group.run());
        }
    }

    private static void report(Plan plan, Machine machine, List<Row> rows) throws IOException {
        List<Goal> goals = Goals.of(rows);
        System.out.println(machine);
        System.out.println("figures  medians of " + plan.repetitions()
                + " and, as ±, half of the distance between the smallest and the largest");
        for (String group : rows.stream().map(Row::group).distinct().toList()) {
            System.out.println("\n== " + group);
            System.out.println(TextTable.of(of(group, rows)));
        }
        System.out.println("\n== goals");
        goals.forEach(System.out::println);
        Files.writeString(plan.target().resolve("report.json"), JsonReport.of(machine, rows, goals));
        if (plan.includes(EndToEndGroup.GROUP)) {
            String note = machine.cores() + " cores, " + machine.processor() + ", JDK " + machine.jdk() + ", "
                    + machine.date().substring(0, 10);
            Files.writeString(
                    plan.target().resolve("throughput.svg"),
                    Chart.of(
                            "Messages per second, one stream, recorded frames",
                            note,
                            of(EndToEndGroup.GROUP, rows),
                            EndToEnd.RATE));
        }
    }

    private static List<Row> of(String group, List<Row> rows) {
        return rows.stream().filter(row -> row.group().equals(group)).toList();
    }
}
