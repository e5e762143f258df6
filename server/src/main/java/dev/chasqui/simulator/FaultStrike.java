package dev.chasqui.simulator;

import dev.chasqui.server.Interference;
import dev.chasqui.server.Link;
import dev.chasqui.server.Session;
import dev.chasqui.server.Timers;
import java.time.Duration;
import java.util.OptionalInt;

/** What each fault does to a connection. The ledger hears of it before the client can. */
final class FaultStrike {

    private static final int GOING_AWAY = 1001;
    private static final long DEFAULT_BYTES_PER_SECOND = 5_000;
    private static final long DEFAULT_OVERSIZED_BYTES = 256L << 20;

    private FaultStrike() {}

    /**
     * Strikes a session.
     *
     * @param fired runs when the fault takes effect, which for extra elements is with the next data frame
     */
    static void on(Session session, FaultSpec spec, Timers timers, Runnable fired) {
        switch (spec.fault()) {
            case MALFORMED_ELEMENT -> session.insertIntoNextFrame(() -> BrokenFrames.malformedElement(session), fired);
            case UNKNOWN_TYPE -> session.insertIntoNextFrame(() -> BrokenFrames.unknownElement(session), fired);
            default -> {
                fired.run();
                now(session, spec, timers);
            }
        }
    }

    private static void now(Session session, FaultSpec spec, Timers timers) {
        Link link = session.link();
        // What the ledger counts as sent must not be lost with the connection.
        link.flush();
        switch (spec.fault()) {
            case DROP -> {
                session.end(cause(spec));
                link.reset();
            }
            case GHOST -> {
                session.endAsGhost(cause(spec));
                link.reset();
            }
            case DROP_IN_FRAME -> dropInFrame(session, spec);
            case OVERSIZED_FRAME -> {
                session.end(cause(spec));
                link.sendOversized(spec.argument(FaultArgument.BYTES, DEFAULT_OVERSIZED_BYTES));
            }
            case CLOSE -> close(session, spec);
            case HALF_OPEN -> session.freeze();
            case MALFORMED_FRAME -> session.sendRaw(BrokenFrames.malformedFrame(session));
            case ERROR -> {
                Interference.Refusal error = FaultEngine.errorRefusal(spec);
                session.fail(error.failure(), error.close());
            }
            case MUTE -> hold(spec, timers, () -> session.mute(true), () -> session.mute(false));
            case SLOW_LINK ->
                hold(
                        spec,
                        timers,
                        () -> link.throttle(spec.argument(FaultArgument.BYTES_PER_SECOND, DEFAULT_BYTES_PER_SECOND)),
                        () -> link.throttle(Link.UNLIMITED));
            case ONE_BYTE -> hold(spec, timers, () -> link.sendSingleBytes(true), () -> link.sendSingleBytes(false));
            case MALFORMED_ELEMENT,
                    UNKNOWN_TYPE,
                    RESTART,
                    REFUSE,
                    NO_WELCOME,
                    LATE_WELCOME,
                    LATE_ACK,
                    LOST_ACK,
                    PARTIAL_ACK -> throw new IllegalStateException(spec + " does not strike a connection");
        }
    }

    private static String cause(FaultSpec spec) {
        return "fault " + spec.fault().argumentName();
    }

    private static void dropInFrame(Session session, FaultSpec spec) {
        session.end(cause(spec));
        byte[] frame = BrokenFrames.frameToCut(session);
        session.link().sendBeginning(frame, frame.length * 3 / 4);
        session.link().reset();
    }

    private static void close(Session session, FaultSpec spec) {
        int code = (int) spec.argument(FaultArgument.CODE, GOING_AWAY);
        session.end(cause(spec) + " " + (code == 0 ? "without code" : code));
        session.link().close(code == 0 ? OptionalInt.empty() : OptionalInt.of(code), "");
    }

    private static void hold(FaultSpec spec, Timers timers, Runnable begin, Runnable end) {
        begin.run();
        Duration time = spec.duration(FaultArgument.FOR, Duration.ZERO);
        if (!time.isZero()) {
            timers.schedule(time, end);
        }
    }
}
