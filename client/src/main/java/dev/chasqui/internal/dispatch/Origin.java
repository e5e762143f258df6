package dev.chasqui.internal.dispatch;

import dev.chasqui.model.Provenance;
import org.jspecify.annotations.Nullable;

/** How a message came, and for a recovered one, which {@link Section} has to know when it is done with. */
final class Origin {

    static final Origin LIVE = new Origin(Provenance.LIVE, null);
    static final Origin SNAPSHOT = new Origin(Provenance.SNAPSHOT, null);

    final Provenance provenance;
    private final @Nullable Section section;

    private Origin(Provenance provenance, @Nullable Section section) {
        this.provenance = provenance;
        this.section = section;
    }

    /** Of a message that is in no section unless it was recovered. */
    static Origin of(Provenance provenance, Section section) {
        return switch (provenance.kind()) {
            case LIVE -> LIVE;
            case SNAPSHOT -> SNAPSHOT;
            case RECOVERED -> new Origin(provenance, section);
        };
    }

    boolean isLive() {
        return provenance.kind() == Provenance.Kind.LIVE;
    }

    /** The message is held from now on. For the connection's thread; once, and before anybody else knows the message. */
    void held() {
        if (section != null) {
            section.entered();
        }
    }

    /** The message is held no longer, whatever became of it. Once, by any thread. */
    void gone() {
        if (section != null) {
            section.left();
        }
    }
}
