package dev.chasqui.internal.dispatch;

import java.util.ArrayList;
import java.util.List;

/** Cuts the sequence of recovered messages into sections. Confined to the connection's thread. */
final class Marks {

    private final List<Section> earlier = new ArrayList<>();
    private Section current = new Section();

    /** Where a message that comes now belongs. */
    Section current() {
        return current;
    }

    /** Ends the current section; returns those of which something is held. */
    List<Section> mark() {
        earlier.removeIf(Section::isEmpty);
        if (!current.isEmpty()) {
            earlier.add(current);
            current = new Section();
        }
        return List.copyOf(earlier);
    }
}
