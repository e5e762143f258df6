package dev.chasqui.acceptance.planted;

import dev.chasqui.acceptance.planted.PlantedBug.Edit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The client's source files, and what they are with a bug. */
final class Sources {

    private final Map<Path, String> texts = new TreeMap<>();

    /** Reads all of them. */
    Sources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve("client/src/main/java/dev"))) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> texts.put(file, read(file)));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files that a bug changes, as they are with it. Fails if they do not read as it expects: then it must be written anew. */
    Map<Path, String> with(PlantedBug bug) {
        Map<Path, String> changed = new HashMap<>();
        bug.edits().forEach(edit -> plant(bug, edit, changed));
        return changed;
    }

    private void plant(PlantedBug bug, Edit edit, Map<Path, String> changed) {
        Pattern good = pattern(edit.good());
        List<Path> places = texts.keySet().stream()
                .flatMap(file -> good.matcher(texts.get(file)).results().map(match -> file))
                .toList();
        if (places.size() != 1) {
            throw new AssertionError(bug + ": one place must read as follows, not " + places + ": " + edit.good());
        }
        Path file = places.get(0);
        String before = changed.getOrDefault(file, texts.get(file));
        changed.put(file, good.matcher(before).replaceFirst(Matcher.quoteReplacement(edit.bad())));
    }

    private static Pattern pattern(String text) {
        return Pattern.compile(
                Stream.of(text.strip().split("\\s+")).map(Pattern::quote).collect(Collectors.joining("\\s+")));
    }
}
