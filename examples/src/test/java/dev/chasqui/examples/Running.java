package dev.chasqui.examples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An example that runs on a thread of its own, interrupted at the end, and what it has printed. */
final class Running implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** What an example does. */
    interface Example {
        void run(PrintStream out) throws Exception;
    }

    private final Output output = new Output();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<?> end;

    private Running(Example example) {
        Callable<Boolean> task = () -> {
            try {
                example.run(new PrintStream(output, true, StandardCharsets.UTF_8));
                return true;
            } catch (InterruptedException e) {
                return false;
            }
        };
        end = thread.submit(task);
    }

    static Running of(Example example) {
        return new Running(example);
    }

    List<String> lines() {
        return output.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** Waits until a line was printed. */
    void awaitLine(String wanted) {
        output.awaitLine(wanted);
    }

    /** Waits until it has come to its own end. */
    void awaitEnd() {
        try {
            end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        awaitEnd();
    }

    /** Collects bytes, and wakes up who waits for more. */
    private static final class Output extends ByteArrayOutputStream {

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            super.write(bytes, offset, length);
            notifyAll();
        }

        synchronized void awaitLine(String wanted) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            try {
                while (toString(StandardCharsets.UTF_8).lines().noneMatch(wanted::equals)) {
                    long left = deadline - System.nanoTime();
                    if (left <= 0) {
                        throw new AssertionError("no line '" + wanted + "' in:\n" + this);
                    }
                    wait(left / 1_000_000, (int) (left % 1_000_000));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }
}
