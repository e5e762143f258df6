package dev.chasqui.cli;

import picocli.CommandLine.Help.Ansi;

/** Colours of the table, or none of them. */
enum Palette {
    COLOURED,
    PLAIN;

    /** How a piece of text stands out. */
    enum Tone {
        NORMAL(Ansi.Style.reset),
        STRONG(Ansi.Style.bold),
        QUIET(Ansi.Style.faint),
        UP(Ansi.Style.fg_green),
        DOWN(Ansi.Style.fg_red),
        WARNING(Ansi.Style.fg_yellow);

        private final Ansi.Style style;

        Tone(Ansi.Style style) {
            this.style = style;
        }
    }

    /** The text with its colour switched on before and off behind it. */
    String paint(Tone tone, String text) {
        if (this == PLAIN || tone == Tone.NORMAL || text.isBlank()) {
            return text;
        }
        return tone.style.on() + text + Ansi.Style.reset.on();
    }
}
