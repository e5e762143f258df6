package dev.chasqui.acceptance;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a {@link Harness}, closes it afterwards, and fails the test if any invariant of {@link Invariants}, of the log or of the
 * process was broken meanwhile, whatever the test itself looked at.
 */
public final class InvariantsExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(InvariantsExtension.class);

    private record Watched(Harness harness, LogWatch log, ProcessWatch process, long seed) {}

    @Override
    public void beforeEach(ExtensionContext context) {
        long seed = Long.getLong("chasqui.seed", System.nanoTime());
        ProcessWatch process = ProcessWatch.begin();
        LogWatch log = LogWatch.begin();
        context.getStore(NAMESPACE).put(Watched.class, new Watched(new Harness(log, seed), log, process, seed));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Watched watched = watched(context);
        List<String> broken = new ArrayList<>();
        try {
            watched.harness().closeAll();
        } finally {
            broken.addAll(watched.process().end());
            watched.log().end();
        }
        broken.addAll(watched.log().found());
        broken.addAll(watched.harness().violations());
        context.getExecutionException()
                .ifPresent(failure ->
                        broken.addAll(watched.harness().leaks("the test's exception", Harness.stackTrace(failure))));
        if (!broken.isEmpty()) {
            throw new AssertionError("broken with -Dchasqui.seed=" + watched.seed() + ":\n  "
                    + String.join("\n  ", broken.subList(0, Math.min(broken.size(), 20))));
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Harness.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return watched(context).harness();
    }

    private static Watched watched(ExtensionContext context) {
        Watched watched = context.getStore(NAMESPACE).get(Watched.class, Watched.class);
        if (watched == null) {
            throw new IllegalStateException("a Harness exists within a test only");
        }
        return watched;
    }
}
