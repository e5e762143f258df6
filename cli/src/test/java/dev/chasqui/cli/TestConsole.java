package dev.chasqui.cli;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/** A process for one command: what it wrote can be read, and nothing of the real process is touched. */
final class TestConsole {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();
    private final Interruption interruption = new Interruption();
    private final Console console;

    private TestConsole(Map<String, String> environment, boolean terminal, Screen.Opener screens) {
        this(environment, terminal, screens, UnaryOperator.identity());
    }

    private TestConsole(
            Map<String, String> environment,
            boolean terminal,
            Screen.Opener screens,
            UnaryOperator<OutputStream> changed) {
        console = new Console(
                changed.apply(new Guarded()),
                new Notices(new PrintWriter(err)),
                environment,
                terminal,
                screens,
                interruption);
    }

    static TestConsole pipe() {
        return pipe(Map.of());
    }

    static TestConsole pipe(Map<String, String> environment) {
        return new TestConsole(environment, false, noTerminal());
    }

    /** A pipe whose reader has gone. */
    static TestConsole closedPipe() {
        return new TestConsole(Map.of(), false, noTerminal(), out -> new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                throw new IOException("Broken pipe");
            }
        });
    }

    /** A pipe whose reader waits before its first byte. */
    static TestConsole slowPipe(CountDownLatch released) {
        return new TestConsole(Map.of(), false, noTerminal(), out -> new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    released.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                out.write(bytes, offset, length);
            }
        });
    }

    private static Screen.Opener noTerminal() {
        return () -> {
            throw new IOException("no terminal");
        };
    }

    static TestConsole terminal(Screen screen) {
        return terminal(Map.of(), screen);
    }

    static TestConsole terminal(Map<String, String> environment, Screen screen) {
        return new TestConsole(environment, true, () -> screen);
    }

    int run(String... args) {
        return Main.run(args, console);
    }

    Console console() {
        return console;
    }

    Notices notices() {
        return console.notices();
    }

    void interrupt() {
        interruption.request();
    }

    String out() {
        synchronized (out) {
            return out.toString(StandardCharsets.UTF_8);
        }
    }

    List<String> outLines() {
        return out().lines().toList();
    }

    String err() {
        return err.toString();
    }

    /** Written by one thread and read by another. */
    private final class Guarded extends OutputStream {
        @Override
        public void write(int b) {
            synchronized (out) {
                out.write(b);
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            synchronized (out) {
                out.write(bytes, offset, length);
            }
        }
    }
}
