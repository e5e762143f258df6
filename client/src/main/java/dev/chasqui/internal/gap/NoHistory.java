package dev.chasqui.internal.gap;

import dev.chasqui.model.Channel;
import dev.chasqui.stream.event.GapReason;
import java.util.Optional;
import java.util.function.Consumer;

/** The history of a stream that has none, or may not ask for it. */
public final class NoHistory implements History {

    private final GapReason reason;

    /** For one reason. */
    public NoHistory(GapReason reason) {
        this.reason = reason;
    }

    @Override
    public Optional<GapReason> obstacle(Channel channel) {
        return Optional.of(reason);
    }

    @Override
    public void fetch(Query query, Consumer<Answer> receiver) {
        throw new IllegalStateException("there is no history: " + reason);
    }
}
