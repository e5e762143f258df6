package dev.chasqui.bench;

import dev.chasqui.bench.report.Chart;
import dev.chasqui.bench.report.JsonReport;
import dev.chasqui.bench.report.Machine;
import dev.chasqui.bench.report.Row;
import dev.chasqui.bench.report.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The command behind {@code bench/run}: measures group by group, then reports. */
public final class Bench {

    private static final double MINUTE = 60;

    private Bench() {}

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
        List<Group> groups = Group.all(plan);
        announce(groups);
        Machine machine = Machine.here(
                String.join(" ", "bench/run", String.join(" ", arguments)).strip());
        System.out.println(machine);
        System.out.println("figures  " + plan.figures());
        long start = System.nanoTime();
        List<Row> rows = measure(plan, machine, groups);
        System.out.println("\n== goals");
        Goals.of(rows).forEach(System.out::println);
        Progress.say(
                String.format(Locale.ROOT, "measured in %.1f minutes", (System.nanoTime() - start) / 1e9 / MINUTE));
        if (rows.stream().anyMatch(Row::isBroken)) {
            System.exit(1);
        }
    }

    private static void announce(List<Group> groups) {
        groups.forEach(group -> Progress.say(
                String.format(Locale.ROOT, "%-10s  about %4.1f minutes", group.name(), group.seconds() / MINUTE)));
        double all = groups.stream().mapToDouble(Group::seconds).sum();
        Progress.say(String.format(
                Locale.ROOT,
                "%-10s  about %4.1f minutes, and more if bytes must be prepared first",
                "all",
                all / MINUTE));
    }

    /** Each group is told as soon as it is done: who ends a long run early keeps what was measured. */
    private static List<Row> measure(Plan plan, Machine machine, List<Group> groups)
            throws InterruptedException, IOException {
        List<Row> rows = new ArrayList<>();
        for (Group group : groups) {
            List<Row> found = measure(group);
            rows.addAll(found);
            System.out.println("\n== " + group.name() + "\n" + TextTable.of(found));
            write(plan, machine, rows);
        }
        return rows;
    }

    private static List<Row> measure(Group group) throws InterruptedException {
        try {
            return group.measurement().run();
        } catch (InterruptedException interrupted) {
            throw interrupted;
        } catch (Exception broken) {
            // What the other groups found is worth its report.
            return List.of(new Row(group.name(), "the whole group").broken(broken.toString()));
        }
    }

    private static void write(Plan plan, Machine machine, List<Row> rows) throws IOException {
        Files.writeString(plan.target().resolve("report.json"), JsonReport.of(machine, rows, Goals.of(rows)));
        List<Row> receivers = of(EndToEndGroup.GROUP, rows);
        if (!receivers.isEmpty()) {
            Files.writeString(plan.target().resolve("throughput.svg"), chart(machine, receivers));
        }
    }

    private static String chart(Machine machine, List<Row> rows) {
        String note = machine.cores() + " cores, " + machine.processor() + ", JDK " + machine.jdk() + ", "
                + machine.date().substring(0, 10);
        return Chart.of("Messages per second, one stream, recorded frames", note, rows, EndToEnd.RATE);
    }

    private static List<Row> of(String group, List<Row> rows) {
        return rows.stream().filter(row -> row.group().equals(group)).toList();
    }
}
