package dev.chasqui.simulator;

import static dev.chasqui.simulator.FaultArgument.BYTES;
import static dev.chasqui.simulator.FaultArgument.BYTES_PER_SECOND;
import static dev.chasqui.simulator.FaultArgument.CODE;
import static dev.chasqui.simulator.FaultArgument.DELAY;
import static dev.chasqui.simulator.FaultArgument.FOR;
import static dev.chasqui.simulator.FaultArgument.RETRY_AFTER;
import static dev.chasqui.simulator.FaultArgument.STATUS;
import static dev.chasqui.simulator.FaultArgument.THEN;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What can go wrong on purpose. Each constant says what the client sees. How often and when is the matter of a {@link FaultSpec}.
 */
public enum Fault {
    /** The TCP connection is reset; no close frame. The server frees the session's slot at once. */
    DROP("drop", Reach.CONNECTION, "the connection is reset without a close frame"),
    /** A data frame begins, is cut off in its middle, and the TCP connection is reset. Nothing of that frame counts as sent. */
    DROP_IN_FRAME(
            "drop-in-frame", Reach.CONNECTION, "a data frame is cut off in its middle, then the connection is reset"),
    /**
     * The server stops reading and writing, and the socket stays: no data, no pongs, no close, and what the client sends is not read. The
     * slot stays taken until the server misses a pong.
     */
    HALF_OPEN("half-open", Reach.CONNECTION, "silence: nothing is read or written, the socket stays open"),
    /** Pings are answered and requests acknowledged, but no data comes: for good, or for the time of {@code for}. */
    MUTE("mute", Reach.CONNECTION, "pongs and acknowledgements come, data does not", FOR),
    /** As {@link #DROP}, but the server believes the session alive for the ghost duration: newcomers get 406 meanwhile. */
    GHOST("ghost", Reach.CONNECTION, "the connection is reset, and its slot stays taken for the ghost duration"),
    /** The server sends a close frame ({@code code}, default 1001; 0 for none) and ends the connection. */
    CLOSE("close", Reach.CONNECTION, "a close frame with a code (default 1001, none for no code)", CODE),
    /** The link carries {@code bytes-per-second} (default 5,000) towards the client: for good, or for the time of {@code for}. */
    SLOW_LINK("slow-link", Reach.CONNECTION, "so many bytes per second and no more", BYTES_PER_SECOND, FOR),
    /** Every byte goes out alone, so that the client reads frames in pieces: for good, or for the time of {@code for}. */
    ONE_BYTE("one-byte", Reach.CONNECTION, "bytes arrive one at a time", FOR),
    /** The next data frame holds one extra element that cannot be decoded; its neighbours are good. */
    MALFORMED_ELEMENT(
            "malformed-element", Reach.CONNECTION, "the next data frame holds an extra element that is broken"),
    /** An extra frame that breaks off in the middle of an element. */
    MALFORMED_FRAME("malformed-frame", Reach.CONNECTION, "an extra frame that cannot be read"),
    /** An extra frame of {@code bytes} (default 256 MiB) begins; if the client takes all of it, the connection is reset. */
    OVERSIZED_FRAME("oversized-frame", Reach.CONNECTION, "an extra frame of so many bytes (default 268435456)", BYTES),
    /** The next data frame holds one extra element of a type that nobody knows. */
    UNKNOWN_TYPE("unknown-type", Reach.CONNECTION, "the next data frame holds an extra element of an unknown type"),
    /** The server stops listening, resets every session, and listens again on the same port after {@code for} (default at once). */
    RESTART("restart", Reach.SERVER, "the server goes away with all sessions and comes back after a time", FOR),
    /** The opening request is answered with an HTTP {@code status} (default 503), if asked with {@code retry-after}. */
    REFUSE("refuse", Reach.OPENING, "the opening request gets an HTTP status (default 503)", STATUS, RETRY_AFTER),
    /** The connection opens, and the server does not greet. Everything else works. */
    NO_WELCOME("no-welcome", Reach.OPENING, "the greeting never comes"),
    /** The greeting comes after {@code delay} (default 500 ms), and answers wait for it. */
    LATE_WELCOME("late-welcome", Reach.OPENING, "the greeting comes late", DELAY),
    /**
     * An error frame of {@code code}: in answer to credentials ({@code at:auth}, the default) or to a subscription change
     * ({@code at:subscribe}), which then has no effect; or unasked on a schedule. The connection ends after 404 and 407, or if asked with
     * {@code then:close}.
     */
    ERROR("error", Reach.ANSWER, "an error frame instead of an answer, or unasked", CODE, THEN),
    /** A subscription takes effect and is acknowledged after {@code delay} (default 500 ms); later answers wait for it. */
    LATE_ACK("late-ack", Reach.ACKNOWLEDGEMENT, "the subscription takes effect and is acknowledged late", DELAY),
    /** A subscription takes effect, but its acknowledgement never comes. */
    LOST_ACK("lost-ack", Reach.ACKNOWLEDGEMENT, "the acknowledgement never comes, data does"),
    /** Of the symbols asked for in a channel, the last one is neither granted nor acknowledged. */
    PARTIAL_ACK("partial-ack", Reach.ACKNOWLEDGEMENT, "the last symbol asked for is not granted");

