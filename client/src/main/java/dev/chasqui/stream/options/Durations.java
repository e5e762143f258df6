package dev.chasqui.stream.options;

import java.time.Duration;

/** Range checks that name the option. */
final class Durations {

    private Durations() {}

    static Duration requireBetween(String name, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + ", not " + value);
        }
        return value;
    }
}
