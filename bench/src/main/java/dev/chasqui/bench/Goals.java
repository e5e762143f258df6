package dev.chasqui.bench;

import dev.chasqui.bench.report.Goal;
import dev.chasqui.bench.report.Row;
import java.util.List;

/** What this project demands of itself, compared with the medians of one run. */
final class Goals {

    private static final String MIXED = " content=MIXED perFrame=0";

    private final List<Row> rows;

    private Goals(List<Row> rows) {
        this.rows = rows;
    }

    static List<Goal> of(List<Row> rows) {
        return new Goals(rows).all();
    }

    private List<Goal> all() {
        double json = nanos("DecodeJson.chasqui");
        double end = rate(EndToEndGroup.INLINE);
        String at100k = LatencyGroup.name("inline", 100_000);
        return List.of(
                atMost("decode JSON, times the plain scan of the same bytes", json / nanos("DecodeJson.scan"), 2.5),
                atLeast("decode JSON, Jackson 3 streaming takes times as long", nanos("DecodeJson.jackson3") / json, 8),
                atLeast("  the same with Instant.parse", nanos("DecodeJson.jackson3Instant") / json, 8),
                atLeast("decode JSON, a Gson tree takes times as long", nanos("DecodeJson.gson") / json, 20),
                atLeast("  the same with Instant.parse", nanos("DecodeJson.gsonInstant") / json, 20),
                atMost("decode MessagePack, share of JSON's time", nanos("DecodeMsgpack.chasqui") / json, 1),
                atLeast("end to end, JSON inline, % of the bare socket", 100 * end / rate(EndToEndGroup.BARE), 80),
                atLeast("end to end, times alpaca-java", end / rate(EndToEndGroup.ALPACA_JAVA), 15),
                atLeast("end to end, times the Go SDK", end / rate(EndToEndGroup.GO), 5),
                atLeast("end to end, times alpaca-py", end / rate(EndToEndGroup.PYTHON), 30),
                atMost("latency at 100,000 messages/s inline, p50 µs", latency(at100k, LatencyGroup.P50), 50),
                atMost("latency at 100,000 messages/s inline, p99 µs", latency(at100k, LatencyGroup.P99), 200),
                atMost("latency at 100,000 messages/s inline, p99.9 µs", latency(at100k, LatencyGroup.P999), 1_000),
                atMost(
                        "bytes allocated for a message delivered",
                        endToEnd(EndToEndGroup.INLINE, EndToEnd.ALLOCATED),
                        120),
                atMost("bytes allocated for a frame beyond its messages, by the decoder", perFrame(), 1),
                atLeast("a heap of 64 MiB, % of full speed", 100 * rate(EndToEndGroup.SMALL_HEAP) / end, 95),
                atLeast("11,000 symbols, % of the speed with 10", 100 * scaling(ScalingGroup.symbols(11_000)), 85),
                atLeast("  the same for the bare socket, beside the few recorded ones", 100 * bareScaling(), 85),
                atLeast(
                        "11,000 symbols of which some are busy, % of the speed with 10",
                        100 * scaling(ScalingGroup.byRank(11_000)), 85),
                atLeast(
                        "10,000 handlers of other symbols, % of the speed with 1",
                        100 * scaling(ScalingGroup.otherHandlers(10_000)), 95),
                atLeast(
                        "simulator, messages/s to 10 sessions for each core it uses",
                        1e6 / median(SimulatorGroup.GROUP, SimulatorGroup.NAME, SimulatorGroup.CPU),
                        500_000),
                atMost(
                        "start to the first message, ms",
                        median(StartGroup.GROUP, StartGroup.NAME, StartGroup.MILLIS),
                        1_000),
                atMost("guards as by default, % more CPU time than without", guards(GuardsGroup.DEFAULT), 5),
                atMost("  the same with quotes repaired too", guards(GuardsGroup.ALL), 5));
    }

    private static Goal atLeast(String text, double figure, double bound) {
        return new Goal(text, figure, bound, true);
    }

    private static Goal atMost(String text, double figure, double bound) {
        return new Goal(text, figure, bound, false);
    }

    private double nanos(String benchmark) {
        return median(PartsGroup.DECODE, benchmark + MIXED, PartsGroup.NANOS);
    }

    private double rate(String name) {
        return endToEnd(name, EndToEnd.RATE);
    }

    private double endToEnd(String name, String figure) {
        return median(EndToEndGroup.GROUP, name, figure);
    }

    private double latency(String name, String figure) {
        return median(LatencyGroup.GROUP, name, figure);
    }

    /** What a message alone in its frame costs more than one of a hundred. */
    private double perFrame() {
        String name = "DecodeJson.chasqui content=MIXED perFrame=";
        return median(PartsGroup.DECODE, name + 1, EndToEnd.ALLOCATED)
                - median(PartsGroup.DECODE, name + 100, EndToEnd.ALLOCATED);
    }

    private double guards(String name) {
        double without = median(GuardsGroup.GROUP, GuardsGroup.OFF, EndToEnd.CPU);
        return 100 * (median(GuardsGroup.GROUP, name, EndToEnd.CPU) / without - 1);
    }

    private double scaling(String name) {
        return scalingRate(name) / scalingRate(ScalingGroup.symbols(10));
    }

    private double bareScaling() {
        return scalingRate(ScalingGroup.bareSocket(11_000)) / rate(EndToEndGroup.BARE);
    }

    private double scalingRate(String name) {
        return median(ScalingGroup.GROUP, name, EndToEnd.RATE);
    }

    private double median(String group, String name, String figure) {
        return rows.stream()
                .filter(row -> row.group().equals(group) && row.name().equals(name))
                .mapToDouble(row -> row.median(figure))
                .findFirst()
                .orElse(Double.NaN);
    }
}
