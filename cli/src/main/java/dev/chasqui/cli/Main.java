package dev.chasqui.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The process: its streams, its environment, its signals and its exit. Nothing else touches them. */
public final class Main {

    private static final Duration CLEAN_END_LIMIT = Duration.ofSeconds(5);

    private Main() {}

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] args) {
        // Netty's events for the flight recorder cost every start, and nobody records it.
        System.setProperty("io.netty.jfr.enabled", System.getProperty("io.netty.jfr.enabled", "false"));
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> onShutdown(interruption), "chasqui-shutdown"));
        PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8));
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        Console console = new Console(
                out,
                new Notices(err),
                System.getenv(),
                JlineScreen.isStandardOutput(),
                () -> JlineScreen.open(out),
                interruption);
        int code = ExitCode.GAVE_UP.code();
        try {
            code = run(args, console);
        } finally {
            err.flush();
            interruption.finish();
        }
        System.exit(code);
    }

    // The virtual machine ends when this returns, with the exit code of the signal: 130 for Ctrl-C.
    private static void onShutdown(Interruption interruption) {
        interruption.request();
        try {
            interruption.awaitFinish(CLEAN_END_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs the command line within a process, and returns its exit code. */
    static int run(String[] args, Console console) {
        return Chasqui.execute(console, args);
    }
}
