package dev.chasqui.bench;

/** Says on the error output what is being measured, so that the report alone is on the other. */
final class Progress {

    private Progress() {}

    static void show(String group, String name) {
        say(group + ": " + name);
    }

    static void say(String text) {
        System.err.println("bench: " + text);
    }
}
