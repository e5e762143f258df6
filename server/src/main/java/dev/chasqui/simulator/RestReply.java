package dev.chasqui.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * An answer that is decided, and neither written nor packed yet.
 *
 * @param headers by lower-case name
 * @param body may be asked on any thread
 */
record RestReply(int status, Map<String, String> headers, Supplier<byte[]> body) {

    private static final String CONTENT_TYPE = "content-type";
    private static final String JSON = "application/json; charset=UTF-8";
    private static final String HTML = "text/html";
    // Below, packing makes nothing smaller.
    private static final int SMALLEST_PACKED = 256;

    static RestReply json(int status, Supplier<byte[]> body) {
        return new RestReply(status, Map.of(CONTENT_TYPE, JSON), body);
    }

    static RestReply html(int status, String page) {
        byte[] body = page.getBytes(StandardCharsets.UTF_8);
        return new RestReply(status, Map.of(CONTENT_TYPE, HTML), () -> body);
    }

    RestReply with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(more);
        return new RestReply(status, all, body);
    }

    /** The answer as it goes out when the options' faults strike that this request is due for. */
    RestResponse render(RestRequest request, RestOptions options, long number) {
        Map<String, String> all = new HashMap<>(headers);
        byte[] bytes = body.get();
        if (acceptsGzip(request) && bytes.length >= SMALLEST_PACKED) {
            bytes = gzip(bytes);
            all.put("content-encoding", "gzip");
        }
        if (options.strikes(RestFault.TRUNCATED_BODY, number)) {
            bytes = Arrays.copyOf(bytes, bytes.length / 2);
        }
        boolean reset = options.strikes(RestFault.RESET_IN_BODY, number);
        return new RestResponse(
                status,
                all,
                bytes,
                options.answerDelay(),
                reset ? RestResponse.Delivery.RESET_IN_BODY : RestResponse.Delivery.WHOLE);
    }

    private static boolean acceptsGzip(RestRequest request) {
        return request.header("accept-encoding").toLowerCase(Locale.ROOT).contains("gzip");
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(plain.length / 4 + SMALLEST_PACKED);
        try (GZIPOutputStream gzip = new FastGzip(packed)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return packed.toByteArray();
    }

    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
