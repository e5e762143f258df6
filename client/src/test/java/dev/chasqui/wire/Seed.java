package dev.chasqui.wire;

import java.util.Random;

/** The seed of a randomised test: of the system property {@code chasqui.seed}, else a new one, printed either way. */
final class Seed {

    private final long value;

    private Seed(long value) {
        this.value = value;
    }

    static Seed announced(String test) {
        Seed seed = new Seed(Long.getLong("chasqui.seed", System.nanoTime()));
        System.out.println(test + ": -Dchasqui.seed=" + seed.value);
        return seed;
    }

    Random random() {
        return new Random(value);
    }

    @Override
    public String toString() {
        return "seed " + value;
    }
}
