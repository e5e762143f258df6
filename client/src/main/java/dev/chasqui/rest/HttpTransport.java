package dev.chasqui.rest;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Carries one request to a server and its answer back. The one in use by default is the JDK's HTTP client; another one can stand in for
 * the network, or go through somebody's own stack. Called from any thread.
 */
public interface HttpTransport extends AutoCloseable {

    /**
     * Sends a GET request, without following redirects and without retries of its own. The future gives whatever answer comes, or fails
     * with an {@link java.io.IOException} if none comes or it is cut. It is cancelled when the answer is not wanted any more, which should
     * free the connection. Bodies stay as they were sent, compression included.
     */
    CompletableFuture<Response> send(Request request);

    /** Ends its threads and connections; returns at once. */
    @Override
    void close();

    /**
     * What to send.
     *
     * @param uri address with path and query
     * @param headers by name; they hold the credentials, which {@link #toString()} leaves out
     * @param maxBodyBytes an answer with a larger body is a failure; it must not be read to its end
     */
    record Request(URI uri, Map<String, String> headers, int maxBodyBytes) {

        /** Copies the map. */
        public Request {
            headers = Map.copyOf(headers);
        }

        @Override
        public String toString() {
            return "GET " + uri.getPath();
        }
    }

    /** What came back. */
    final class Response {

        private final int status;
        private final Map<String, List<String>> headers;
        private final byte[] body;

        /**
         * An answer.
         *
         * @param status HTTP status
         * @param headers by name, in any case
         * @param body as sent; belongs to this object from now on
         */
        public Response(int status, Map<String, List<String>> headers, byte[] body) {
            this.status = status;
            this.headers = Map.copyOf(headers);
            this.body = body;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }

        /** The body as it was sent, not copied. */
        public byte[] body() {
            return body;
        }

        /** The first value of a header, whatever the case of its name; null if there is none. */
        public @Nullable String header(String name) {
            for (Map.Entry<String, List<String>> header : headers.entrySet()) {
                if (header.getKey().equalsIgnoreCase(name) && !header.getValue().isEmpty()) {
                    return header.getValue().get(0);
                }
            }
            return null;
        }

        /** Shows the status and the size of the body. */
        @Override
        public String toString() {
            return status + " with " + body.length + " bytes";
        }
    }
}
