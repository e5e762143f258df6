package dev.chasqui.cli;

import java.io.IOException;
import java.util.List;

/** A terminal that is drawn as a whole. Confined to one thread, except {@link #close()}. */
interface Screen extends AutoCloseable {

    /** Opens the terminal of the process. */
    @FunctionalInterface
    interface Opener {
        /**
         * Takes over the terminal.
         *
         * @throws IOException if there is none that can be drawn on
         */
        Screen open() throws IOException;
    }

    /** Width of the window now, in characters. */
    int columns();

    /** Height of the window now, in lines. */
    int rows();

    /** Replaces everything that is shown. Lines must not be wider than the window. */
    void draw(List<String> lines);

    /** Whether the user has pressed the key that ends the view. */
    boolean isEndRequested();

    /** Gives the terminal back as it was. Closing twice does nothing. */
    @Override
    void close();
}
