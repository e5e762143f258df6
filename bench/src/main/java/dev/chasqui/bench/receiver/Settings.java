package dev.chasqui.bench.receiver;

import dev.chasqui.wire.Encoding;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** How a receiver is to run, from arguments {@code name=value}. */
final class Settings {

    private final Map<String, String> values = new HashMap<>();

    Settings(String[] arguments) {
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            values.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
    }

    String receiver() {
        return get("receiver", "");
    }

    URI uri() {
        return URI.create(get("uri", ""));
    }

    Encoding encoding() {
        return Encoding.valueOf(get("encoding", Encoding.JSON.name()));
    }

    boolean compressed() {
        return Boolean.parseBoolean(get("compressed", "false"));
    }

    boolean inline() {
        return Boolean.parseBoolean(get("inline", "false"));
    }

    Duration warmUp() {
        return Duration.ofMillis(number("warmUpMillis", 2_000));
    }

    Duration measured() {
        return Duration.ofMillis(number("measuredMillis", 2_000));
    }

    /** How many symbols there are; 0 for those of the recording. */
    int symbols() {
        return number("symbols", 0);
    }

    /** How many handlers there are. */
    int handlers() {
        return number("handlers", 1);
    }

    /** Whether the handlers beyond the first are registered for symbols that never come. */
    boolean otherSymbols() {
        return Boolean.parseBoolean(get("otherSymbols", "false"));
    }

    /** Which guards are in place: {@code default}, {@code off} as far as options go, or {@code all}. */
    String guards() {
        return get("guards", "default");
    }

    /** How many streams there are in this process. */
    int streams() {
        return number("streams", 1);
    }

    /** Whether messages carry the time at which they were sent. */
    boolean latency() {
        return Boolean.parseBoolean(get("latency", "false"));
    }

    private int number(String name, int otherwise) {
        return Integer.parseInt(get(name, Integer.toString(otherwise)));
    }

    private String get(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }
}
