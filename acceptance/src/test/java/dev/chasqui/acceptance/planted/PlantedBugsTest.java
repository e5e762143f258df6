package dev.chasqui.acceptance.planted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.acceptance.planted.PlantedBug.Finder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each planted bug is found, and what finds it passes without the bug. A few of them in every build, which also plants and compiles all.
 *
 * <p>All of them: {@code mvn -B -pl acceptance -am test -Dtest=PlantedBugsTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dchasqui.planted=all}; some: their names, separated by commas, instead of {@code all}.
 */
class PlantedBugsTest {

    private static final Path ROOT = Path.of(System.getProperty("chasqui.root", ".."));
    private static final String WANTED = System.getProperty("chasqui.planted", "");
    private static final List<PlantedBug> USUAL = List.of(PlantedBug.NO_DEDUPLICATION, PlantedBug.GAP_NOT_TOLD);
    private static final List<String> FINDINGS = new ArrayList<>();

    static List<PlantedBug> bugs() {
        if (WANTED.equals("all")) {
            return Arrays.asList(PlantedBug.values());
        }
        return WANTED.isEmpty()
                ? USUAL
                : Stream.of(WANTED.split(",", -1)).map(PlantedBug::valueOf).toList();
    }

    /** Each list of tests once, with the most days that any bug needs of it. */
    static List<Finder> finders() {
        return List.copyOf(bugs().stream()
                .map(PlantedBug::finder)
                .collect(Collectors.toMap(
                        finder -> String.join(",", finder.tests()),
                        finder -> finder,
                        BinaryOperator.maxBy(Comparator.comparingInt(Finder::seeds)),
                        TreeMap::new))
                .values());
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void isFound(PlantedBug bug, @TempDir Path directory) throws Exception {
        Planting planting = new Planting(ROOT, directory);
        planting.plant(bug, new Sources(ROOT));
        int result = planting.run(bug.finder());
        assertThat(result)
                .as(() -> bug + " was not found by " + bug.finder() + "\n" + end(planting))
                .isEqualTo(SelectedTests.SOME_FAILED);
        String finding = bug + ": " + planting.finding();
        FINDINGS.add(finding);
        System.out.println("[planted] " + finding);
    }

    @ParameterizedTest
    @MethodSource("finders")
    void whatFindsItPassesWithoutIt(Finder finder, @TempDir Path directory) throws Exception {
        Planting planting = new Planting(ROOT, directory);
        assertThat(planting.run(finder)).as(() -> end(planting)).isEqualTo(SelectedTests.ALL_PASSED);
    }

    @Test
    void everyBugCanBePlanted(@TempDir Path directory) throws IOException {
        Sources sources = new Sources(ROOT);
        List<String> problems = new ArrayList<>();
        for (PlantedBug bug : PlantedBug.values()) {
            try {
                new Planting(ROOT, directory.resolve(bug.name())).plant(bug, sources);
            } catch (AssertionError e) {
                problems.add(e.getMessage());
            }
        }
        assertThat(problems).isEmpty();
    }

    @AfterAll
    static void tell() {
        if (!FINDINGS.isEmpty()) {
            System.out.printf("[planted] %d of %d found%n", FINDINGS.size(), bugs().size());
        }
    }

    private static String end(Planting planting) {
        try {
            List<String> lines = Files.readAllLines(planting.output());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            return "no output: " + e;
        }
    }
}
