package dev.chasqui.rest;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a query, in order. Immutable. */
final class Parameters {

    static final Parameters NONE = new Parameters(Map.of());

    private static final String UNRESERVED = "-._~";
    private static final String HEX = "0123456789ABCDEF";

    private final Map<String, String> values;

    private Parameters(Map<String, String> values) {
        this.values = values;
    }

    /** With one more, or another value of the same name. */
    Parameters with(String name, Object value) {
        Map<String, String> more = new LinkedHashMap<>(values);
        more.put(name, value.toString());
        return new Parameters(more);
    }

    Parameters withLimit(int limit, int most) {
        if (limit < 1 || limit > most) {
            throw new IllegalArgumentException("limit must be 1 to " + most + " here, not " + limit);
        }
        return with("limit", limit);
    }

    Parameters withSymbols(Collection<String> symbols) {
        return with("symbols", String.join(",", checked(symbols)));
    }

    /** The symbols, if each can stand in a list. */
    static List<String> checked(Collection<String> symbols) {
        for (String symbol : symbols) {
            if (symbol.isBlank() || symbol.chars().anyMatch(c -> c == ',' || Character.isISOControl(c))) {
                throw new IllegalArgumentException("a symbol is not blank and holds no comma and no control character");
            }
        }
        return List.copyOf(symbols);
    }

    @Nullable
    String get(String name) {
        return values.get(name);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** As it stands behind the question mark; empty if there is none. */
    String query() {
        StringBuilder query = new StringBuilder();
        values.forEach((name, value) -> {
            query.append(query.isEmpty() ? "" : "&").append(name).append('=');
            append(query, value);
        });
        return query.toString();
    }

    /** A text as one segment of a path. */
    static String segment(String text) {
        StringBuilder segment = new StringBuilder();
        append(segment, text);
        return segment.toString();
    }

    private static void append(StringBuilder to, String text) {
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xff);
            if (octet > 0 && (Character.isLetterOrDigit(character) || UNRESERVED.indexOf(character) >= 0)) {
                to.append(character);
            } else {
                to.append('%').append(HEX.charAt(character >> 4)).append(HEX.charAt(character & 0xf));
            }
        }
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
