package dev.chasqui.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Figures in, text and pictures out. */
final class ReportTest {

    private static final Machine MACHINE = new Machine("cpu", 2, "17", "Linux", "2026-01-01", "abc", 0.5, "bench/run");

    @Test
    void theMedianIsInTheMiddleAndTheSpreadTellsTheDistance() {
        assertThat(Samples.of(5, 1, 3).median()).isEqualTo(3);
        assertThat(Samples.of(4, 2).median()).isEqualTo(3);
        assertThat(Samples.of(8, 10, 12).spread()).isEqualTo(0.4);
    }

    @Test
    void aGoalIsReachedMissedOrNotMeasured() {
        assertThat(new Goal("a", 2, 1, true).toString()).endsWith("reached");
        assertThat(new Goal("a", 2, 1, false).toString()).endsWith("missed");
        assertThat(new Goal("a", Double.NaN, 1, true).toString()).endsWith("not measured");
        assertThat(new Goal("a", Double.NaN, 1, true).isReached()).isFalse();
    }

    @Test
    void theTableShowsMediansSpreadAndReasons() {
        Row measured = new Row("g", "one").add("rate", 900).add("rate", 1_000).add("rate", 1_100);
        Row absent = new Row("g", "other").notRun("no tool");
        assertThat(TextTable.of(List.of(measured, absent)).lines().toList().subList(1, 3))
                .satisfies(lines -> assertThat(lines.get(0)).startsWith("one").contains("1,000 ±10%"))
                .satisfies(lines -> assertThat(lines.get(1)).isEqualTo("other  not run: no tool"));
    }

    @Test
    void aRowThatBrokeHasNoFiguresAndSaysWhy() {
        Row row = new Row("g", "one").add("rate", 1).broken("gone");
        assertThat(row.isBroken()).isTrue();
        assertThat(row.median("rate")).isNaN();
        assertThat(TextTable.of(List.of(row))).contains("one  not run: failed: gone");
    }

    @Test
    void ofLargestOnesTheWorstIsKept() {
        Row row = new Row("g", "one").addLargest("max", 2).addLargest("max", 9).addLargest("max", 4);
        assertThat(row.median("max")).isEqualTo(9);
    }

    @Test
    void theJsonReportKeepsEverySingleFigure() {
        Row row = new Row("g", "one").add("rate", 1).add("rate", 2);
        var report = JsonParser.parseString(JsonReport.of(MACHINE, List.of(row), List.of(new Goal("a", 2, 1, true))))
                .getAsJsonObject();
        assertThat(report.getAsJsonArray("rows").get(0).getAsJsonObject().getAsJsonArray("rate"))
                .hasSize(2);
        assertThat(report.getAsJsonArray("goals")
                        .get(0)
                        .getAsJsonObject()
                        .get("reached")
                        .getAsBoolean())
                .isTrue();
    }

    @Test
    void theChartHasABarForEachMeasuredRowLongestFirst() {
        List<Row> rows = List.of(
                new Row("g", "slow & <old>").add("rate", 1),
                new Row("g", "chasqui").add("rate", 3),
                new Row("g", "absent").notRun("no tool"));
        String svg = Chart.of("title", "note", rows, "rate");
        assertThat(svg)
                .containsSubsequence("chasqui", "class=\"own\"", "slow &amp; &lt;old>")
                .doesNotContain("absent");
        assertThat(svg.split("<rect", -1)).hasSize(3);
    }
}
