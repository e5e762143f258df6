package dev.chasqui.stream;

import dev.chasqui.internal.dispatch.Dispatcher;
import dev.chasqui.internal.transport.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Who waits until what was fetched has not only been handed over but has reached the handlers. Confined to the loop's thread. */
final class RepairWaits {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    private final EventLoop loop;
    private final Dispatcher dispatcher;
    private final List<Wait> waits = new ArrayList<>();
    private boolean looking;
    private boolean closed;

    /** Until the handlers are past a mark. */
    private record Wait(Dispatcher.Mark mark, Runnable done) {}

    RepairWaits(EventLoop loop, Dispatcher dispatcher) {
        this.loop = loop;
        this.dispatcher = dispatcher;
    }

    /** Runs a task once the recovered messages that wait in the queues now have left them. */
    void add(Runnable done) {
        waits.add(new Wait(dispatcher.mark(), done));
        if (!looking) {
            look();
        }
    }

    private void look() {
        List<Wait> done = waits.stream()
                .filter(wait -> closed || dispatcher.isPast(wait.mark))
                .toList();
        waits.removeAll(done);
        looking = !waits.isEmpty();
        if (looking) {
            loop.schedule(BETWEEN_LOOKS, this::look);
        }
        done.forEach(wait -> wait.done.run());
    }

    /** Nothing is delivered any more, so nobody waits any longer. */
    void close() {
        closed = true;
        look();
    }
}
