package dev.chasqui.cli;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A window of any size that remembers what was drawn. */
final class FakeScreen implements Screen {

    private final List<List<String>> drawn = new CopyOnWriteArrayList<>();
    private volatile int columns;
    private volatile int rows;
    private volatile boolean endRequested;
    private volatile boolean closed;

    FakeScreen(int columns, int rows) {
        resize(columns, rows);
    }

    void resize(int newColumns, int newRows) {
        columns = newColumns;
        rows = newRows;
    }

    void requestEnd() {
        endRequested = true;
    }

    /** Everything that was drawn, oldest first. */
    List<List<String>> drawn() {
        return drawn;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public void draw(List<String> lines) {
        drawn.add(lines);
    }

    @Override
    public boolean isEndRequested() {
        return endRequested;
    }

    @Override
    public void close() {
        closed = true;
    }
}
