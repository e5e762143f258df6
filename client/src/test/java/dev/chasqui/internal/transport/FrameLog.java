package dev.chasqui.internal.transport;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What frames said, in order, each as a line; a byte is a character. */
class FrameLog implements FrameReader.Sink {

    private final List<String> said = new ArrayList<>();

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    List<String> said() {
        return said;
    }

    String endedBy(String error) {
        said.add(error);
        return String.join("\n", said);
    }

    @Override
    public void message(byte[] bytes, int offset, int length, boolean binary) {
        said.add((binary ? "binary " : "text ") + new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void ping(byte[] payload) {
        said.add("ping " + text(payload));
    }

    @Override
    public void pong(byte[] payload) {
        said.add("pong " + text(payload));
    }

    @Override
    public void close(int code, String reason, byte[] payload) {
        said.add("close " + code + " " + reason);
    }
}
