package dev.chasqui.rest;

/** What historical bars of stocks are corrected for. */
public enum Adjustment {
    /** Nothing; the default. */
    RAW("raw"),
    /** Splits of shares. */
    SPLIT("split"),
    /** Cash dividends. */
    DIVIDEND("dividend"),
    /** Spin-offs. */
    SPIN_OFF("spin-off"),
    /** All of these. */
    ALL("all");

    private final String text;

    Adjustment(String text) {
        this.text = text;
    }

    /** As the server wants it. */
    @Override
    public String toString() {
        return text;
    }
}
