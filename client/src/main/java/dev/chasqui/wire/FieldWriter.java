package dev.chasqui.wire;

import dev.chasqui.model.MarketEvent;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the fields of an object; what is absent (null, NaN, {@link MarketEvent#NO_TIMESTAMP}) is left out. */
final class FieldWriter {

    private final ValueWriter out;

    FieldWriter(ValueWriter out) {
        this.out = out;
    }

    FieldWriter begin() {
        out.beginObject();
        return this;
    }

    void end() {
        out.endObject();
    }

    FieldWriter text(Key key, @Nullable String value) {
        if (value != null) {
            out.key(key);
            out.text(value);
        }
        return this;
    }

    FieldWriter texts(Key key, Collection<String> values) {
        out.key(key);
        texts(values);
        return this;
    }

    void texts(Collection<String> values) {
        out.beginArray(values.size());
        for (String value : values) {
            out.text(value);
        }
        out.endArray();
    }

    /** Condition codes as one text, as option streams have them. */
    FieldWriter joined(Key key, List<String> values) {
        return text(key, values.size() == 1 ? values.get(0) : String.join("", values));
    }

    FieldWriter number(Key key, double value) {
        if (isPresent(value)) {
            out.key(key);
            out.number(value);
        }
        return this;
    }

    /** A number that is an integer on the wire if it can be. */
    FieldWriter integerOrNumber(Key key, double value) {
        if (isPresent(value)) {
            out.key(key);
            out.integerOrNumber(value);
        }
        return this;
    }

    private static boolean isPresent(double value) {
        if (Double.isInfinite(value)) {
            throw new IllegalArgumentException("an infinite number cannot be written");
        }
        return !Double.isNaN(value);
    }

    FieldWriter unsigned(Key key, long value) {
        out.key(key);
        out.unsigned(value);
        return this;
    }

    FieldWriter time(Key key, long epochNanos) {
        if (epochNanos != MarketEvent.NO_TIMESTAMP) {
            out.key(key);
            out.time(epochNanos);
        }
        return this;
    }
}
