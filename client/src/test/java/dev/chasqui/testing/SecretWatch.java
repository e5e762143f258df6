package dev.chasqui.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Reads every line that any logger writes at any level during all tests of a module, and fails the test class in which one shows a secret:
 * the secrets of tests have {@code canary} in them. JUnit finds it as a service. People see the lines that they would see without it.
 */
public final class SecretWatch implements BeforeAllCallback, AfterAllCallback {

    private static final String CANARY = "canary";
    private static final AtomicBoolean BEGUN = new AtomicBoolean();
    private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();

    @Override
    public void beforeAll(ExtensionContext context) {
        if (BEGUN.compareAndSet(false, true)) {
            begin((LoggerContext) LoggerFactory.getILoggerFactory());
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        List<String> found = new ArrayList<>();
        for (String line = FOUND.poll(); line != null; line = FOUND.poll()) {
            found.add(line);
        }
        if (!found.isEmpty()) {
            throw new AssertionError("a secret was logged:\n  " + String.join("\n  ", found));
        }
    }

    private static void begin(LoggerContext loggers) {
        Logger root = loggers.getLogger(Logger.ROOT_LOGGER_NAME);
        root.iteratorForAppenders().forEachRemaining(appender -> quieten(appender, root.getLevel()));
        Reader reader = new Reader();
        reader.setContext(loggers);
        reader.start();
        root.addAppender(reader);
        root.setLevel(Level.TRACE);
    }

    private static void quieten(Appender<ILoggingEvent> appender, Level level) {
        ThresholdFilter filter = new ThresholdFilter();
        filter.setLevel(level.toString());
        filter.start();
        appender.addFilter(filter);
    }

    private static final class Reader extends UnsynchronizedAppenderBase<ILoggingEvent> {

        @Override
        protected void append(ILoggingEvent line) {
            String failure =
                    line.getThrowableProxy() == null ? "" : " " + ThrowableProxyUtil.asString(line.getThrowableProxy());
            String text = line.getLoggerName() + " " + line.getFormattedMessage() + failure;
            if (text.toLowerCase(Locale.ROOT).contains(CANARY)) {
                FOUND.add(text);
            }
        }
    }
}
