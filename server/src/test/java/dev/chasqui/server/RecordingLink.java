package dev.chasqui.server;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Keeps what a session does to its connection. */
final class RecordingLink implements Link {

    private final List<String> acts = new ArrayList<>();
    private byte[] latest = {};
    private long pending;
    private boolean writable = true;

    /** What happened since the last call, in order. */
    List<String> taken() {
        List<String> taken = List.copyOf(acts);
        acts.clear();
        return taken;
    }

    /** The very array that was written last. */
    byte[] latest() {
        return latest;
    }

    void pend(long bytes) {
        pending = bytes;
    }

    void writable(boolean value) {
        writable = value;
    }

    @Override
    public void write(byte[] message) {
        latest = message;
        acts.add(new String(message, StandardCharsets.UTF_8));
    }

    @Override
    public void flush() {}

    @Override
    public void ping() {
        acts.add("ping");
    }

    @Override
    public void close(OptionalInt code, String reason) {
        acts.add("close " + code.orElse(0));
    }

    @Override
    public void drop() {
        acts.add("drop");
    }

    @Override
    public long pendingBytes() {
        return pending;
    }

    @Override
    public boolean isWritable() {
        return writable;
    }

    @Override
    public void reset() {
        acts.add("reset");
    }

    @Override
    public void freeze() {
        acts.add("freeze");
    }

    @Override
    public void sendBeginning(byte[] message, int bytes) {
        acts.add("beginning");
    }

    @Override
    public void sendOversized(long bytes) {
        acts.add("oversized");
    }

    @Override
    public void throttle(long bytesPerSecond) {
        acts.add("throttle");
    }

    @Override
    public void sendSingleBytes(boolean single) {
        acts.add("single bytes");
    }
}
