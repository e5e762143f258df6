package dev.chasqui.wire;

import dev.chasqui.wire.DecodeProblem.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects the records of a body one by one, and what is wrong with those that cannot be read. */
final class PageElements<E> {

    private static final int MAX_PROBLEMS = 1_000;

    private final ValueReader in;
    private final Fields fields;
    private final String kind;
    private final Supplier<E> schema;
    private final List<E> elements = new ArrayList<>();
    private final List<DecodeProblem> problems = new ArrayList<>();

    PageElements(ValueReader in, Fields fields, String kind, Supplier<E> schema) {
        this.in = in;
        this.fields = fields;
        this.kind = kind;
        this.schema = schema;
    }

    /** Forgets everything: of equal keys the last one counts. */
    void clear() {
        elements.clear();
        problems.clear();
    }

    /** Reads the object that comes next, of a symbol that is known or is not. */
    void add(@Nullable String symbol) {
        in.checkElements(elements.size() + 1L);
        in.forgetKey();
        Token ignored = in.next();
        int start = in.position;
        int depth = in.depth;
        try {
            fields.begin(ValueReader.UNPACKED, true);
            if (symbol != null) {
                fields.beginOf(symbol);
            }
            in.beginObject();
            elements.add(schema.get());
        } catch (WireFault fault) {
            recover(fault, symbol, start, depth);
        }
    }

    private void recover(WireFault fault, @Nullable String symbol, int start, int depth) {
        int at = in.position;
        String field = fault.field() == null ? Excerpt.label(in.key()) : fault.field();
        in.seek(start, depth);
        in.skipStructure();
        if (problems.size() == MAX_PROBLEMS) {
            throw new WireFault("more than " + MAX_PROBLEMS + " records cannot be read");
        }
        String excerpt = Excerpt.around(in.bytes, start, start, at, in.position);
        String label = symbol == null ? "" : Excerpt.label(symbol);
        problems.add(new DecodeProblem(Scope.ELEMENT, kind, label, field, fault.reason(), excerpt));
    }

    Page<E> page(@Nullable String token, @Nullable String currency) {
        return new Page<>(elements, token, currency, problems);
    }
}
