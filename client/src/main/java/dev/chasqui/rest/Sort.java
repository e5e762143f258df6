package dev.chasqui.rest;

/** The order of records in time, within each symbol. */
public enum Sort {
    /** Oldest first. */
    ASCENDING("asc"),
    /** Newest first. */
    DESCENDING("desc");

    private final String text;

    Sort(String text) {
        this.text = text;
    }

    /** As the server wants it. */
    @Override
    public String toString() {
        return text;
    }
}
