package dev.chasqui.rest;

import dev.chasqui.rest.HttpTransport.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Undoes the compression of bodies, within a limit. Pure functions. */
final class Bodies {

    private Bodies() {}

    /** The body as it was before compression, of at most so many bytes. */
    static byte[] plain(Response response, int maxBytes) throws UnreadableBodyException {
        String encoding = encoding(response.header("Content-Encoding"));
        return switch (encoding) {
            case "", "identity" -> checked(response.body(), maxBytes);
            case "gzip", "x-gzip" -> inflated(response.body(), maxBytes);
            default -> throw new UnreadableBodyException("compressed in a way that was not asked for", false);
        };
    }

    private static String encoding(@Nullable String header) {
        return header == null ? "" : header.strip().toLowerCase(Locale.ROOT);
    }

    private static byte[] checked(byte[] body, int maxBytes) throws UnreadableBodyException {
        if (body.length > maxBytes) {
            throw UnreadableBodyException.tooLarge(maxBytes);
        }
        return body;
    }

    private static byte[] inflated(byte[] body, int maxBytes) throws UnreadableBodyException {
        if (body.length == 0) {
            return body;
        }
        byte[] plain;
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body), 8192)) {
            plain = in.readNBytes(maxBytes + 1);
        } catch (IOException broken) {
            throw new UnreadableBodyException("its gzip compression is broken or cut", true);
        }
        return checked(plain, maxBytes);
    }
}
