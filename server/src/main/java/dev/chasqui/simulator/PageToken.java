package dev.chasqui.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where a page ended: opaque to clients.
 *
 * @param symbol of the page's last message
 * @param timeNanos of that message
 * @param number of that message, telling it from others of the same time
 */
record PageToken(String symbol, long timeNanos, long number) {

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    String text() {
        String plain = symbol + "|" + timeNanos + "|" + number;
        return ENCODER.encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    static PageToken of(String text) {
        try {
            String[] parts = new String(DECODER.decode(text), StandardCharsets.UTF_8).split("\\|", -1);
            if (parts.length == 3) {
                return new PageToken(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]));
            }
        } catch (IllegalArgumentException e) {
            // Answered below: a number that is none is one of these as well.
        }
        throw RestRefusal.badRequest("invalid page_token");
    }

    /** Whether a row of the token's symbol comes after it. */
    boolean precedes(RestRow row, boolean descending) {
        int order = Long.compare(row.timeNanos(), timeNanos);
        int compared = order == 0 ? Long.compare(row.number(), number) : order;
        return descending ? compared < 0 : compared > 0;
    }
}
