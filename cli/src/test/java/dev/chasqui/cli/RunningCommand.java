package dev.chasqui.cli;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** A command that runs on a thread of its own. Closing interrupts it as Ctrl-C would, and waits for its end. */
final class RunningCommand implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String LISTENING = "listening ";

    private final TestConsole console;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final Thread thread;

    private RunningCommand(TestConsole console, String[] args) {
        this.console = console;
        thread = new Thread(() -> run(args), "command " + Arrays.toString(args));
    }

    static RunningCommand start(TestConsole console, String... args) {
        RunningCommand command = new RunningCommand(console, args);
        command.thread.start();
        return command;
    }

    /** A simulator that listens. */
    static RunningCommand simulator(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "simulate";
        System.arraycopy(args, 0, all, 1, args.length);
        RunningCommand command = start(TestConsole.pipe(), all);
        command.awaitOut(out -> out.contains(LISTENING) && out.endsWith("\n"));
        return command;
    }

    private void run(String[] args) {
        try {
            exit.complete(console.run(args));
        } catch (RuntimeException | Error e) {
            exit.completeExceptionally(e);
        }
    }

    /** What a simulator listens to. */
    String url() {
        return console.outLines().get(0).substring(LISTENING.length());
    }

    TestConsole console() {
        return console;
    }

    void awaitOut(Predicate<String> wanted) {
        await().atMost(LIMIT).until(() -> wanted.test(console.out()) || exit.isDone());
        if (!wanted.test(console.out())) {
            throw new IllegalStateException("it ended with " + exit + ", having said: " + console.err());
        }
    }

    void awaitErr(String wanted) {
        await().atMost(LIMIT).until(() -> console.err().contains(wanted));
    }

    /** Its exit code. */
    int join() {
        try {
            int code = exit.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            thread.join(LIMIT.toMillis());
            return code;
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no end; it said: " + console.err(), e);
        }
    }

    int interrupt() {
        console.interrupt();
        return join();
    }

    @Override
    public void close() {
        interrupt();
    }
}
