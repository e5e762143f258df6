package dev.chasqui.cli;

import dev.chasqui.cli.Palette.Tone;
import java.util.ArrayList;
import java.util.List;

/** A line of text in pieces of different tone, which knows its width without the colours. */
final class StyledLine {

    private record Piece(Tone tone, String text) {}

    private final List<Piece> pieces = new ArrayList<>();
    private int width;

    StyledLine add(Tone tone, String text) {
        pieces.add(new Piece(tone, text));
        width += text.length();
        return this;
    }

    StyledLine add(String text) {
        return add(Tone.NORMAL, text);
    }

    /** Adds the text at the right end of a line of this width, if there is room for it. */
    StyledLine addAtEnd(Tone tone, String text, int lineWidth) {
        int gap = lineWidth - width - text.length();
        return gap < 2 ? this : add(" ".repeat(gap)).add(tone, text);
    }

    /** The line, cut to so many characters, without blanks at its end. */
    String toString(int longest, Palette palette) {
        StringBuilder line = new StringBuilder();
        int room = longest;
        for (Piece piece : pieces) {
            String visible = piece.text.substring(0, Math.min(room, piece.text.length()));
            line.append(palette.paint(piece.tone, visible));
            room -= visible.length();
        }
        return line.toString().stripTrailing();
    }
}
