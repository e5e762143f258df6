package dev.chasqui.internal.gap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Divides symbols among requests, so that none names too many and no address grows too long. */
final class SymbolChunks {

    /** Addresses above 8 kB are refused by many servers; this leaves room for the other parameters. */
    private static final int MAX_CHARACTERS = 6_000;

    /** A comma, or any character that an address does not allow, is written as three. */
    private static final int ESCAPED = 3;

    private SymbolChunks() {}

    /** Those that a request can name: it divides them by commas. What a server calls a symbol need not be one. */
    static Set<String> askable(Collection<String> symbols) {
        Set<String> askable = new TreeSet<>(symbols);
        askable.removeIf(
                symbol -> symbol.isBlank() || symbol.chars().anyMatch(c -> c == ',' || Character.isISOControl(c)));
        return askable;
    }

    static List<Set<String>> of(Collection<String> symbols, int most) {
        List<Set<String>> chunks = new ArrayList<>();
        Set<String> chunk = new TreeSet<>();
        int length = 0;
        for (String symbol : new TreeSet<>(symbols)) {
            int added = lengthInAddress(symbol);
            if (!chunk.isEmpty() && (chunk.size() >= most || length + added > MAX_CHARACTERS)) {
                chunks.add(chunk);
                chunk = new TreeSet<>();
                length = 0;
            }
            chunk.add(symbol);
            length += added;
        }
        if (!chunk.isEmpty()) {
            chunks.add(chunk);
        }
        return chunks;
    }

    private static int lengthInAddress(String symbol) {
        int length = ESCAPED;
        for (int i = 0; i < symbol.length(); i++) {
            char c = symbol.charAt(i);
            boolean plain = c == '.' || c == '-' || c == '_' || Character.isLetterOrDigit(c);
            length += plain ? 1 : ESCAPED;
        }
        return length;
    }
}
