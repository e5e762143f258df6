package dev.chasqui.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;
import org.jline.utils.NonBlockingReader;
import org.jline.utils.Signals;

/**
 * The terminal of the process, with its alternate screen, so that what stood there before comes back in the end.
 *
 * <p>Design note: the terminal stays out of raw mode, which would take Ctrl-C for a letter; only echo and line editing are off. Signals
 * stay with the virtual machine, so that its shutdown hooks run. JLine has such a hook too, which closes its writer at some moment of the
 * end; therefore text goes to standard output directly.
 */
final class JlineScreen implements Screen {

    private static final String PROVIDER = "exec";
    private static final String RESIZED = "WINCH";
    private static final String CONTINUED = "CONT";
    private static final String CONTROL = "\u001b[";
    private static final String ENTER = CONTROL + "?1049h" + CONTROL + "?25l" + CONTROL + "2J";
    private static final String LEAVE = CONTROL + "H" + CONTROL + "2J" + CONTROL + "?25h" + CONTROL + "?1049l";
    private static final String TO_END_OF_LINE = CONTROL + "K";
    private static final String TO_END_OF_SCREEN = CONTROL + "J";

    // A terminal that does not know its size says 0.
    private static final int USUAL_COLUMNS = 80;
    private static final int USUAL_ROWS = 24;

    private final Terminal terminal;
    private final OutputStream out;
    private final Attributes before;
    private final Object resizedRegistration;
    private final Object continuedRegistration;
    private volatile Size size;
    private List<String> shown = List.of();
    private volatile boolean redrawAll = true;
    private boolean closed;

    private JlineScreen(Terminal terminal, OutputStream out) {
        this.terminal = terminal;
        this.out = out;
        before = terminal.getAttributes();
        size = terminal.getSize();
        resizedRegistration = Signals.register(RESIZED, this::resized);
        continuedRegistration = Signals.register(CONTINUED, this::takeOver);
        takeOver();
    }

    /** Whether standard output is a terminal. */
    static boolean isStandardOutput() {
        try {
            return TerminalProvider.load(PROVIDER).isSystemStream(SystemStream.Output);
        } catch (IOException e) {
            return false;
        }
    }

    /** Takes over the terminal that {@code out} is. */
    static Screen open(OutputStream out) throws IOException {
        try {
            Terminal terminal = TerminalBuilder.builder()
                    .system(true)
                    .provider(PROVIDER)
                    .dumb(false)
                    .nativeSignals(false)
                    .graphemeCluster(false)
                    .encoding(StandardCharsets.UTF_8)
                    .build();
            return new JlineScreen(terminal, out);
        } catch (IllegalStateException e) {
            throw new IOException("no terminal can be opened", e);
        }
    }

    private void takeOver() {
        Attributes quiet = new Attributes(before);
        quiet.setLocalFlag(LocalFlag.ECHO, false);
        quiet.setLocalFlag(LocalFlag.ICANON, false);
        terminal.setAttributes(quiet);
        write(ENTER);
        redrawAll = true;
    }

    private void resized() {
        size = terminal.getSize();
        redrawAll = true;
    }

    // The last column stays free: after it, terminals disagree on where the cursor is.
    @Override
    public int columns() {
        return size.getColumns() > 0 ? Math.max(1, size.getColumns() - 1) : USUAL_COLUMNS - 1;
    }

    @Override
    public int rows() {
        return size.getRows() > 0 ? size.getRows() : USUAL_ROWS;
    }

    @Override
    public void draw(List<String> lines) {
        boolean all = redrawAll;
        redrawAll = false;
        if (!all && lines.equals(shown)) {
            return;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            if (all || i >= shown.size() || !lines.get(i).equals(shown.get(i))) {
                text.append(cursorTo(i)).append(lines.get(i)).append(TO_END_OF_LINE);
            }
        }
        if (all || shown.size() > lines.size()) {
            text.append(lines.size() < rows() ? cursorTo(lines.size()) + TO_END_OF_SCREEN : "");
        }
        shown = List.copyOf(lines);
        write(text.toString());
    }

    private static String cursorTo(int line) {
        return CONTROL + (line + 1) + ";1H";
    }

    private void write(String text) {
        synchronized (out) {
            try {
                out.write(text.getBytes(StandardCharsets.UTF_8));
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public boolean isEndRequested() {
        try {
            NonBlockingReader keys = terminal.reader();
            boolean end = false;
            while (keys.peek(1) >= 0) {
                end |= keys.read() == 'q';
            }
            return end;
        } catch (IOException | IllegalStateException e) {
            return false;
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        Signals.unregister(RESIZED, resizedRegistration);
        Signals.unregister(CONTINUED, continuedRegistration);
        try {
            write(LEAVE);
        } finally {
            restore();
        }
    }

    private void restore() {
        try {
            terminal.setAttributes(before);
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalStateException e) {
            // JLine's hook came first, and has restored the same.
        }
    }
}
