package dev.chasqui.bench.decode;

import com.alibaba.fastjson2.JSONReader;
import dev.chasqui.model.MarketEvent;
import java.util.function.Consumer;

/** fastjson2, reading value by value, without a tree. */
public final class Fastjson2Reader implements FrameReader {

    private final Draft draft = new Draft();
    private final Times times;

    /** With one of two ways to read times. */
    public Fastjson2Reader(Times times) {
        this.times = times;
    }

    @Override
    public void read(byte[] frame, Consumer<? super MarketEvent> out) {
        try (JSONReader in = JSONReader.of(frame)) {
            in.nextIfArrayStart();
            while (!in.nextIfArrayEnd()) {
                out.accept(readElement(in));
            }
        }
    }

    private MarketEvent readElement(JSONReader in) {
        draft.clear();
        in.nextIfObjectStart();
        while (!in.nextIfObjectEnd()) {
            readValue(in.readFieldName(), in);
        }
        in.nextIfComma();
        return draft.build();
    }

    private void readValue(String key, JSONReader in) {
        if (in.isArray()) {
            in.nextIfArrayStart();
            while (!in.nextIfArrayEnd()) {
                draft.condition(in.readString());
            }
            in.nextIfComma();
        } else if (key.equals("t")) {
            draft.time(times.nanos(in.readString()));
        } else if (in.isString()) {
            draft.text(key, in.readString());
        } else if (Draft.isInteger(key)) {
            draft.integer(key, in.readInt64Value());
        } else {
            draft.number(key, in.readDoubleValue());
        }
    }
}
