package dev.chasqui.internal.dispatch;

import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.Provenance;
import java.util.concurrent.CompletionStage;

/** Hands the messages of one lane to the handlers. Called by the lane's drain, or by the connection's thread in mode INLINE. */
final class Delivery {

    private final Lane lane;
    private final LaneQueue queue;
    private final Dispatcher dispatcher;
    private final HandlerRegistry handlers;
    private final Calls calls;
    private final boolean separate;

    Delivery(Lane lane, Dispatcher dispatcher) {
        this.lane = lane;
        this.queue = lane.queue;
        this.dispatcher = dispatcher;
        this.handlers = dispatcher.handlers();
        this.calls = dispatcher.calls();
        this.separate = dispatcher.deliversRecoveredSeparately();
    }

    /** How far a message came. */
    private enum Progress {
        TAKEN,
        PARKED,
        CUT_OFF
    }

    /** Hands a message that the drain claimed to all its handlers. */
    void deliver(Message message) {
        boolean wanted = dispatcher.wants(message.event);
        Progress progress = Progress.CUT_OFF;
        try {
            progress = wanted ? handToAll(message) : Progress.TAKEN;
        } finally {
            if (progress == Progress.TAKEN) {
                queue.finish(message, wanted);
            } else {
                queue.endDelivery(message, outcomeOf(progress));
            }
        }
    }

    /** Hands a message to all its handlers, while a drain may be handing parked ones to asynchronous handlers. */
    void deliverDirectly(Message message) {
        Outcome outcome = Outcome.DROPPED;
        try {
            outcome = dispatcher.wants(message.event) ? outcomeOf(handToAll(message)) : Outcome.FILTERED;
        } finally {
            queue.endDirectDelivery(message, outcome);
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
        Message message = place.message;
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
            callAsync(place.gate, handler, place.event, message.provenance);
        }
        queue.endDelivery(message, outcome);
    }

    private Progress handToAll(Message message) {
        Progress progress = handToSymbol(message);
        progress = handTo(handlers.ofChannel(message.channel), message, progress);
        progress = handTo(handlers.ofEverything(), message, progress);
        return message.provenance.isRecovered() ? handTo(handlers.ofRecovered(), message, progress) : progress;
    }

    private Progress handToSymbol(Message message) {
        Handler[] found = message.event instanceof News news
                ? handlers.ofArticle(news)
                : handlers.ofSymbol(message.channel, message.symbol());
        return handTo(found, message, Progress.TAKEN);
    }

    private Progress handTo(Handler[] found, Message message, Progress before) {
        if (before == Progress.CUT_OFF) {
            return before;
        }
        boolean separated = separate && message.provenance.isRecovered();
        Progress progress = before;
        for (Handler handler : found) {
            if (handler.isRemoved() || (separated && handler.interest == Interest.PLAIN)) {
                continue;
            }
            if (queue.isStopped()) {
                return Progress.CUT_OFF;
            }
            if (!handOver(handler, message)) {
                progress = Progress.PARKED;
            }
        }
        return progress;
    }

    private boolean handOver(Handler handler, Message message) {
        Gate gate = handler.gate;
        if (gate == null) {
            calls.call(handler, message.event, message.provenance);
            return true;
        }
        if (!queue.enter(gate, message)) {
            return false;
        }
        callAsync(gate, handler, message.event, message.provenance);
        return true;
    }

    private void callAsync(Gate gate, Handler handler, MarketEvent event, Provenance provenance) {
        CompletionStage<?> stage = calls.call(handler, event, provenance);
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
