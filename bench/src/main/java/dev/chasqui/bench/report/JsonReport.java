package dev.chasqui.bench.report;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/** Everything that was measured, for programs: each single figure, not medians alone. */
public final class JsonReport {

    private JsonReport() {}

    /** The report as text. */
    public static String of(Machine machine, List<Row> rows, List<Goal> goals) {
        JsonObject report = new JsonObject();
        report.add("machine", machine(machine));
        report.add("goals", array(goals.stream().map(JsonReport::goal).toList()));
        report.add("rows", array(rows.stream().map(JsonReport::row).toList()));
        return new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(report) + "\n";
    }

    private static JsonArray array(List<JsonObject> objects) {
        JsonArray array = new JsonArray();
        objects.forEach(array::add);
        return array;
    }

    private static JsonObject machine(Machine machine) {
        JsonObject object = new JsonObject();
        object.addProperty("command", machine.command());
        object.addProperty("date", machine.date());
        object.addProperty("commit", machine.commit());
        object.addProperty("cores", machine.cores());
        object.addProperty("processor", machine.processor());
        object.addProperty("system", machine.system());
        object.addProperty("load", machine.load());
        object.addProperty("jdk", machine.jdk());
        return object;
    }

    private static JsonObject goal(Goal goal) {
        JsonObject object = new JsonObject();
        object.addProperty("text", goal.text());
        object.addProperty(goal.atLeast() ? "atLeast" : "atMost", goal.bound());
        if (!Double.isNaN(goal.figure())) {
            object.addProperty("measured", goal.figure());
            object.addProperty("reached", goal.isReached());
        }
        return object;
    }

    private static JsonObject row(Row row) {
        JsonObject object = new JsonObject();
        object.addProperty("group", row.group());
        object.addProperty("name", row.name());
        if (row.notRun() != null) {
            object.addProperty("notRun", row.notRun());
        }
        row.figures().forEach((name, samples) -> {
            JsonArray values = new JsonArray();
            for (double value : samples.values()) {
                values.add(value);
            }
            object.add(name, values);
        });
        return object;
    }
}
