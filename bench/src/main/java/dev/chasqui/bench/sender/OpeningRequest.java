package dev.chasqui.bench.sender;

import dev.chasqui.wire.Encoding;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * The HTTP request that opens a WebSocket (RFC 6455, 4.2), and the answer to it.
 *
 * @param headers by name, in whatever case; of several the last
 */
record OpeningRequest(Map<String, String> headers) {

    private static final String SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String END = "\r\n\r\n";
    private static final int LARGEST = 1 << 16;

    static OpeningRequest read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith(END)) {
            int next = in.read();
            if (next < 0 || head.size() > LARGEST) {
                throw new EOFException("no request");
            }
            head.write(next);
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        head.toString(StandardCharsets.ISO_8859_1).lines().skip(1).forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip());
            }
        });
        return new OpeningRequest(headers);
    }

    boolean isWebSocket() {
        return headers.containsKey("Sec-WebSocket-Key");
    }

    /** How the client writes its requests. */
    Encoding encoding() {
        return header("Content-Type").contains("msgpack") ? Encoding.MSGPACK : Encoding.JSON;
    }

    boolean offersCompression() {
        return header("Sec-WebSocket-Extensions").contains("permessage-deflate");
    }

    /** The answer: yes. */
    byte[] accepted(boolean compressed) {
        String answer =
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                        + proof()
                        + (compressed ? "\r\nSec-WebSocket-Extensions: permessage-deflate" : "")
                        + END;
        return answer.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The answer to whatever else a client asks on this port. */
    static byte[] notFound() {
        return ("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close" + END)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private String proof() {
        try {
            byte[] text = (header("Sec-WebSocket-Key") + SALT).getBytes(StandardCharsets.ISO_8859_1);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private String header(String name) {
        return headers.getOrDefault(name, "");
    }
}
