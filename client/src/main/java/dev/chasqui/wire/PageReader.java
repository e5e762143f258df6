package dev.chasqui.wire;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body whose records stand under one key: as a list by symbol, one record by symbol, a list or record of the symbol that the
 * body names beside it, or a list without symbols. Begins before the body and ends behind it.
 */
final class PageReader<E> {

    private final ValueReader in;
    private final PageElements<E> elements;
    private @Nullable String symbol;
    private @Nullable String token;
    private @Nullable String currency;

    PageReader(ValueReader in, Fields fields, String kind, Supplier<E> schema) {
        this.in = in;
        elements = new PageElements<>(in, fields, kind, schema);
    }

    Page<E> read(String plural, String singular) {
        int start = in.position;
        symbol = symbolOfBody(in);
        in.seek(start, 0);
        boolean found = false;
        in.beginObject();
        for (int key = in.nextKey(); key != ValueReader.END; key = in.nextKey()) {
            String name = in.key();
            if (name.equals(plural) || name.equals(singular)) {
                elements.clear();
                readRecords(name.equals(plural));
                found = true;
            } else {
                readOther(name);
            }
        }
        if (!found) {
            throw WireFault.missing(plural);
        }
        return elements.page(token, currency);
    }

    /** The text under the key {@code symbol} of the object that comes next; null if it has none. */
    static @Nullable String symbolOfBody(ValueReader in) {
        String symbol = null;
        in.beginObject();
        while (in.nextKey() != ValueReader.END) {
            if (in.key().equals("symbol") && in.next() == Token.TEXT) {
                symbol = in.readSymbol();
            } else {
                in.skipStructure();
            }
        }
        return symbol;
    }

    private void readOther(String name) {
        switch (name) {
            case "next_page_token" -> token = tokenOf(in);
            case "currency" -> currency = in.isNull() ? null : in.readString();
            default -> in.skip();
        }
    }

    static @Nullable String tokenOf(ValueReader in) {
        String text = in.isNull() ? "" : in.readString();
        return text.isEmpty() ? null : text;
    }

    private void readRecords(boolean plural) {
        switch (in.next()) {
            case NULL -> in.skipNull();
            case ARRAY -> readList(symbol);
            default -> {
                if (symbol != null && !plural) {
                    elements.add(symbol);
                } else {
                    readBySymbol();
                }
            }
        }
    }

    private void readBySymbol() {
        in.beginObject();
        while (in.nextKey() != ValueReader.END) {
            String key = in.symbolOfKey();
            switch (in.next()) {
                case NULL -> in.skipNull();
                case ARRAY -> readList(key);
                default -> elements.add(key);
            }
        }
    }

    private void readList(@Nullable String of) {
        in.beginArray();
        while (in.hasNext()) {
            elements.add(of);
        }
    }
}
