package dev.chasqui.bench;

import dev.chasqui.bench.data.Recipe;
import dev.chasqui.bench.report.Row;
import dev.chasqui.wire.Encoding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Receivers beside each other: this project's client, the limit, and other clients. */
final class EndToEndGroup {

    static final String GROUP = "end-to-end";
    static final String BARE = "bare socket, JSON (the limit)";
    static final String INLINE = "chasqui, JSON, inline";
    static final String QUEUED = "chasqui, JSON, queued";
    static final String SMALL_HEAP = "chasqui, JSON, inline, 64 MiB heap";
    static final String ALPACA_JAVA = "alpaca-java 9.2.0";
    static final String GO = "Go SDK 3.10.0";
    static final String PYTHON = "alpaca-py 0.43.5";

    private EndToEndGroup() {}

    static List<Contestant> contestants(Plan plan) {
        Recipe json = Recipe.recorded(Encoding.JSON);
        if (plan.shortForm()) {
            return List.of(
                    Contestant.java(BARE, json, "bare"),
                    Contestant.chasqui(INLINE, json, "inline=true"),
                    Contestant.chasqui(QUEUED, json),
                    Contestant.java(ALPACA_JAVA, json.withSmallIds(), "alpaca-java"));
        }
        Recipe msgpack = Recipe.recorded(Encoding.MSGPACK);
        List<Contestant> all = new ArrayList<>(List.of(
                Contestant.java(BARE, json, "bare"),
                Contestant.chasqui(INLINE, json, "inline=true"),
                Contestant.chasqui(QUEUED, json),
                Contestant.chasqui(SMALL_HEAP, json, "inline=true").withHeap("64m"),
                Contestant.java("bare socket, MessagePack", msgpack, "bare"),
                Contestant.chasqui("chasqui, MessagePack, inline", msgpack, "inline=true"),
                Contestant.chasqui("chasqui, MessagePack, queued", msgpack),
                Contestant.chasqui("chasqui, compressed JSON, inline", Recipe.deflated(), "inline=true"),
                Contestant.chasqui("chasqui, compressed JSON, queued", Recipe.deflated())));
        all.addAll(others(plan.target().resolve("peers"), json));
        return all;
    }

    private static List<Contestant> others(Path peers, Recipe json) {
        Path sources = Path.of(System.getProperty("chasqui.bench.sources", "bench/peers"));
        return List.of(
                Contestant.java("java.net.http.WebSocket, our decoder", json, "jdk"),
                Contestant.java("OkHttp 4.10.0, our decoder", json, "okhttp"),
                Contestant.java(ALPACA_JAVA, json.withSmallIds(), "alpaca-java"),
                Contestant.program(
                        PYTHON,
                        peers.resolve("python"),
                        peers.resolve("python/bin/python").toString(),
                        sources.resolve("python/receive.py").toString()),
                Contestant.program(
                        GO, peers.resolve("go"), peers.resolve("go/receive").toString()),
                Contestant.program(
                        "JavaScript SDK 4.0.2",
                        peers.resolve("javascript"),
                        "node",
                        peers.resolve("javascript/receive.js").toString()));
    }

    /** Measures all of them, in turn, so that what disturbs the machine disturbs all alike. Who fails has no figures. */
    static List<Row> run(Plan plan, String group, List<Contestant> contestants) throws InterruptedException {
        EndToEnd endToEnd = new EndToEnd(plan);
        List<Row> rows = contestants.stream()
                .map(contestant -> new Row(group, contestant.name()).notRun(contestant.missing()))
                .toList();
        SameSums sums = new SameSums();
        for (int repetition = 0; repetition < plan.repetitions(); repetition++) {
            for (int i = 0; i < rows.size(); i++) {
                measure(endToEnd, sums, contestants.get(i), rows.get(i));
            }
        }
        return rows;
    }

    private static void measure(EndToEnd endToEnd, SameSums sums, Contestant contestant, Row row)
            throws InterruptedException {
        if (row.notRun() != null) {
            return;
        }
        Progress.show(row.group(), row.name());
        try {
            sums.check(contestant, endToEnd.measure(contestant, row));
        } catch (IOException | IllegalStateException failure) {
            row.broken(String.valueOf(failure.getMessage()));
        }
    }
}
