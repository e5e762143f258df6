package dev.chasqui.internal.dispatch;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Hands the messages of one lane to the handlers. Called by the lane's drain, or by the connection's thread in mode INLINE. */
final class Delivery {

    private final Lane lane;
    private final LaneQueue queue;
    private final DirectCaller direct;
    private final Dispatcher dispatcher;
    private final HandlerRegistry handlers;
    private final Calls calls;
    private final boolean separate;
    private final Routes routes;

    // The message in delivery, made when it first meets an asynchronous handler; of the thread that delivers new
    // messages.
    private @Nullable Message message;

    // Whether the message in delivery is known to the lane by number only.
    private boolean atOnce;

    Delivery(Lane lane, Dispatcher dispatcher) {
        this.lane = lane;
        this.queue = lane.queue;
        this.direct = queue.direct;
        this.dispatcher = dispatcher;
        this.handlers = dispatcher.handlers();
        this.calls = dispatcher.calls();
        this.separate = dispatcher.deliversRecoveredSeparately();
        this.routes = new Routes(dispatcher);
    }

    /** How far a message came. */
    private enum Progress {
        TAKEN,
        PARKED,
        CUT_OFF
    }

    /** Hands a message that the drain claimed to all its handlers. */
    void deliver(MarketEvent event, Origin origin, long bytes) {
        boolean wanted = dispatcher.wants(event);
        Progress progress = Progress.CUT_OFF;
        try {
            progress = wanted ? handToAll(event, origin, bytes) : Progress.TAKEN;
        } finally {
            if (progress == Progress.TAKEN) {
                queue.finish(wanted, bytes);
                origin.gone();
            } else {
                queue.endDelivery(messageOf(event, origin, bytes), outcomeOf(progress));
            }
            message = null;
        }
    }

    /** Hands a message to all its handlers on the connection's thread, without a lock unless one of them turns out to be asynchronous. */
    void deliverAtOnce(MarketEvent event, int symbol, long bytes, Origin origin) {
        if (!direct.enter()) {
            direct.countDropped();
            return;
        }
        atOnce = true;
        Outcome outcome = Outcome.DROPPED;
        try {
            outcome = handOn(event, symbol, bytes, origin);
        } finally {
            Message kept = message;
            atOnce = false;
            message = null;
            if (kept == null) {
                direct.leave(outcome);
            } else {
                direct.endDelivery(kept, outcome);
                dispatcher.notices().deliver();
            }
        }
    }

    private Outcome handOn(MarketEvent event, int symbol, long bytes, Origin origin) {
        Handler[] route = routes.of(event, symbol);
        if (route == null) {
            return dispatcher.wants(event) ? outcomeOf(handToAll(event, origin, bytes)) : Outcome.FILTERED;
        }
        return route == Routes.UNWANTED
                ? Outcome.FILTERED
                : outcomeOf(handTo(route, event, origin, bytes, Progress.TAKEN));
    }

    private Message messageOf(MarketEvent event, Origin origin, long bytes) {
        Message made = message;
        if (made == null) {
            made = new Message(lane, event, bytes, origin);
            made.deliveries = 1;
            message = made;
            if (atOnce) {
                direct.keep(made);
                origin.held();
            }
        }
        return made;
    }

    /** Hands a message to all its handlers, while a drain may be handing parked ones to asynchronous handlers. */
    void deliverDirectly(Message admitted) {
        message = admitted;
        Outcome outcome = Outcome.DROPPED;
        try {
            outcome = dispatcher.wants(admitted.event)
                    ? outcomeOf(handToAll(admitted.event, admitted.origin, admitted.bytes))
                    : Outcome.FILTERED;
        } finally {
            message = null;
            direct.endDelivery(admitted, outcome);
        }
    }

    /** Goes on with the next message in line at a gate that is ready; false if there is no such gate. */
    boolean continueParked() {
        Gate gate = queue.nextResumed();
        if (gate == null) {
            return false;
        }
        Parked place = queue.takeParked(lane, gate);
        if (place == null) {
            gate.passOn();
        } else {
            deliverParked(place);
        }
        return true;
    }

    private void deliverParked(Parked place) {
        Message parked = place.message;
        Handler handler = place.gate.handler;
        Outcome outcome = Outcome.DELIVERED;
        if (!dispatcher.wants(place.event)) {
            outcome = Outcome.FILTERED;
            place.gate.passOn();
        } else if (handler.isRemoved()) {
            place.gate.passOn();
        } else if (queue.isStopped()) {
            outcome = Outcome.DROPPED;
        } else {
            callAsync(place.gate, handler, place.event, parked.origin);
        }
        queue.endDelivery(parked, outcome);
    }

    private Progress handToAll(MarketEvent event, Origin origin, long bytes) {
        Channel channel = event.channel();
        Progress progress = Progress.TAKEN;
        progress = handTo(ofSymbol(channel, event), event, origin, bytes, progress);
        progress = handTo(handlers.ofChannel(channel), event, origin, bytes, progress);
        progress = handTo(handlers.ofEverything(), event, origin, bytes, progress);
        return origin.provenance.isRecovered()
                ? handTo(handlers.ofRecovered(), event, origin, bytes, progress)
                : progress;
    }

    private Handler[] ofSymbol(Channel channel, MarketEvent event) {
        return event instanceof News news ? handlers.ofArticle(news) : handlers.ofSymbol(channel, event.symbol());
    }

    private Progress handTo(Handler[] found, MarketEvent event, Origin origin, long bytes, Progress before) {
        if (found.length == 0 || before == Progress.CUT_OFF) {
            return before;
        }
        boolean separated = separate && origin.provenance.isRecovered();
        Progress progress = before;
        for (Handler handler : found) {
            if (handler.isRemoved() || (separated && handler.interest == Interest.PLAIN)) {
                continue;
            }
            if (queue.isStopped()) {
                return Progress.CUT_OFF;
            }
            if (!handOver(handler, event, origin, bytes)) {
                progress = Progress.PARKED;
            }
        }
        return progress;
    }

    private boolean handOver(Handler handler, MarketEvent event, Origin origin, long bytes) {
        Gate gate = handler.gate;
        if (gate == null) {
            calls.call(handler, event, origin.provenance);
            return true;
        }
        if (!queue.enter(gate, messageOf(event, origin, bytes))) {
            return false;
        }
        callAsync(gate, handler, event, origin);
        return true;
    }

    private void callAsync(Gate gate, Handler handler, MarketEvent event, Origin origin) {
        CompletionStage<?> stage = calls.call(handler, event, origin.provenance);
        if (stage == null) {
            gate.passOn();
        } else {
            new Turn(gate, handler, event, calls).endWith(stage);
        }
    }

    private static Outcome outcomeOf(Progress progress) {
        return progress == Progress.CUT_OFF ? Outcome.DROPPED : Outcome.DELIVERED;
    }
}
