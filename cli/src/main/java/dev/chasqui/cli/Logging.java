package dev.chasqui.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/** Sends the library's log to standard error, for as long as a command runs. */
final class Logging {

    private static final String OWN_PACKAGES = "dev.chasqui";

    /** What it warns of is an event as well, and told in the words of the command line. */
    private static final String TOLD_AS_EVENTS = "dev.chasqui.stream.GapReports";

    private final Logger root;
    private final AppenderBase<ILoggingEvent> appender;

    private Logging(Logger root, AppenderBase<ILoggingEvent> appender) {
        this.root = root;
        this.appender = appender;
    }

    /** Starts with warnings and errors; with our own steps too if {@code verbose}. */
    static Logging start(Notices notices, boolean verbose) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        context.getLogger(OWN_PACKAGES).setLevel(verbose ? Level.DEBUG : Level.WARN);
        context.getLogger(TOLD_AS_EVENTS).setLevel(verbose ? Level.DEBUG : Level.ERROR);
        AppenderBase<ILoggingEvent> appender = appender(notices, verbose);
        appender.setContext(context);
        appender.start();
        root.addAppender(appender);
        return new Logging(root, appender);
    }

    private static AppenderBase<ILoggingEvent> appender(Notices notices, boolean verbose) {
        return new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                notices.line(Printable.of(line(event, verbose)));
            }
        };
    }

    private static String line(ILoggingEvent event, boolean verbose) {
        String text = event.getInstant() + " " + event.getLevel() + " " + event.getLoggerName() + ": "
                + event.getFormattedMessage();
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown == null) {
            return text;
        }
        return text + ": " + thrown.getClassName() + ": " + thrown.getMessage() + (verbose ? at(thrown) : "");
    }

    private static String at(IThrowableProxy thrown) {
        return thrown.getStackTraceElementProxyArray().length == 0
                ? ""
                : " " + thrown.getStackTraceElementProxyArray()[0];
    }

    void stop() {
        root.detachAppender(appender);
        appender.stop();
    }
}
