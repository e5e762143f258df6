package dev.chasqui.bench;

import dev.chasqui.bench.report.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Single parts, by JMH: decoding and the rest. */
final class PartsGroup {

    static final String DECODE = "decode";
    static final String PARTS = "parts";
    static final String NANOS = "ns/message";

    private static final String ALLOCATION = "gc.alloc.rate.norm";

    private final Plan plan;

    PartsGroup(Plan plan) {
        this.plan = plan;
    }

    /** Decoders beside each other. */
    List<Row> decode() throws RunnerException {
        String shortly = "Decode(Json.(scan|chasqui|jackson3|gson)|Msgpack.chasqui)$";
        List<Row> rows = new ArrayList<>(run(
                DECODE,
                options(plan.shortForm() ? shortly : "Decode")
                        .param("content", "MIXED")
                        .param(
                                "perFrame",
                                plan.shortForm() ? new String[] {"0"} : new String[] {"0", "1", "10", "100"})));
        if (!plan.shortForm()) {
            rows.addAll(run(
                    DECODE,
                    options("Decode")
                            .param("content", "QUOTES", "TRADES", "BARS")
                            .param("perFrame", "10")));
        }
        return rows;
    }

    /** Encoding, dispatch with registrations of few and many symbols, latest values. */
    List<Row> parts() throws RunnerException {
        return run(PARTS, options("bench.jmh.(Encode|Dispatch)|stream.Latest"));
    }

    private ChainedOptionsBuilder options(String include) {
        return new OptionsBuilder()
                .include(include)
                .forks(1)
                .warmupIterations(plan.shortForm() ? 1 : 3)
                .warmupTime(TimeValue.milliseconds(1_000))
                .measurementIterations(plan.shortForm() ? 2 : Math.max(plan.repetitions(), 5))
                .measurementTime(TimeValue.milliseconds(plan.shortForm() ? 500 : 1_000))
                .addProfiler(GCProfiler.class)
                .jvmArgsAppend("-Dchasqui.shared=" + System.getProperty("chasqui.shared", "../shared"), "-Xmx1g")
                .output(plan.target().resolve("jmh.log").toString());
    }

    private static List<Row> run(String group, ChainedOptionsBuilder options) throws RunnerException {
        Progress.say(group + ": by JMH, whose output is in jmh.log");
        Collection<RunResult> results =
                new Runner(options.shouldFailOnError(true).build()).run();
        return results.stream().map(result -> row(group, result)).toList();
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
