package dev.chasqui.simulator;

import dev.chasqui.simulator.FaultSchedule.AfterMessages;
import dev.chasqui.simulator.FaultSchedule.AfterTime;
import dev.chasqui.simulator.FaultSchedule.At;
import dev.chasqui.simulator.FaultSchedule.OnDemand;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.StringJoiner;

/**
 * A {@link Fault} with its arguments and its schedule. Immutable: each method returns a changed copy.
 *
 * <p>As text: {@code NAME} or {@code NAME=ARGUMENT:VALUE,…}, for example {@code drop=every:2s,times:3} or
 * {@code error=code:406,at:auth,times:always}. The schedule is one of
 *
 * <ul>
 *   <li>{@code at:connect}, {@code at:auth}, {@code at:subscribe}: a step of the opening dialogue;
 *   <li>{@code after:5s}: so long after a session was authenticated (after the start, for {@code restart});
 *   <li>{@code every:2s}: the same, again and again while the session lives;
 *   <li>{@code after:1000messages}, {@code every:1000messages}: after so many data messages of one session;
 *   <li>nothing: on demand; faults of opening, answers and acknowledgements have a stage by nature, and {@code mute}, {@code slow-link} and
 *       {@code one-byte} then hold for every session.
 * </ul>
 *
 * <p>{@code times} limits how often it strikes, over all sessions: a number or {@code always}. The default is 1, but {@code always} for
 * {@code every} and for conditions without a schedule. On demand, a fault strikes every session that is there, and counts as once.
 */
public final class FaultSpec {

    static final String MESSAGES_UNIT = "messages";
    private static final int ALWAYS = 0;
    private static final int UNSET = -1;

    private final Fault fault;
    private final FaultSchedule schedule;
    private final int times;
    private final Map<FaultArgument, Long> arguments;

    private FaultSpec(Fault fault, FaultSchedule schedule, int times, Map<FaultArgument, Long> arguments) {
        this.fault = fault;
        this.schedule = schedule;
        this.times = times;
        this.arguments = arguments;
    }

    /** A fault with default arguments. */
    public static FaultSpec of(Fault fault) {
        return new FaultSpec(fault, new OnDemand(), UNSET, Map.of());
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if the fault, an argument or a value is unknown, or does not fit the fault; the message says what
     *     would
     */
    public static FaultSpec parse(String text) {
        int equals = text.indexOf('=');
        FaultSpec spec = of(Fault.of(equals < 0 ? text : text.substring(0, equals)));
        if (equals < 0) {
            return spec.checked();
        }
        for (String argument : text.substring(equals + 1).split(",", -1)) {
            spec = spec.with(argument);
        }
        return spec.checked();
    }

    private FaultSpec with(String argument) {
        int colon = argument.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("'" + argument + "' is no argument: write NAME:VALUE. " + whatExists());
        }
        String name = argument.substring(0, colon);
        String value = argument.substring(colon + 1);
        return switch (name) {
            case "every" -> scheduled(repeatable(name, value, true));
            case "after" -> scheduled(repeatable(name, value, false));
            case "at" -> at(stage(value));
            case "times" -> "always".equals(value) ? always() : times(toInt(ArgumentText.number(name, value)));
            default -> with(ownArgument(name), value);
        };
    }

    private FaultSpec with(FaultArgument argument, String value) {
        return with(argument, argument.parse(value));
    }

    private FaultArgument ownArgument(String name) {
        for (FaultArgument argument : fault.arguments()) {
            if (argument.argumentName().equals(name)) {
                return argument;
            }
        }
        throw new IllegalArgumentException(fault.argumentName() + " has no argument '" + name + "'. " + whatExists());
    }

    private String whatExists() {
        StringJoiner known = new StringJoiner("; ", fault.argumentName() + " takes ", "");
        fault.arguments().forEach(argument -> known.add(argument.description()));
        if (!fault.reach().stages().isEmpty()) {
            StringJoiner stages = new StringJoiner("|", "at:", "");
            fault.reach().stages().forEach(stage -> stages.add(stage.argumentName()));
            known.add(stages.toString());
        }
        if (fault.reach().isTimed()) {
            known.add("every:2s").add("after:5s");
            if (fault != Fault.RESTART) {
                known.add("every:1000messages").add("after:1000messages");
            }
        }
        return known.add("times:3 or times:always").toString();
    }

