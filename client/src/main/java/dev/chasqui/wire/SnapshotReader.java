package dev.chasqui.wire;

import dev.chasqui.model.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body of snapshots: those of stocks stand by symbol in the body itself, those of crypto and options under a key, and that of one
 * stock is the body. Begins before the body and ends behind it.
 */
final class SnapshotReader {

    private final ValueReader in;
    private final PageElements<Snapshot> elements;
    private @Nullable String token;

    SnapshotReader(ValueReader in, Fields fields, SnapshotSchema schema) {
        this.in = in;
        elements = new PageElements<>(in, fields, "snapshot", schema::snapshot);
    }

    Page<Snapshot> read() {
        int start = in.position;
        String symbol = PageReader.symbolOfBody(in);
        in.seek(start, 0);
        if (symbol == null) {
            readBody();
        } else {
            elements.add(symbol);
        }
        return elements.page(token, null);
    }

    private void readBody() {
        in.beginObject();
        while (in.nextKey() != ValueReader.END) {
            switch (in.key()) {
                case "snapshots" -> readBySymbol();
                case "next_page_token" -> token = PageReader.tokenOf(in);
                default -> readOne();
            }
        }
    }

    private void readBySymbol() {
        if (in.isNull()) {
            return;
        }
        in.beginObject();
        while (in.nextKey() != ValueReader.END) {
            readOne();
        }
    }

    private void readOne() {
        String symbol = in.symbolOfKey();
        if (!in.isNull()) {
            elements.add(symbol);
        }
    }
}
