package dev.chasqui.acceptance;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Reads every line that any logger writes at any level: for secrets, and for exceptions that Netty caught because nobody else did. */
public final class LogWatch extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private static final String NETTY = "io.netty.";
    private static final String LEAK_DETECTOR = "ResourceLeakDetector";

    private final Set<String> canaries = ConcurrentHashMap.newKeySet();
    private final Queue<String> found = new ConcurrentLinkedQueue<>();
    private final Logger root;
    private final Level levelBefore;

    private LogWatch(LoggerContext loggers) {
        root = loggers.getLogger(Logger.ROOT_LOGGER_NAME);
        levelBefore = root.getLevel();
        setContext(loggers);
    }

    /** Reads from now on, at level TRACE. */
    public static LogWatch begin() {
        LogWatch watch = new LogWatch((LoggerContext) LoggerFactory.getILoggerFactory());
        watch.start();
        watch.root.addAppender(watch);
        watch.root.setLevel(Level.TRACE);
        return watch;
    }

    /** Reads no more, and puts the level back. */
    public void end() {
        root.setLevel(levelBefore);
        root.detachAppender(this);
        stop();
    }

    /** Looks for these texts from now on. */
    public void lookFor(Collection<String> secrets) {
        canaries.addAll(secrets);
    }

    /** What should not have been written. */
    public List<String> found() {
        return new ArrayList<>(found);
    }

    @Override
    protected void append(ILoggingEvent line) {
        String throwable =
                line.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(line.getThrowableProxy());
        String text = line.getFormattedMessage() + throwable + line.getMDCPropertyMap() + line.getThreadName();
        found.addAll(Invariants.keepsSecrets(canaries, "the log of " + line.getLoggerName(), text));
        if (isUnhandled(line)) {
            found.add("I10 Netty caught what nobody else did: " + line.getFormattedMessage() + " " + throwable);
        }
    }

    private static boolean isUnhandled(ILoggingEvent line) {
        boolean leak = line.getLoggerName().endsWith(LEAK_DETECTOR);
        return line.getLoggerName().startsWith(NETTY)
                && line.getLevel().isGreaterOrEqual(Level.WARN)
                && (leak || line.getThrowableProxy() != null);
    }
}
