package dev.chasqui.acceptance.planted;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each planted bug is found, and what finds it passes without the bug. A few of them in every build.
 *
 * <p>All of them: {@code mvn -B -pl acceptance -am test -Dtest=PlantedBugsTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dchasqui.planted=all}; one: its name instead of {@code all}.
 */
class PlantedBugsTest {

    private static final Path ROOT = Path.of(System.getProperty("chasqui.root", ".."));
    private static final String WANTED = System.getProperty("chasqui.planted", "");
    private static final List<PlantedBug> USUAL = List.of(PlantedBug.NO_DEDUPLICATION, PlantedBug.GAP_NOT_TOLD);

    static Stream<PlantedBug> bugs() {
        if (WANTED.equals("all")) {
            return Arrays.stream(PlantedBug.values());
        }
        return WANTED.isEmpty() ? USUAL.stream() : Stream.of(PlantedBug.valueOf(WANTED));
    }

    static Stream<List<String>> testsOfBugs() {
        return bugs().map(PlantedBug::tests).distinct();
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void isFound(PlantedBug bug, @TempDir Path directory) throws Exception {
        Planting planting = new Planting(ROOT, directory);
        planting.plant(bug);
        int result = planting.run(bug.tests(), bug.seeds());
        assertThat(result)
                .as(() -> bug + " was not found by " + bug.tests() + "\n" + end(planting))
                .isEqualTo(SelectedTests.SOME_FAILED);
    }

    @ParameterizedTest
    @MethodSource("testsOfBugs")
    void whatFindsItPassesWithoutIt(List<String> tests, @TempDir Path directory) throws Exception {
        Planting planting = new Planting(ROOT, directory);
        assertThat(planting.run(tests, 3)).as(() -> end(planting)).isEqualTo(SelectedTests.ALL_PASSED);
    }

    private static String end(Planting planting) {
        try {
            List<String> lines = Files.readAllLines(planting.output());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (java.io.IOException e) {
            return "no output: " + e;
        }
    }
}
