package dev.chasqui.simulator;

import dev.chasqui.model.MarketEvent;
import dev.chasqui.server.Interference;
import dev.chasqui.server.OpeningPolicy;
import dev.chasqui.server.Session;
import dev.chasqui.server.SessionObserver;
import dev.chasqui.server.Timers;
import dev.chasqui.wire.ControlMessage;
import dev.chasqui.wire.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets faults strike when they are due: it follows the sessions, gets between them and their answers, and keeps the time. What a strike on
 * a connection does is the matter of {@link FaultStrike}. Confined to the event loop.
 */
final class FaultEngine implements SessionObserver, Interference, OpeningPolicy {

    private static final Duration DEFAULT_DELAY = Duration.ofMillis(500);
    private static final int DEFAULT_STATUS = 503;
    private static final Set<Integer> ENDING_CODES =
            Set.of(ErrorCode.AUTH_TIMEOUT.code(), ErrorCode.SLOW_CLIENT.code());

    /** Takes the server away for a time. */
    interface Restarter {
        void restart(Duration downtime);
    }

    private final Timers timers;
    private final LedgerBook ledger;
    private final Monitor monitor;
    private final Restarter restarter;
    private final List<ActiveFault> active = new ArrayList<>();
    private final List<Session> authenticated = new ArrayList<>();

    FaultEngine(Timers timers, LedgerBook ledger, Monitor monitor, Restarter restarter) {
        this.timers = timers;
        this.ledger = ledger;
        this.monitor = monitor;
        this.restarter = restarter;
    }

    /** Adds a fault: for one session, or for all of them and those to come. */
    FaultHandle inject(FaultSpec spec, @Nullable Session only) {
        FaultSpec checked = spec.checked();
        Fault.Reach reach = checked.fault().reach();
        if (only != null && (reach == Fault.Reach.SERVER || reach == Fault.Reach.OPENING)) {
            throw new IllegalArgumentException(
                    checked.fault().argumentName() + " cannot strike one session; inject it into the simulator");
        }
        ActiveFault[] created = new ActiveFault[1];
        FaultHandle handle = new FaultHandle(checked, monitor, () -> created[0].cancel());
        ActiveFault fault = new ActiveFault(checked, only, handle);
        created[0] = fault;
        active.removeIf(ActiveFault::isSpent);
        active.add(fault);
        begin(fault);
        return handle;
    }

    private void begin(ActiveFault fault) {
        if (fault.fault() == Fault.RESTART) {
            beginRestarts(fault);
        } else if (fault.schedule() instanceof FaultSchedule.OnDemand) {
            strikeNow(fault);
        } else if (fault.schedule() instanceof FaultSchedule.AfterTime after) {
            List.copyOf(authenticated).forEach(session -> startTimer(fault, session, after));
        }
    }

    private void strikeNow(ActiveFault fault) {
        List<Session> struck = authenticated.stream().filter(fault::concerns).toList();
        if (!struck.isEmpty()) {
            fault.use();
            struck.forEach(session -> FaultStrike.on(session, fault.spec(), timers, () -> onFired(fault, session)));
        }
    }

    private void beginRestarts(ActiveFault fault) {
        if (fault.schedule() instanceof FaultSchedule.AfterTime after) {
            timers.schedule(after.delay(), () -> {
                restart(fault);
                if (after.repeated() && !fault.isSpent()) {
                    beginRestarts(fault);
                }
            });
        } else {
            restart(fault);
        }
    }

    private void restart(ActiveFault fault) {
        if (!fault.isSpent()) {
            fault.use();
            onFired(fault, null);
            restarter.restart(fault.spec().duration(FaultArgument.FOR, Duration.ZERO));
        }
    }

    private void startTimer(ActiveFault fault, Session session, FaultSchedule.AfterTime after) {
        if (!fault.concerns(session)) {
            return;
        }
        if (after.delay().isZero()) {
            strike(fault, session);
            return;
        }
        fault.startTimer(session, timers.schedule(after.delay(), () -> {
            strike(fault, session);
            if (after.repeated() && session.state() != Session.State.CLOSED) {
                startTimer(fault, session, after);
            }
        }));
    }

    private void strike(ActiveFault fault, Session session) {
        if (fault.concerns(session) && session.state() != Session.State.CLOSED) {
            fault.use();
            FaultStrike.on(session, fault.spec(), timers, () -> onFired(fault, session));
        }
    }

    private void onFired(ActiveFault fault, @Nullable Session session) {
        ledger.onFault(fault.spec(), session == null ? FaultRecord.NO_SESSION : session.id());
        fault.handle().onFired();
    }