    private static FaultSchedule repeatable(String name, String value, boolean repeated) {
        if (value.endsWith(MESSAGES_UNIT)) {
            String number = value.substring(0, value.length() - MESSAGES_UNIT.length());
            return new AfterMessages(ArgumentText.number(name, number), repeated);
        }
        return new AfterTime(ArgumentText.duration(name, value), repeated);
    }

    private FaultStage stage(String value) {
        for (FaultStage stage : FaultStage.values()) {
            if (stage.argumentName().equals(value)) {
                return stage;
            }
        }
        throw new IllegalArgumentException("unknown stage '" + value + "'. " + whatExists());
    }

    private static int toInt(long value) {
        if (value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("times must be at most " + Integer.MAX_VALUE);
        }
        return (int) value;
    }

    /** This, if it holds together. */
    FaultSpec checked() {
        if (schedule instanceof At at && !fault.reach().stages().contains(at.stage())) {
            throw new IllegalArgumentException(
                    fault.argumentName() + " cannot strike at " + at.stage().argumentName() + ". " + whatExists());
        }
        boolean timed = schedule instanceof AfterTime || schedule instanceof AfterMessages;
        if ((timed && !fault.reach().isTimed()) || (schedule instanceof AfterMessages && fault == Fault.RESTART)) {
            throw new IllegalArgumentException(
                    fault.argumentName() + " cannot be scheduled as " + schedule + ". " + whatExists());
        }
        if (fault == Fault.ERROR && !arguments.containsKey(FaultArgument.CODE)) {
            throw new IllegalArgumentException("error needs a code, such as error=code:406. " + whatExists());
        }
        return this;
    }

    /** Strikes so long after a session was authenticated; for {@link Fault#RESTART}, after the start. */
    public FaultSpec after(Duration delay) {
        return scheduled(new AfterTime(delay, false));
    }

    /** Strikes each time that so long has passed since a session was authenticated; for {@link Fault#RESTART}, since the start. */
    public FaultSpec every(Duration interval) {
        return scheduled(new AfterTime(interval, true));
    }

    /** Strikes after so many data messages of a session. */
    public FaultSpec afterMessages(long messages) {
        return scheduled(new AfterMessages(messages, false));
    }

    /** Strikes after each so many data messages of a session. */
    public FaultSpec everyMessages(long messages) {
        return scheduled(new AfterMessages(messages, true));
    }

    /** Strikes at a step of the opening dialogue. */
    public FaultSpec at(FaultStage stage) {
        return scheduled(new At(stage));
    }

    private FaultSpec scheduled(FaultSchedule changed) {
        if (!(schedule instanceof OnDemand)) {
            throw new IllegalArgumentException(
                    fault.argumentName() + " has one schedule only, not both " + schedule + " and " + changed);
        }
        return new FaultSpec(fault, changed, times, arguments);
    }

