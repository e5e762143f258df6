package dev.chasqui.simulator;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * A GET request. Immutable.
 *
 * @param path decoded, beginning with a slash
 * @param query parameters by name, decoded
 * @param headers by name, whose case does not matter; never shown as text
 */
public record RestRequest(String path, Map<String, String> query, Map<String, String> headers) {

    /** Copies the maps. */
    public RestRequest {
        query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        headers = Collections.unmodifiableMap(copy);
    }

    /**
     * A request for a target such as {@code /v2/stocks/trades?symbols=AAPL}. Of a parameter that comes twice the last one counts.
     *
     * @throws IllegalArgumentException if a percent sign is not followed by two hexadecimal digits
     */
    public static RestRequest of(String target, Map<String, String> headers) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        Map<String, String> query = new LinkedHashMap<>();
        if (mark >= 0) {
            for (String parameter : target.substring(mark + 1).split("&", -1)) {
                int equals = parameter.indexOf('=');
                String name = equals < 0 ? parameter : parameter.substring(0, equals);
                query.put(decoded(name), equals < 0 ? "" : decoded(parameter.substring(equals + 1)));
            }
        }
        return new RestRequest(decoded(path.replace("+", "%2B")), query, headers);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Path and query, encoded. */
    String target() {
        StringJoiner parameters = new StringJoiner("&", "?", "").setEmptyValue("");
        query.forEach((name, value) -> parameters.add(encoded(name) + "=" + encoded(value)));
        return encoded(path).replace("%2F", "/") + parameters;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A parameter, unless it is absent or empty. */
    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** Path and parameters. */
    @Override
    public String toString() {
        return path + (query.isEmpty() ? "" : query);
    }
}