    /** What a fault acts upon, which decides when it can strike. */
    enum Reach {
        /** One open connection, at any time. */
        CONNECTION(EnumSet.allOf(FaultStage.class), true),
        /** The whole server, on a schedule or on demand. */
        SERVER(EnumSet.noneOf(FaultStage.class), true),
        /** The next opening requests. */
        OPENING(EnumSet.of(FaultStage.CONNECT), false),
        /** The next answers, or any time. */
        ANSWER(EnumSet.of(FaultStage.AUTH, FaultStage.SUBSCRIBE), true),
        /** The next acknowledgements. */
        ACKNOWLEDGEMENT(EnumSet.of(FaultStage.SUBSCRIBE), false);

        @SuppressWarnings("ImmutableEnumChecker") // An unmodifiable view of a set that nothing else refers to.
        private final Set<FaultStage> stages;

        private final boolean timed;

        Reach(Set<FaultStage> stages, boolean timed) {
            this.stages = Collections.unmodifiableSet(stages);
            this.timed = timed;
        }

        Set<FaultStage> stages() {
            return stages;
        }

        boolean isTimed() {
            return timed;
        }
    }

    private final String argumentName;
    private final Reach reach;
    private final String summary;

    @SuppressWarnings("ImmutableEnumChecker") // An unmodifiable view of a set that nothing else refers to.
    private final Set<FaultArgument> arguments;

    Fault(String argumentName, Reach reach, String summary, FaultArgument... arguments) {
        this.argumentName = argumentName;
        this.reach = reach;
        this.summary = summary;
        EnumSet<FaultArgument> own = EnumSet.noneOf(FaultArgument.class);
        own.addAll(Arrays.asList(arguments));
        this.arguments = Collections.unmodifiableSet(own);
    }

    /** The name on a command line, such as {@code half-open}; {@link #of(String)} reads it back. */
    public String argumentName() {
        return argumentName;
    }

    /** One line on what the client sees. */
    public String summary() {
        return summary;
    }

    Reach reach() {
        return reach;
    }

    Set<FaultArgument> arguments() {
        return arguments;
    }

    /** Whether it changes a link for as long as the link lives, and is therefore always on unless a schedule says otherwise. */
    boolean isCondition() {
        return this == MUTE || this == SLOW_LINK || this == ONE_BYTE;
    }

    /**
     * The fault of a name such as {@code half-open}.
     *
     * @throws IllegalArgumentException if there is none; the message lists those that exist
     */
    public static Fault of(String argumentName) {
        for (Fault fault : values()) {
            if (fault.argumentName.equals(argumentName)) {
                return fault;
            }
        }
        throw new IllegalArgumentException("unknown fault '" + argumentName + "'; there are "
                + Arrays.stream(values()).map(Fault::argumentName).collect(Collectors.joining(", ")));
    }
}
