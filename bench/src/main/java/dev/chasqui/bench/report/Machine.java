package dev.chasqui.bench.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where and when figures were taken.
 *
 * @param processor its name
 * @param cores that the JVM may use
 * @param jdk version and vendor
 * @param system name and version
 * @param date in UTC
 * @param commit of the project
 * @param load average of the last minute before the first measurement; what else ran
 * @param command that prints the figures again
 */
public record Machine(
        String processor,
        int cores,
        String jdk,
        String system,
        String date,
        String commit,
        double load,
        String command) {

    /** This one, now. */
    public static Machine here(String command) throws IOException, InterruptedException {
        return new Machine(
                processorName(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.vm.version") + ", " + System.getProperty("java.vm.vendor"),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                commitName(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                command);
    }

    private static String processorName() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        if (!Files.exists(file)) {
            return System.getProperty("os.arch");
        }
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    private static String commitName() throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "describe", "--always", "--dirty")
                .redirectErrorStream(true)
                .start();
        String name = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return git.waitFor() == 0 ? name : "unknown";
    }

    @Override
    public String toString() {
        return String.join(
                "\n",
                "command  " + command,
                "date     " + date + ", commit " + commit,
                "machine  " + cores + " cores, " + processor + ", " + system + ", load " + load,
                "JDK      " + jdk);
    }
}
