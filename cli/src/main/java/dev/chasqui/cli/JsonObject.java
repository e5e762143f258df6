package dev.chasqui.cli;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Subscription;
import java.util.Collection;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeSet;

/** Writes one JSON object, field by field. */
final class JsonObject {

    private static final int FIRST_PRINTABLE = 0x20;

    private final StringJoiner fields = new StringJoiner(",", "{", "}");

    JsonObject put(String name, String value) {
        return raw(name, quoted(value));
    }

    JsonObject put(String name, long value) {
        return raw(name, Long.toString(value));
    }

    JsonObject put(String name, boolean value) {
        return raw(name, Boolean.toString(value));
    }

    /** An array in the order of the texts. */
    JsonObject put(String name, Collection<String> texts) {
        return raw(name, array(new TreeSet<>(texts)));
    }

    JsonObject put(String name, Subscription value) {
        JsonObject channels = new JsonObject();
        value.asMap().forEach((channel, symbols) -> channels.raw(channel.wireName(), array(symbols)));
        return raw(name, channels.toString());
    }

    JsonObject put(String name, Map<Channel, Long> counts) {
        JsonObject channels = new JsonObject();
        counts.forEach((channel, count) -> channels.put(channel.wireName(), count));
        return raw(name, channels.toString());
    }

    private JsonObject raw(String name, String json) {
        fields.add(quoted(name) + ":" + json);
        return this;
    }

    private static String array(Collection<String> texts) {
        StringJoiner elements = new StringJoiner(",", "[", "]");
        texts.forEach(text -> elements.add(quoted(text)));
        return elements.toString();
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            append(json, text.charAt(i));
        }
        return json.append('"').toString();
    }

    // A surrogate without its partner has no UTF-8 form; escaped, every reader takes it.
    private static void append(StringBuilder json, char c) {
        switch (c) {
            case '"', '\\' -> json.append('\\').append(c);
            case '\n' -> json.append("\\n");
            case '\r' -> json.append("\\r");
            case '\t' -> json.append("\\t");
            default -> {
                if (c < FIRST_PRINTABLE || Character.isSurrogate(c)) {
                    json.append(String.format("\\u%04x", (int) c));
                } else {
                    json.append(c);
                }
            }
        }
    }

    @Override
    public String toString() {
        return fields.toString();
    }
}
