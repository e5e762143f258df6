package dev.chasqui.bench.decode;

import dev.chasqui.model.MarketEvent;
import java.util.function.Consumer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Jackson 3, streaming: token by token, without a tree. */
public final class Jackson3Reader implements FrameReader {

    private final JsonFactory factory = new JsonFactory();
    private final Draft draft = new Draft();
    private final Times times;

    /** With one of two ways to read times. */
    public Jackson3Reader(Times times) {
        this.times = times;
    }

    @Override
    public void read(byte[] frame, Consumer<? super MarketEvent> out) {
        try (JsonParser in = factory.createParser(ObjectReadContext.empty(), frame)) {
            in.nextToken();
            while (in.nextToken() == JsonToken.START_OBJECT) {
                out.accept(readElement(in));
            }
        }
    }

    private MarketEvent readElement(JsonParser in) {
        draft.clear();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String key = in.currentName();
            switch (in.nextToken()) {
                case VALUE_STRING -> readText(key, in.getString());
                case VALUE_NUMBER_FLOAT -> draft.number(key, in.getDoubleValue());
                case VALUE_NUMBER_INT -> readInteger(key, in);
                case START_ARRAY -> readConditions(in);
                default -> in.skipChildren();
            }
        }
        return draft.build();
    }

    private void readText(String key, String value) {
        if (key.equals("t")) {
            draft.time(times.nanos(value));
        } else {
            draft.text(key, value);
        }
    }

    private void readInteger(String key, JsonParser in) {
        if (Draft.isInteger(key)) {
            draft.integer(key, in.getLongValue());
        } else {
            draft.number(key, in.getDoubleValue());
        }
    }

    private void readConditions(JsonParser in) {
        while (in.nextToken() != JsonToken.END_ARRAY) {
            draft.condition(in.getString());
        }
    }
}
