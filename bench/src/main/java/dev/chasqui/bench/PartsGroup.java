package dev.chasqui.bench;

import dev.chasqui.bench.report.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Single parts, by JMH: decoding and the rest. */
final class PartsGroup {

    static final String DECODE = "decode";
    static final String PARTS = "parts";
    static final String NANOS = "ns/message";

    private static final String ALLOCATION = "gc.alloc.rate.norm";
    private static final int LEAST_ITERATIONS = 5;
    private static final int WARM_UP_MILLIS = 1_000;

    // A virtual machine starts, reads the recording and compares what the decoders find.
    private static final double START_SECONDS = 2;

    private final Plan plan;

    PartsGroup(Plan plan) {
        this.plan = plan;
    }

    /** Benchmarks by name, with parameters that differ from their own, and for how long. */
    private record Batch(String include, Map<String, List<String>> parameters, int warmUps, int millis) {}

    /** Decoders beside each other: whole where goals are about them, and shorter with other contents and frames. */
    List<Row> decode() throws RunnerException {
        return run(DECODE, decoding());
    }

    /** Encoding, dispatch with registrations of few and many symbols, latest values. */
    List<Row> parts() throws RunnerException {
        return run(PARTS, others());
    }

    double decodeSeconds() {
        return seconds(decoding());
    }

    double partsSeconds() {
        return seconds(others());
    }

    private List<Batch> decoding() {
        if (plan.shortForm()) {
            return List.of(new Batch(
                    "Decode(Json.(scan|chasqui|jackson3|gson)|Msgpack.chasqui)$", contents(0, "MIXED"), 1, 1_000));
        }
        String everyDecoderOnce = "Decode.*(?<!Instant)$";
        return List.of(
                new Batch("Decode", contents(0, "MIXED"), 3, 1_000),
                new Batch(everyDecoderOnce, contents(1, "MIXED"), 2, 200),
                new Batch(everyDecoderOnce, contents(10, "MIXED", "QUOTES", "TRADES", "BARS"), 2, 200),
                new Batch(everyDecoderOnce, contents(100, "MIXED"), 2, 200));
    }

    private static Map<String, List<String>> contents(int perFrame, String... contents) {
        return Map.of("perFrame", List.of(Integer.toString(perFrame)), "content", List.of(contents));
    }

    private List<Batch> others() {
        return List.of(new Batch("bench.jmh.(Encode|Dispatch)|stream.Latest", Map.of(), 2, 500));
    }

    private int iterations() {
        return plan.shortForm() ? 2 : Math.max(plan.repetitions(), LEAST_ITERATIONS);
    }

    private double seconds(List<Batch> batches) {
        return batches.stream()
                .mapToDouble(batch -> runs(batch)
                        * (START_SECONDS + (batch.warmUps() * WARM_UP_MILLIS + iterations() * batch.millis()) / 1e3))
                .sum();
    }

    /** How many forks there will be: one for each benchmark and combination of parameters. */
    private static long runs(Batch batch) {
        OutputFormat silent = OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT);
        return BenchmarkList.defaultList().find(silent, List.of(batch.include()), List.of()).stream()
                .mapToLong(entry -> combinations(entry, batch))
                .sum();
    }

    private static long combinations(BenchmarkListEntry entry, Batch batch) {
        return entry.getParams().orElse(Map.of()).entrySet().stream()
                .mapToLong(parameter -> batch.parameters().containsKey(parameter.getKey())
                        ? batch.parameters().get(parameter.getKey()).size()
                        : parameter.getValue().length)
                .reduce(1, (one, other) -> one * other);
    }

    private List<Row> run(String group, List<Batch> batches) throws RunnerException {
        Progress.say(group + ": by JMH, whose output is in jmh.log");
        List<Row> rows = new ArrayList<>();
        for (Batch batch : batches) {
            Collection<RunResult> results = new Runner(options(batch).build()).run();
            results.forEach(result -> rows.add(row(group, result)));
        }
        return rows;
    }

    private ChainedOptionsBuilder options(Batch batch) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(batch.include())
                .forks(1)
                .warmupIterations(batch.warmUps())
                .warmupTime(TimeValue.milliseconds(WARM_UP_MILLIS))
                .measurementIterations(iterations())
                .measurementTime(TimeValue.milliseconds(batch.millis()))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .jvmArgsAppend("-Dchasqui.shared=" + System.getProperty("chasqui.shared", "../shared"), "-Xmx1g")
                .output(plan.target().resolve("jmh.log").toString());
        batch.parameters().forEach((name, values) -> options.param(name, values.toArray(String[]::new)));
        return options;
    }

    private static Row row(String group, RunResult result) {
        Row row = new Row(group, name(result));
        for (BenchmarkResult fork : result.getBenchmarkResults()) {
            for (IterationResult iteration : fork.getIterationResults()) {
                row.add(NANOS, iteration.getPrimaryResult().getScore());
                Result<?> allocated = iteration.getSecondaryResults().get(ALLOCATION);
                if (allocated != null) {
                    row.add(EndToEnd.ALLOCATED, allocated.getScore());
                }
            }
        }
        return row;
    }

    /** Class and method, then the parameters. */
    private static String name(RunResult result) {
        String[] path = result.getParams().getBenchmark().split("\\.", -1);
        StringBuilder name = new StringBuilder(path[path.length - 2] + "." + path[path.length - 1]);
        for (String key : result.getParams().getParamsKeys()) {
            name.append(' ').append(key).append('=').append(result.getParams().getParam(key));
        }
        return name.toString();
    }
}
