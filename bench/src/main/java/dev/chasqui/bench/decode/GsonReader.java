package dev.chasqui.bench.decode;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.chasqui.model.MarketEvent;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;

/** Gson: a text, a tree of it, then the values, as the Java SDKs do. */
public final class GsonReader implements FrameReader {

    private final Draft draft = new Draft();
    private final Times times;

    /** With one of two ways to read times. */
    public GsonReader(Times times) {
        this.times = times;
    }

    @Override
    public void read(byte[] frame, Consumer<? super MarketEvent> out) {
        JsonArray array = JsonParser.parseString(new String(frame, StandardCharsets.UTF_8))
                .getAsJsonArray();
        for (JsonElement element : array) {
            out.accept(readElement(element.getAsJsonObject()));
        }
    }

    private MarketEvent readElement(JsonObject element) {
        draft.clear();
        for (Map.Entry<String, JsonElement> entry : element.entrySet()) {
            if (entry.getValue() instanceof JsonArray conditions) {
                conditions.forEach(condition -> draft.condition(condition.getAsString()));
            } else {
                readValue(entry.getKey(), entry.getValue().getAsJsonPrimitive());
            }
        }
        return draft.build();
    }

    private void readValue(String key, JsonPrimitive value) {
        if (key.equals("t")) {
            draft.time(times.nanos(value.getAsString()));
        } else if (value.isString()) {
            draft.text(key, value.getAsString());
        } else if (Draft.isInteger(key)) {
            draft.integer(key, value.getAsLong());
        } else {
            draft.number(key, value.getAsDouble());
        }
    }
}
