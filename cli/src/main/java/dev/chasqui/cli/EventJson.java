package dev.chasqui.cli;

import dev.chasqui.model.Channel;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamEvent.DecodeFailed;
import dev.chasqui.stream.event.StreamEvent.HandlerFailed;
import dev.chasqui.stream.event.StreamEvent.Overflow;
import dev.chasqui.stream.event.StreamEvent.ReconnectScheduled;
import dev.chasqui.stream.event.StreamEvent.ServerError;
import dev.chasqui.stream.event.StreamEvent.SlowConsumer;
import dev.chasqui.stream.event.StreamEvent.SlowConsumerCleared;
import dev.chasqui.stream.event.StreamEvent.StateChanged;
import dev.chasqui.stream.event.StreamEvent.SubscriptionChanged;
import dev.chasqui.stream.event.StreamEvent.WaitingForSlot;

/** The JSON of a stream's events. {@code event} is the first key, which no message of the wire has. */
final class EventJson {

    private EventJson() {}

    static String of(StreamEvent event) {
        if (event instanceof StateChanged changed) {
            return state(changed);
        }
        if (event instanceof ReconnectScheduled reconnect) {
            return reconnect(reconnect);
        }
        if (event instanceof WaitingForSlot waiting) {
            return slot(waiting);
        }
        if (event instanceof SubscriptionChanged subscription) {
            return subscription(subscription);
        }
        if (event instanceof ServerError error) {
            return error(error);
        }
        return ofHandling(event);
    }

    private static String ofHandling(StreamEvent event) {
        if (event instanceof SlowConsumer slow) {
            return slow(slow);
        }
        if (event instanceof Overflow overflow) {
            return overflow(overflow);
        }
        if (event instanceof SlowConsumerCleared cleared) {
            return cleared(cleared);
        }
        if (event instanceof HandlerFailed failed) {
            return handler(failed);
        }
        if (event instanceof DecodeFailed failed) {
            return decoding(failed);
        }
        return RepairJson.of(event)
                .or(() -> LivenessJson.of(event))
                .orElseThrow(() -> new IllegalStateException("no JSON for " + event.getClass()));
    }

    /** The fields that every event begins with. */
    static JsonObject begin(String name, StreamEvent event) {
        return new JsonObject()
                .put("event", name)
                .put("at", event.origin().wallClock().toString())
                .put("sequence", event.origin().sequence())
                .put("epoch", event.origin().epoch());
    }

    /** With why it happened. */
    static String end(JsonObject json, Cause cause) {
        json.put("cause", cause.kind().name());
        if (cause.code() != Cause.NO_CODE) {
            json.put("code", cause.code());
        }
        return json.put("text", cause.text()).toString();
    }

    private static String state(StateChanged event) {
        JsonObject json = begin("state", event)
                .put("state", event.to().name())
                .put("from", event.from().name());
        return end(json, event.cause());
    }

    private static String reconnect(ReconnectScheduled event) {
        JsonObject json = begin("reconnect", event)
                .put("attempt", event.attempt())
                .put("delay_ms", event.delay().toMillis());
        return end(json, event.cause());
    }

    private static String slot(WaitingForSlot event) {
        return begin("waiting_for_slot", event)
                .put("attempt", event.attempt())
                .put("delay_ms", event.nextTry().toMillis())
                .put("until", event.until().toString())
                .toString();
    }

    private static String subscription(SubscriptionChanged event) {
        return begin("subscription", event)
                .put("desired", event.desired())
                .put("active", event.active())
                .put("missing", event.missing())
                .put("refused", event.refused())
                .toString();
    }

    private static String error(ServerError event) {
        return begin("server_error", event)
                .put("code", event.code())
                .put("text", event.message())
                .put("class", event.errorClass().name())
                .toString();
    }

    private static String slow(SlowConsumer event) {
        return begin("slow_consumer", event)
                .put("queued_messages", event.queuedMessages())
                .put("queued_bytes", event.queuedBytes())
                .toString();
    }

    private static String overflow(Overflow event) {
        return begin("overflow", event)
                .put("channel", event.channel().wireName())
                .put("policy", event.policy().name())
                .toString();
    }

    private static String cleared(SlowConsumerCleared event) {
        return begin("slow_consumer_cleared", event)
                .put("lasted_ms", event.lasted().toMillis())
                .put("dropped", event.dropped())
                .put("conflated", event.conflated())
                .toString();
    }

    private static String handler(HandlerFailed event) {
        Channel channel = event.channel();
        return begin("handler_failed", event)
                .put("channel", channel == null ? "" : channel.wireName())
                .put("symbol", event.symbol())
                .put("text", event.failure().toString())
                .put("suppressed", event.suppressed())
                .toString();
    }

    private static String decoding(DecodeFailed event) {
        return begin("decode_failed", event)
                .put("scope", event.problem().scope().name())
                .put("type", event.problem().kind())
                .put("symbol", event.problem().symbol())
                .put("field", event.problem().field())
                .put("text", event.problem().reason())
                .put("excerpt", event.problem().excerpt())
                .put("suppressed", event.suppressed())
                .toString();
    }
}
