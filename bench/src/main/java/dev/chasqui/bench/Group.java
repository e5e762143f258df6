package dev.chasqui.bench;

import dev.chasqui.bench.report.Row;
import java.util.List;

/**
 * What is measured together.
 *
 * @param name in the report, and for {@code --only}
 * @param seconds that it takes, by arithmetic
 * @param measurement does it
 */
record Group(String name, double seconds, Measurement measurement) {

    static final List<String> NAMES = List.of(
            PartsGroup.DECODE,
            EndToEndGroup.GROUP,
            GuardsGroup.GROUP,
            LatencyGroup.GROUP,
            ScalingGroup.GROUP,
            PartsGroup.PARTS,
            SimulatorGroup.GROUP,
            StartGroup.GROUP);

    /** In the short form, unless others are asked for by name: what most goals are about. */
    static final List<String> SHORT =
            List.of(PartsGroup.DECODE, EndToEndGroup.GROUP, LatencyGroup.GROUP, SimulatorGroup.GROUP, StartGroup.GROUP);

    /** Measures. */
    interface Measurement {
        List<Row> run() throws Exception;
    }

    /** Those that are planned, in the order in which they run. */
    static List<Group> all(Plan plan) {
        return NAMES.stream().filter(plan::includes).map(name -> of(name, plan)).toList();
    }

    private static Group of(String name, Plan plan) {
        PartsGroup parts = new PartsGroup(plan);
        LatencyGroup latency = new LatencyGroup(plan);
        return switch (name) {
            case PartsGroup.DECODE -> new Group(name, parts.decodeSeconds(), parts::decode);
            case PartsGroup.PARTS -> new Group(name, parts.partsSeconds(), parts::parts);
            case LatencyGroup.GROUP -> new Group(name, latency.seconds(), latency::run);
            case SimulatorGroup.GROUP -> new Group(name, plan.timedSeconds(1), () -> SimulatorGroup.run(plan));
            case StartGroup.GROUP -> new Group(name, StartGroup.seconds(plan), () -> StartGroup.run(plan));
            default -> receivers(name, plan, contestants(name, plan));
        };
    }

    private static List<Contestant> contestants(String name, Plan plan) {
        return switch (name) {
            case EndToEndGroup.GROUP -> EndToEndGroup.contestants(plan);
            case GuardsGroup.GROUP -> GuardsGroup.contestants();
            default -> ScalingGroup.contestants(plan.shortForm());
        };
    }

    private static Group receivers(String name, Plan plan, List<Contestant> contestants) {
        return new Group(
                name, plan.receiverSeconds(contestants.size()), () -> EndToEndGroup.run(plan, name, contestants));
    }
}
