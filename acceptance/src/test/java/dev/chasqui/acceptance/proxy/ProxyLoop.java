package dev.chasqui.acceptance.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The one thread of a proxy: waits for sockets and for the time, and does what other threads ask. */
final class ProxyLoop {

    /** Something that waits for a socket; the attachment of its key. */
    interface Ready {
        void ready(SelectionKey key) throws IOException;
    }

    /** What the loop serves, on its thread. */
    interface Board {
        /** Does what is due; returns when to come again, or {@link Pipe#NEVER}. */
        long tick() throws IOException;

        /** Closes every socket. */
        void closeAll();
    }

    private static final long LIMIT_SECONDS = 10;
    private static final long MILLISECOND = Duration.ofMillis(1).toNanos();

    private final long origin = System.nanoTime();
    private final Selector selector;
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closing;

    ProxyLoop(String name, Board board) throws IOException {
        this.selector = Selector.open();
        this.thread = new Thread(() -> run(board), name);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    Selector selector() {
        return selector;
    }

    /** Nanoseconds since the loop was made. */
    long now() {
        return System.nanoTime() - origin;
    }

    long toNanoTime(long time) {
        return origin + time;
    }

    /** Has something done by the loop's thread, and waits for it. */
    <T> T call(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        commands.add(future);
        selector.wakeup();
        if (!thread.isAlive()) {
            // It may have ended before it saw the task; nobody else uses the board now.
            future.run();
        }
        try {
            return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the proxy failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Ends the thread and every socket; returns when they are gone. */
    void close() {
        closing = true;
        selector.wakeup();
        try {
            thread.join(Duration.ofSeconds(LIMIT_SECONDS).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new IllegalStateException("the proxy's thread does not end");
        }
    }

    private void run(Board board) {
        try {
            long wake = Pipe.NEVER;
            while (!closing) {
                await(wake);
                serve();
                wake = board.tick();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            board.closeAll();
            closeSelector();
            runCommands();
        }
    }

    private void await(long wake) throws IOException {
        long left = wake - now();
        if (wake == Pipe.NEVER) {
            selector.select();
        } else if (left <= 0) {
            selector.selectNow();
        } else {
            selector.select((left + MILLISECOND - 1) / MILLISECOND);
        }
    }

    private void serve() throws IOException {
        List<SelectionKey> ready = List.copyOf(selector.selectedKeys());
        selector.selectedKeys().clear();
        for (SelectionKey key : ready) {
            ((Ready) key.attachment()).ready(key);
        }
        runCommands();
    }

    private void runCommands() {
        Runnable command = commands.poll();
        while (command != null) {
            command.run();
            command = commands.poll();
        }
    }

    private void closeSelector() {
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
