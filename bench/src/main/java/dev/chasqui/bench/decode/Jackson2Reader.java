package dev.chasqui.bench.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.chasqui.model.MarketEvent;
import java.io.IOException;
import java.util.function.Consumer;

/** Jackson 2, streaming: token by token, without a tree. */
public final class Jackson2Reader implements FrameReader {

    private final JsonFactory factory = new JsonFactory();
    private final Draft draft = new Draft();
    private final Times times;

    /** With one of two ways to read times. */
    public Jackson2Reader(Times times) {
        this.times = times;
    }

    @Override
    public void read(byte[] frame, Consumer<? super MarketEvent> out) throws IOException {
        try (JsonParser in = factory.createParser(frame)) {
            in.nextToken();
            while (in.nextToken() == JsonToken.START_OBJECT) {
                out.accept(readElement(in));
            }
        }
    }

    private MarketEvent readElement(JsonParser in) throws IOException {
        draft.clear();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String key = in.currentName();
            switch (in.nextToken()) {
                case VALUE_STRING -> readText(key, in.getText());
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

    private void readInteger(String key, JsonParser in) throws IOException {
        if (Draft.isInteger(key)) {
            draft.integer(key, in.getLongValue());
        } else {
            draft.number(key, in.getDoubleValue());
        }
    }

    private void readConditions(JsonParser in) throws IOException {
        while (in.nextToken() != JsonToken.END_ARRAY) {
            draft.condition(in.getText());
        }
    }
}
