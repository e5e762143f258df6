package dev.chasqui.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.stream.event.Cause;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what a connection tells, in order. */
final class Recording implements ConnectionListener {

    private static final int LIMIT_SECONDS = 8;

    /** Something told. */
    sealed interface Told {}

    record Opened() implements Told {}

    @SuppressWarnings("ArrayRecordComponent")
    record Message(byte[] bytes, boolean binary) implements Told {
        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    record Closed(ConnectionFailure failure) implements Told {}

    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private final List<Integer> groups = new CopyOnWriteArrayList<>();
    private int messagesOfGroup;

    @Override
    public void onOpen() {
        told.add(new Opened());
    }

    @Override
    public void onMessage(byte[] bytes, int offset, int length, boolean binary) {
        messagesOfGroup++;
        told.add(new Message(Arrays.copyOfRange(bytes, offset, offset + length), binary));
    }

    @Override
    public void onReadComplete() {
        groups.add(messagesOfGroup);
        messagesOfGroup = 0;
    }

    /** How many messages each group had that was read together. */
    List<Integer> groups() {
        return List.copyOf(groups);
    }

    @Override
    public void onClosed(ConnectionFailure failure) {
        told.add(new Closed(failure));
    }

    private Told next() throws InterruptedException {
        Told next = told.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("what the connection tells next").isNotNull();
        return next == null ? new Opened() : next;
    }

    void opened() throws InterruptedException {
        assertThat(next()).isInstanceOf(Opened.class);
    }

    Message message() throws InterruptedException {
        Told next = next();
        assertThat(next).isInstanceOf(Message.class);
        return (Message) next;
    }

    ConnectionFailure closed() throws InterruptedException {
        Told next = next();
        assertThat(next).isInstanceOf(Closed.class);
        return ((Closed) next).failure();
    }

    Cause closedBy(Cause.Kind kind) throws InterruptedException {
        Cause cause = closed().cause();
        assertThat(cause.kind()).as(cause.text()).isEqualTo(kind);
        return cause;
    }

    int count() {
        return told.size();
    }

    void nothingMore() {
        assertThat(told).isEmpty();
    }
}
