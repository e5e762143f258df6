package dev.chasqui.acceptance.planted;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles one source file of the product with a bug in it, and runs tests in a process that meets this class before the good one. */
final class Planting {

    private static final long LONGEST_RUN_SECONDS = 240;

    private final Path root;
    private final Path directory;

    /**
     * For one bug.
     *
     * @param root of the project
     * @param directory empty, for the compiled class and the output
     */
    Planting(Path root, Path directory) {
        this.root = root;
        this.directory = directory;
    }

    /** Puts the bug in. */
    void plant(PlantedBug bug) throws IOException {
        Path file = root.resolve(bug.file());
        Path changed = Files.createDirectories(directory.resolve("src"))
                .resolve(file.getFileName().toString());
        Files.writeString(changed, bug.plant(Files.readString(file)));
        compile(changed);
    }

    private void compile(Path source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
        List<String> options = List.of(
                "-proc:none",
                "-nowarn",
                "-d",
                Files.createDirectories(directory.resolve("classes")).toString(),
                "-cp",
                System.getProperty("java.class.path"));
        if (!compiler.getTask(null, files, null, options, null, files.getJavaFileObjects(source))
                .call()) {
            throw new AssertionError("the bug does not compile: " + source);
        }
    }

    /** Runs tests, those of the simulation for so many days; returns the exit code of {@link SelectedTests}. */
    int run(List<String> tests, int seeds) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m"));
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("chasqui."))
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.add("-Dchasqui.seeds=" + seeds);
        command.addAll(List.of(
                "-cp",
                directory.resolve("classes") + File.pathSeparator + System.getProperty("java.class.path"),
                SelectedTests.class.getName()));
        command.addAll(tests);
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

    /** What the tests printed. */
    Path output() {
        return directory.resolve("output.txt");
    }
}
