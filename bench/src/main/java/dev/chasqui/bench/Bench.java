package dev.chasqui.bench;

import dev.chasqui.bench.EndToEnd.Contestant;
import dev.chasqui.bench.data.Recipe;
import dev.chasqui.bench.report.Row;
import dev.chasqui.bench.report.TextTable;
import dev.chasqui.wire.Encoding;
import java.util.ArrayList;
import java.util.List;

/** The command behind {@code bench/run}. */
public final class Bench {

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        Plan plan = Plan.parse(arguments);
        EndToEnd endToEnd = new EndToEnd(plan);
        List<Contestant> contestants = List.of(
                new Contestant("bare json", Recipe.recorded(Encoding.JSON), "256m", List.of("receiver=bare")),
                new Contestant("chasqui json inline", Recipe.recorded(Encoding.JSON), "256m", List.of("receiver=chasqui", "inline=true")),
                new Contestant("chasqui json", Recipe.recorded(Encoding.JSON), "256m", List.of("receiver=chasqui")),
                new Contestant("bare msgpack", Recipe.recorded(Encoding.MSGPACK), "256m", List.of("receiver=bare")),
                new Contestant("chasqui msgpack inline", Recipe.recorded(Encoding.MSGPACK), "256m", List.of("receiver=chasqui", "inline=true")),
                new Contestant("chasqui msgpack", Recipe.recorded(Encoding.MSGPACK), "256m", List.of("receiver=chasqui")));
        List<Row> rows = new ArrayList<>();
        for (Contestant contestant : contestants) {
            Row row = new Row("end-to-end", contestant.name());
            for (int i = 0; i < plan.repetitions(); i++) {
                System.err.println(contestant.name() + " " + endToEnd.measure(contestant, row));
            }
            rows.add(row);
        }
        System.out.println(TextTable.of(rows));
    }
}
