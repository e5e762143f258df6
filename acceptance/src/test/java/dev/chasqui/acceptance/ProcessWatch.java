package dev.chasqui.acceptance;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.Thread.UncaughtExceptionHandler;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** Watches what a test leaves behind in its process: threads, sockets, exceptions that nobody caught, deadlocks. */
final class ProcessWatch {

    private static final Duration GONE_WITHIN = Duration.ofSeconds(2);
    private static final String OWN_THREADS = "chasqui-";
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final Queue<String> uncaught = new ConcurrentLinkedQueue<>();
    private final @Nullable UncaughtExceptionHandler handlerBefore = Thread.getDefaultUncaughtExceptionHandler();
    private final long descriptorsBefore = descriptors();

    static {
        // The first socket that a process closes leaves a descriptor behind: the JDK's own, kept for good.
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SocketChannel client = SocketChannel.open(listening.getLocalSocketAddress())) {
            client.configureBlocking(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessWatch() {}

    static ProcessWatch begin() {
        ProcessWatch watch = new ProcessWatch();
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, failure) -> watch.uncaught.add("I10 uncaught on " + thread.getName() + ": " + failure));
        return watch;
    }

    /** Call when everything is closed: waits for what may take a moment to go. */
    List<String> end() {
        List<String> broken = new ArrayList<>();
        if (!holds(() -> ownThreads().isEmpty())) {
            broken.add("I4 threads are left: " + ownThreads());
        }
        if (!holds(() -> descriptors() <= descriptorsBefore)) {
            broken.add("I4 descriptors: " + descriptorsBefore + " before, " + descriptors() + " after");
        }
        if (isDeadlocked()) {
            broken.add("I10 threads are deadlocked");
        }
        Thread.setDefaultUncaughtExceptionHandler(handlerBefore);
        broken.addAll(uncaught);
        return broken;
    }

    private static boolean holds(BooleanSupplier condition) {
        try {
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .atMost(GONE_WITHIN)
                    .until(condition::getAsBoolean);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    private static List<String> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith(OWN_THREADS))
                .sorted()
                .toList();
    }

    private static boolean isDeadlocked() {
        return ManagementFactory.getThreadMXBean().findDeadlockedThreads() != null;
    }

    /** Open sockets, pipes and selectors where the system lists them; else all descriptors, archives of classes included. */
    private static long descriptors() {
        if (Files.isDirectory(DESCRIPTORS)) {
            return openWithoutFiles();
        }
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
    }

    private static long openWithoutFiles() {
        long count = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : all) {
                count += isFile(descriptor) ? 0 : 1;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return count;
    }

    private static boolean isFile(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("/");
        } catch (IOException e) {
            // Closed since it was listed.
            return true;
        }
    }
}