    /** Strikes at most so often, at least once. */
    public FaultSpec times(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("times must be at least 1; write always for no limit");
        }
        return new FaultSpec(fault, schedule, count, arguments);
    }

    /** Strikes without a limit. */
    public FaultSpec always() {
        return new FaultSpec(fault, schedule, ALWAYS, arguments);
    }

    /** The number of an error frame ({@link Fault#ERROR}) or close frame ({@link Fault#CLOSE}, where 0 means a frame without one). */
    public FaultSpec code(int code) {
        return with(FaultArgument.CODE, code);
    }

    /** The HTTP status of {@link Fault#REFUSE}. */
    public FaultSpec status(int status) {
        return with(FaultArgument.STATUS, status);
    }

    /** What {@link Fault#REFUSE} asks the client to wait, in whole seconds. */
    public FaultSpec retryAfter(Duration wait) {
        return with(FaultArgument.RETRY_AFTER, wait.toMillis());
    }

    /** How late {@link Fault#LATE_ACK} and {@link Fault#LATE_WELCOME} are. */
    public FaultSpec delay(Duration delay) {
        return with(FaultArgument.DELAY, delay.toMillis());
    }

    /** How long a condition holds ({@link Fault#MUTE}, {@link Fault#SLOW_LINK}, {@link Fault#ONE_BYTE}) or a restart takes. */
    public FaultSpec lasting(Duration time) {
        return with(FaultArgument.FOR, time.toMillis());
    }

    /** The size of {@link Fault#OVERSIZED_FRAME}. */
    public FaultSpec bytes(long bytes) {
        return with(FaultArgument.BYTES, bytes);
    }

    /** The rate of {@link Fault#SLOW_LINK}. */
    public FaultSpec bytesPerSecond(long bytes) {
        return with(FaultArgument.BYTES_PER_SECOND, bytes);
    }

    /** Whether the connection ends after {@link Fault#ERROR}. The default is true for the codes 404 and 407 only. */
    public FaultSpec thenClose(boolean close) {
        return with(FaultArgument.THEN, close ? 1 : 0);
    }

    private FaultSpec with(FaultArgument argument, long value) {
        if (!fault.arguments().contains(argument)) {
            throw new IllegalArgumentException(
                    fault.argumentName() + " has no argument '" + argument.argumentName() + "'. " + whatExists());
        }
        Map<FaultArgument, Long> changed = new EnumMap<>(FaultArgument.class);
        changed.putAll(arguments);
        changed.put(argument, value);
        return new FaultSpec(fault, schedule, times, changed);
    }

    /** What goes wrong. */
    public Fault fault() {
        return fault;
    }

    /** How often at most, over all sessions; empty for no limit. */
    public OptionalInt times() {
        int effective = times == UNSET ? defaultTimes() : times;
        return effective == ALWAYS ? OptionalInt.empty() : OptionalInt.of(effective);
    }

    private int defaultTimes() {
        boolean repeated = (schedule instanceof AfterTime after && after.repeated())
                || (schedule instanceof AfterMessages messages && messages.repeated());
        return repeated ? ALWAYS : 1;
    }

    /**
     * Whether it has a schedule, by its arguments or by nature. Otherwise it strikes only when it is
     * {@linkplain AlpacaSimulator#inject injected}.
     */
    public boolean isScheduled() {
        return !(effectiveSchedule() instanceof OnDemand);
    }

    /** The schedule, or what the fault's nature makes of none. */
    FaultSchedule effectiveSchedule() {
        if (!(schedule instanceof OnDemand)) {
            return schedule;
        }
        return switch (fault.reach()) {
            case CONNECTION, SERVER -> schedule;
            case OPENING -> new At(FaultStage.CONNECT);
            case ANSWER -> new At(FaultStage.AUTH);
            case ACKNOWLEDGEMENT -> new At(FaultStage.SUBSCRIBE);
        };
    }

    /** As it holds from the start of a server: a condition without a schedule is on for every session. */
    FaultSpec fromStart() {
        FaultSpec checked = checked();
        if (isScheduled()) {
            return checked;
        }
        if (fault.isCondition()) {
            return new FaultSpec(fault, new At(FaultStage.CONNECT), times == UNSET ? ALWAYS : times, arguments);
        }
        throw new IllegalArgumentException(
                fault.argumentName() + " needs a schedule, such as every:2s. " + whatExists());
    }

    long argument(FaultArgument argument, long otherwise) {
        return arguments.getOrDefault(argument, otherwise);
    }

    Duration duration(FaultArgument argument, Duration otherwise) {
        return Duration.ofMillis(argument(argument, otherwise.toMillis()));
    }

    /** The text form; {@link #parse} reads it back. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(",", fault.argumentName() + "=", "");
        text.setEmptyValue(fault.argumentName());
        arguments.forEach((argument, value) -> text.add(argument.format(value)));
        if (!(schedule instanceof OnDemand)) {
            text.add(schedule.toString());
        }
        if (times != UNSET) {
            text.add("times:" + (times == ALWAYS ? "always" : Integer.toString(times)));
        }
        return text.toString();
    }
}