    /** A connection fault of this stage; those of answers are asked for by {@link #answering}. */
    private void strikeAt(FaultStage stage, Session session) {
        for (ActiveFault fault : List.copyOf(active)) {
            if (fault.fault().reach() == Fault.Reach.CONNECTION && fault.strikesAt(stage)) {
                strike(fault, session);
            }
        }
    }

    private Optional<ActiveFault> answering(Fault wanted, FaultStage stage, @Nullable Session session) {
        for (ActiveFault fault : active) {
            if (fault.fault() == wanted && fault.strikesAt(stage) && (session == null || fault.concerns(session))) {
                fault.use();
                onFired(fault, session);
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<OpeningPolicy.Refusal> refusal() {
        return answering(Fault.REFUSE, FaultStage.CONNECT, null)
                .map(ActiveFault::spec)
                .map(FaultEngine::httpRefusal);
    }

    private static OpeningPolicy.Refusal httpRefusal(FaultSpec spec) {
        long wait = spec.argument(FaultArgument.RETRY_AFTER, -1);
        return new OpeningPolicy.Refusal(
                (int) spec.argument(FaultArgument.STATUS, DEFAULT_STATUS),
                wait < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(wait)));
    }

    @Override
    public Delivery welcome(Session session) {
        if (answering(Fault.NO_WELCOME, FaultStage.CONNECT, session).isPresent()) {
            return Delivery.LOST;
        }
        return answering(Fault.LATE_WELCOME, FaultStage.CONNECT, session)
                .map(FaultEngine::late)
                .orElse(Delivery.PROMPT);
    }

    private static Delivery late(ActiveFault fault) {
        return Delivery.late(fault.spec().duration(FaultArgument.DELAY, DEFAULT_DELAY));
    }

    @Override
    public Optional<Interference.Refusal> authentication(Session session) {
        return answering(Fault.ERROR, FaultStage.AUTH, session).map(fault -> errorRefusal(fault.spec()));
    }

    @Override
    public Optional<Interference.Refusal> subscription(Session session) {
        return answering(Fault.ERROR, FaultStage.SUBSCRIBE, session).map(fault -> errorRefusal(fault.spec()));
    }

    static Interference.Refusal errorRefusal(FaultSpec spec) {
        int code = (int) spec.argument(FaultArgument.CODE, 0);
        String text = ErrorCode.of(code).map(ErrorCode::text).orElse("unknown error");
        boolean closing = spec.argument(FaultArgument.THEN, ENDING_CODES.contains(code) ? 1 : 0) == 1;
        return new Interference.Refusal(new ControlMessage.Failure(code, text), closing);
    }

    @Override
    public Delivery acknowledgement(Session session) {
        if (answering(Fault.LOST_ACK, FaultStage.SUBSCRIBE, session).isPresent()) {
            return Delivery.LOST;
        }
        if (answering(Fault.PARTIAL_ACK, FaultStage.SUBSCRIBE, session).isPresent()) {
            return Delivery.PARTIAL;
        }
        return answering(Fault.LATE_ACK, FaultStage.SUBSCRIBE, session)
                .map(FaultEngine::late)
                .orElse(Delivery.PROMPT);
    }

    @Override
    public void greeted(Session session) {
        strikeAt(FaultStage.CONNECT, session);
    }

    @Override
    public void authenticated(Session session) {
        authenticated.add(session);
        for (ActiveFault fault : List.copyOf(active)) {
            if (fault.fault() != Fault.RESTART && fault.concerns(session)) {
                if (fault.schedule() instanceof FaultSchedule.AfterTime after) {
                    startTimer(fault, session, after);
                } else if (fault.schedule() instanceof FaultSchedule.OnDemand) {
                    strikeNow(fault);
                }
            }
        }
        strikeAt(FaultStage.AUTH, session);
    }

    @Override
    public void subscribed(Session session) {
        strikeAt(FaultStage.SUBSCRIBE, session);
    }

    @Override
    public void delivered(Session session, List<MarketEvent> events, int bytes) {
        // By index: this runs for every frame, and a strike adds no fault.
        for (int i = 0; i < active.size(); i++) {
            ActiveFault fault = active.get(i);
            if (fault.schedule() instanceof FaultSchedule.AfterMessages after
                    && fault.concerns(session)
                    && fault.isDueByMessages(session, after)) {
                strike(fault, session);
            }
        }
    }

    @Override
    public void closed(Session session, String cause) {
        authenticated.remove(session);
        active.forEach(fault -> fault.forget(session));
    }
}
