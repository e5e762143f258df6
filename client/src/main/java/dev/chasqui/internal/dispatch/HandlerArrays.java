package dev.chasqui.internal.dispatch;

import dev.chasqui.model.Channel;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Changed copies of arrays of handlers; an array itself never changes once others can see it. */
@SuppressWarnings("EnumOrdinal") // Arrays by channel: looked up for every message, and never stored.
final class HandlerArrays {

    private static final Handler[] NONE = {};

    private HandlerArrays() {}

    static Handler[] with(Handler[] handlers, Handler added) {
        Handler[] more = Arrays.copyOf(handlers, handlers.length + 1);
        more[handlers.length] = added;
        return more;
    }

    static Handler[] joined(Handler[] first, Handler[] second) {
        if (first.length == 0 || second.length == 0) {
            return first.length == 0 ? second : first;
        }
        Handler[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    static Handler[] without(Handler[] handlers, Handler removed) {
        Handler[] rest = Arrays.stream(handlers).filter(each -> each != removed).toArray(Handler[]::new);
        return rest.length == handlers.length ? handlers : rest.length == 0 ? NONE : rest;
    }

    /**
     * The handlers of a symbol by channel, changed on one channel or on all of them.
     *
     * @param old null if there are none yet
     * @return null if there are none left
     */
    static Handler @Nullable [][] changed(
            Handler @Nullable [][] old, @Nullable Channel channel, UnaryOperator<Handler[]> change) {
        Handler[][] changed = old == null ? new Handler[Channel.values().length][] : old.clone();
        boolean any = false;
        for (int i = 0; i < changed.length; i++) {
            Handler[] handlers = old == null ? NONE : changed[i];
            changed[i] = channel == null || channel.ordinal() == i ? change.apply(handlers) : handlers;
            any |= changed[i].length > 0;
        }
        return any ? changed : null;
    }
}
