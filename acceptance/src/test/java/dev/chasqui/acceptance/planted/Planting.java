package dev.chasqui.acceptance.planted;

import dev.chasqui.acceptance.planted.PlantedBug.Finder;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles source files of the product with a bug in them, and runs tests in a process that meets these classes before the good ones. */
final class Planting {

    private static final long LONGEST_RUN_SECONDS = 600;

    private final Path root;
    private final Path directory;

    /**
     * For one bug.
     *
     * @param root of the project
     * @param directory empty, for the compiled classes and the output
     */
    Planting(Path root, Path directory) {
        this.root = root;
        this.directory = directory;
    }

    /** Puts the bug in. */
    void plant(PlantedBug bug, Sources sources) throws IOException {
        List<Path> changed = new ArrayList<>();
        for (Map.Entry<Path, String> file : sources.with(bug).entrySet()) {
            Path source = Files.createDirectories(directory.resolve("src"))
                    .resolve(file.getKey().getFileName().toString());
            changed.add(Files.writeString(source, file.getValue()));
        }
        compile(bug, changed);
    }

    private void compile(PlantedBug bug, List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options = List.of(
                "-proc:none",
                "-nowarn",
                "-implicit:none",
                "-d",
                Files.createDirectories(directory.resolve("classes")).toString(),
                "-cp",
                System.getProperty("java.class.path"));
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            if (!compiler.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call()) {
                throw new AssertionError(bug + " does not compile");
            }
        }
    }

    /** Runs tests; returns the exit code of {@link SelectedTests}. */
    int run(Finder finder) throws IOException, InterruptedException {
        // Each lives for seconds only, so little is gained by compiling well.
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("chasqui."))
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.add("-Dchasqui.seeds=" + finder.seeds());
        command.add("-Dchasqui.failures=1");
        command.addAll(List.of(
                "-cp",
                directory.resolve("classes") + File.pathSeparator + System.getProperty("java.class.path"),
                SelectedTests.class.getName()));
        command.addAll(finder.tests());
        Process process = new ProcessBuilder(command)
                .directory(root.resolve("acceptance").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output().toFile())
                .start();
        try {
            // A bug may also show as something that never ends.
            return process.waitFor(LONGEST_RUN_SECONDS, TimeUnit.SECONDS)
                    ? process.exitValue()
                    : SelectedTests.SOME_FAILED;
        } finally {
            process.destroyForcibly();
        }
    }

    /** The first test that failed, and why. */
    String finding() throws IOException {
        try (Stream<String> lines = Files.lines(output())) {
            return lines.filter(line -> line.startsWith(SelectedTests.FAILED))
                    .findFirst()
                    .map(line -> line.substring(SelectedTests.FAILED.length()))
                    .orElse("tests that did not end within " + LONGEST_RUN_SECONDS + " s");
        }
    }

    /** What the tests printed. */
    Path output() {
        return directory.resolve("output.txt");
    }
}
