package dev.chasqui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the launcher in a project of its own, with a Java and a Maven that only say how they were called. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class LauncherTest {

    private static final List<String> SYSTEM_FOLDERS = List.of("/usr/bin", "/bin");

    @TempDir
    private Path project;

    private Path tools;
    private Path launcher;

    private record Outcome(int code, String out, String err) {}

    @BeforeEach
    void layOut() throws IOException {
        launcher = project.resolve("chasqui");
        Files.copy(Path.of(System.getProperty("chasqui.root"), "chasqui"), launcher);
        executable(launcher);
        tools = Files.createDirectory(project.resolve("tools"));
        // What the script needs of the system, without the java and mvn that may be installed beside it.
        for (String tool : List.of(
                "sh",
                "sed",
                "ls",
                "head",
                "find",
                "dirname",
                "readlink",
                "mkdir",
                "touch",
                "cat",
                "cksum",
                "mv",
                "rm")) {
            script(tool, "exec " + find(tool) + " \"$@\"");
        }
    }

    private static Path find(String tool) {
        for (String folder : SYSTEM_FOLDERS) {
            Path candidate = Path.of(folder, tool);
            if (Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        throw new IllegalStateException("this test needs " + tool);
    }

    private void java(String version) throws IOException {
        script(
                "java",
                "if [ \"$1\" = -version ]; then echo 'openjdk version \"" + version + "\" 2025-01-01' >&2",
                "else for word; do echo \"<$word>\"; done; exit 42; fi");
    }

    /** A JDK with the file that tells its version; {@code work} is what its java does when it is to make an archive. */
    private Path jdk(String version, String work) throws IOException {
        Path home = Files.createDirectories(project.resolve("jdk " + version));
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\n");
        executable(Files.write(
                home.resolve("bin/java"),
                List.of(
                        "#!/bin/sh",
                        "for word; do case $word in",
                        "-version) echo 'the version was asked for' >&2; exit 1 ;;",
                        "-XX:AOTCacheOutput=*|-XX:SharedArchiveFile=*.making/*) echo trained >>'" + trainings() + "'; "
                                + work + " ;;",
                        "-XX:DumpLoadedClassList=*) echo classes >\"${word#*=}\"; exit 0 ;;",
                        "esac; done",
                        "for word; do echo \"<$word>\"; done; exit 42")));
        return home;
    }

    private Path trainings() {
        return project.resolve("trainings.txt");
    }

    private Outcome runWith(Path jdk, String... arguments) throws Exception {
        return run(launcher, Map.of("JAVA_HOME", jdk.toString()), arguments);
    }

    private void maven() throws IOException {
        script(
                "mvn",
                "echo \"$*\" > maven.txt",
                "mkdir -p cli/target && touch cli/target/chasqui-cli-1.2.3-runnable.jar");
    }

    private void jar() throws IOException {
        Path target = Files.createDirectories(project.resolve("cli/target"));
        Files.createFile(target.resolve("chasqui-cli-0.1.0-runnable.jar"));
    }

    private void script(String name, String... lines) throws IOException {
        List<String> text = new ArrayList<>(List.of("#!/bin/sh"));
        text.addAll(List.of(lines));
        executable(Files.write(tools.resolve(name), text));
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Outcome run(Path script, Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        Path out = project.resolve("out.txt");
        Path err = project.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(tools.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private Outcome run(String... arguments) throws Exception {
        return run(launcher, Map.of(), arguments);
    }

    @Test
    void anExistingJarIsStartedWithEveryArgumentAsItIs() throws Exception {
        java("17.0.15");
        jar();

        Outcome outcome = run("stream", "*", "two words", "");

        assertThat(outcome.out().lines())
                .startsWith("<-jar>")
                .endsWith("<stream>", "<*>", "<two words>", "<>")
                .anyMatch(line -> line.endsWith("/cli/target/chasqui-cli-0.1.0-runnable.jar>"));
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isEqualTo(42);
    }

    @Test
    void aJarThatIsOlderThanItsSourcesIsStartedAndSaidToBe() throws Exception {
        java("17");
        jar();
        Files.createDirectories(project.resolve("client/src/main"));
        Path source = Files.createFile(project.resolve("client/src/main/New.java"));
        Files.createDirectories(project.resolve("cli/src/test"));
        Path test = Files.createFile(project.resolve("cli/src/test/NewTest.java"));
        FileTime later = FileTime.from(Instant.now().plusSeconds(60));
        Files.setLastModifiedTime(test, later);
        Files.setLastModifiedTime(source, FileTime.from(Instant.EPOCH));
        assertThat(run("demo").err()).isEmpty();

        Files.setLastModifiedTime(source, later);
        Outcome outcome = run("demo");

        assertThat(outcome.err().lines())
                .singleElement()
                .asString()
                .contains("before client/src/main/New.java changed", "rm -r ");
        assertThat(outcome.out().lines()).endsWith("<demo>");
    }

    @Test
    void theFirstUseBuildsTheJarAndSaysSoInOneLine() throws Exception {
        java("25");
        maven();

        Outcome outcome = run("demo");

        assertThat(outcome.err().lines())
                .singleElement()
                .asString()
                .startsWith("chasqui: building the runnable jar, once");
        assertThat(Files.readString(project.resolve("maven.txt")))
                .startsWith("-q ")
                .endsWith(" package -pl cli -am\n");
        assertThat(outcome.out().lines()).contains("<demo>").noneMatch(line -> line.contains("maven"));
        assertThat(outcome.code()).isEqualTo(42);
    }

    @Test
    void aFailedBuildIsSaidAndNothingIsStarted() throws Exception {
        java("17");
        script("mvn", "echo no network; exit 1");

        Outcome outcome = run("demo");

        assertThat(outcome.err()).contains("no network", "the build failed");
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.code()).isEqualTo(1);
    }

    @Test
    void aMissingMavenIsNamed() throws Exception {
        java("17");

        Outcome outcome = run("demo");

        assertThat(outcome.err()).contains("mvn is not on the PATH: install Maven");
        assertThat(outcome.code()).isEqualTo(1);
    }

    @Test
    void aMissingJavaIsNamed() throws Exception {
        Outcome outcome = run("demo");

        assertThat(outcome.err()).contains("java is not on the PATH: install a JDK 17 or later");
        assertThat(outcome.code()).isEqualTo(1);
    }

    @Test
    void anOldJavaIsNamedWithItsVersion() throws Exception {
        java("1.8.0_292");
        jar();

        Outcome outcome = run("demo");

        assertThat(outcome.err()).contains("is version 1, and 17 or later is needed");
        assertThat(outcome.code()).isEqualTo(1);
    }

    @Test
    void aWrongJavaHomeIsNamed() throws Exception {
        java("17");
        jar();

        Outcome outcome = run(launcher, Map.of("JAVA_HOME", "/does/not/exist"), "demo");

        assertThat(outcome.err()).contains("JAVA_HOME is '/does/not/exist', but has no bin/java");
        assertThat(outcome.code()).isEqualTo(1);
    }

    @Test
    void itFindsItsProjectThroughALink() throws Exception {
        java("17");
        jar();
        Path link = Files.createSymbolicLink(tools.resolve("link"), Path.of("../chasqui"));

        assertThat(run(link, Map.of()).code()).isEqualTo(42);
    }

    @ParameterizedTest
    @CsvSource({"17.0.15,<-XX:SharedArchiveFile=", "24,<-XX:SharedArchiveFile=", "25.0.1,<-XX:AOTCache="})
    void anArchiveIsMadeOnceForAJdkAndTakenFromThenOn(String version, String option) throws Exception {
        Path jdk = jdk(version, "echo archive >\"${word#*=}\"; echo noise; echo noise >&2; exit 0");
        jar();

        Outcome first = runWith(jdk, "demo");
        Outcome second = runWith(jdk, "stream", "two words", "");

        assertThat(first.err().lines()).singleElement().asString().startsWith("chasqui: preparing faster starts");
        assertThat(first.out().lines())
                .anyMatch(line -> line.startsWith(option))
                .doesNotContain("noise");
        assertThat(second.err()).isEmpty();
        assertThat(second.out().lines())
                .anyMatch(line -> line.startsWith(option))
                .contains("<-Xlog:disable>")
                .endsWith("<stream>", "<two words>", "<>");
        assertThat(second.code()).isEqualTo(42);
        assertThat(Files.readString(trainings())).isEqualTo("trained\n");
    }

    @Test
    void anArchiveOlderThanTheJarIsMadeAgainAndAnotherJdkHasItsOwn() throws Exception {
        Path jdk = jdk("17", "echo archive >\"${word#*=}\"; exit 0");
        Path other = jdk("21", "echo archive >\"${word#*=}\"; exit 0");
        jar();
        runWith(jdk, "demo");
        runWith(other, "demo");
        assertThat(archives()).hasSize(2);

        for (Path archive : archives()) {
            Files.setLastModifiedTime(archive, FileTime.from(Instant.EPOCH));
        }
        runWith(jdk, "demo");

        assertThat(Files.readString(trainings())).isEqualTo("trained\n".repeat(3));
        assertThat(archives()).hasSize(2);
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(project.resolve("cli/target"))) {
            return files.filter(file -> file.toString().endsWith(".jsa")).toList();
        }
    }

    @Test
    void aFailureToMakeAnArchiveIsNoFailureAndIsNotRepeated() throws Exception {
        Path jdk = jdk("25", "exit 1");
        jar();

        assertThat(runWith(jdk, "demo").out().lines()).startsWith("<-jar>");
        Outcome second = runWith(jdk, "demo");

        assertThat(second.out().lines()).startsWith("<-jar>").endsWith("<demo>");
        assertThat(second.err()).isEmpty();
        assertThat(second.code()).isEqualTo(42);
        assertThat(Files.readString(trainings())).isEqualTo("trained\n");
    }

    @Test
    void whoStartsWhileAnotherMakesTheArchiveGoesWithout() throws Exception {
        // The first one starts the second from within its training.
        Path jdk = jdk(
                "25",
                "[ -e nested.txt ] || { touch nested.txt; '" + project.resolve("chasqui") + "' nested >nested.txt; }; "
                        + "echo archive >\"${word#*=}\"; exit 0");
        jar();

        Outcome first = runWith(jdk, "demo");

        assertThat(Files.readString(tools.resolve("nested.txt")).lines())
                .startsWith("<-jar>")
                .endsWith("<nested>");
        assertThat(first.out().lines()).anyMatch(line -> line.startsWith("<-XX:AOTCache="));
        assertThat(Files.readString(trainings())).isEqualTo("trained\n");
    }
}
