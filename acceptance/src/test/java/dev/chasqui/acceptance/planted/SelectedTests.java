package dev.chasqui.acceptance.planted;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** A process that runs some tests and ends with what came of them. */
final class SelectedTests {

    static final int ALL_PASSED = 0;
    static final int SOME_FAILED = 10;
    static final int NONE_FOUND = 11;
    /** How the line of a failed test begins. */
    static final String FAILED = "failed: ";

    private static final int LONGEST_LINE = 300;

    private SelectedTests() {}

    /** Runs the tests named: classes, or {@code class#method}. */
    public static void main(String[] names) {
        List<DiscoverySelector> selectors = Arrays.stream(names)
                .map(name -> name.contains("#")
                        ? (DiscoverySelector) DiscoverySelectors.selectMethod(name)
                        : DiscoverySelectors.selectClass(name))
                .toList();
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request().selectors(selectors).build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        TestExecutionSummary summary = listener.getSummary();
        summary.getFailures().forEach(SelectedTests::tell);
        summary.printFailuresTo(new PrintWriter(System.out, true, StandardCharsets.UTF_8), 5);
        System.exit(exitCode(summary));
    }

    private static void tell(TestExecutionSummary.Failure failure) {
        String text = String.valueOf(failure.getException().getMessage()).replaceAll("\\s+", " ");
        System.out.println(FAILED
                + failure.getTestIdentifier().getLegacyReportingName() + ": "
                + text.substring(0, Math.min(text.length(), LONGEST_LINE)));
    }

    private static int exitCode(TestExecutionSummary summary) {
        if (summary.getTotalFailureCount() > 0) {
            return SOME_FAILED;
        }
        return summary.getTestsSucceededCount() == 0 ? NONE_FOUND : ALL_PASSED;
    }
}
