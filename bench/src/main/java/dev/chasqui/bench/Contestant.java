package dev.chasqui.bench;

import dev.chasqui.bench.data.Recipe;
import dev.chasqui.bench.receiver.ReceiverMain;
import dev.chasqui.wire.Encoding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who receives, and what.
 *
 * @param name in the table
 * @param recipe what is sent
 * @param heap of its virtual machine, such as {@code 256m}
 * @param arguments settings of {@link ReceiverMain}, or the command of another program
 * @param installed where another program must be installed; null for receivers in Java
 */
record Contestant(
        String name,
        Recipe recipe,
        String heap,
        List<String> arguments,
        @Nullable Path installed) {

    /** The heap of every receiver that is a Java program, unless the heap is what is measured. */
    static final String HEAP = "256m";

    /** This project's client. */
    static Contestant chasqui(String name, Recipe recipe, String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("receiver=chasqui");
        return new Contestant(name, recipe, HEAP, all, null);
    }

    /** Another receiver in Java. */
    static Contestant java(String name, Recipe recipe, String receiver) {
        return new Contestant(name, recipe, HEAP, List.of("receiver=" + receiver), null);
    }

    /** Another program, which takes the address and the times as arguments. */
    static Contestant program(String name, Path installed, String... command) {
        return new Contestant(name, Recipe.recorded(Encoding.MSGPACK), "", List.of(command), installed);
    }

    /** The same with another heap. */
    Contestant withHeap(String other) {
        return new Contestant(name, recipe, other, arguments, installed);
    }

    /** Why it cannot run here; null if it can. */
    @Nullable
    String missing() {
        boolean present = installed == null || Files.exists(installed.resolve("installed"));
        return present ? null : "its SDK is not installed; bench/peers/install does it where the tools are";
    }

    /** What to start. */
    List<String> command(String uri, Plan plan) {
        return installed != null ? programCommand(uri, plan) : javaCommand(uri, plan);
    }

    private List<String> programCommand(String uri, Plan plan) {
        List<String> command = new ArrayList<>(arguments);
        command.add(name.equals(EndToEndGroup.GO) ? uri.replace("/sip", "") : uri);
        command.add(Double.toString(plan.shortWarmUp().toMillis() / 1e3));
        command.add(Double.toString(plan.measured().toMillis() / 1e3));
        return command;
    }

    private List<String> javaCommand(String uri, Plan plan) {
        List<String> command = new ArrayList<>();
        command.add(Child.JAVA);
        command.addAll(List.of("-Xms" + heap, "-Xmx" + heap));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ReceiverMain.class.getName()));
        command.addAll(List.of(
                "uri=" + uri,
                "encoding=" + recipe.encoding(),
                "compressed=" + recipe.compressed(),
                "symbols=" + recipe.symbols(),
                "warmUpMillis=" + plan.warmUp().toMillis(),
                "measuredMillis=" + plan.measured().toMillis()));
        command.addAll(arguments);
        return command;
    }
}
