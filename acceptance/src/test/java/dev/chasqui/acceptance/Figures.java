package dev.chasqui.acceptance;

/** Says at which length figures are measured, and prints them. */
public final class Figures {

    /** Whether figures are measured at full length: the property {@code chasqui.figures} is {@code full}. */
    public static final boolean FULL = "full".equals(System.getProperty("chasqui.figures"));

    private Figures() {}

    /**
     * How often something is done: as the property {@code chasqui.figures.NAME} says, or else {@code full} times at full length and
     * {@code build} times in the build.
     */
    public static int count(String name, int build, int full) {
        return Integer.getInteger("chasqui.figures." + name, FULL ? full : build);
    }

    /** The seed of everything random: the property {@code chasqui.seed}, or else the time. */
    public static long seed() {
        return Long.getLong("chasqui.seed", System.nanoTime());
    }

    /** Prints the line of figures of a measurement. */
    public static void print(String name, String figures) {
        System.out.println("[figures] " + name + " " + figures);
    }
}
