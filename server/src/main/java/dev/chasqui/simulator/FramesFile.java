package dev.chasqui.simulator;

import dev.chasqui.model.Feed;
import dev.chasqui.model.FeedKind;
import java.nio.file.Path;

/**
 * Recorded frames in a file: one frame, a JSON array of messages, on each line; plain or gzip, told apart by the first bytes. It is read
 * as it is played, and never held as a whole. Every feed of its kind serves it. Playing begins with the first subscription; at the end,
 * sessions stay open and silent.
 *
 * <p>Control messages in the file are skipped, as each session has its own. Immutable: each method returns a changed copy.
 */
public final class FramesFile implements MarketSource {

    private final Path file;
    private final FeedKind kind;
    private final Pace pace;

    private FramesFile(Path file, FeedKind kind, Pace pace) {
        this.file = file;
        this.kind = kind;
        this.pace = pace;
    }

    /** Stock frames at their own times. The file is opened when the simulator starts. */
    public static FramesFile of(Path file) {
        return new FramesFile(file, FeedKind.STOCKS, Pace.REAL_TIME);
    }

    /** What the file holds, which decides the shape of its messages and which feeds serve it. Default: stocks. */
    public FramesFile kind(FeedKind carried) {
        return new FramesFile(file, carried, pace);
    }

    /** How fast it plays. Default: {@link Pace#REAL_TIME}. */
    public FramesFile pace(Pace speed) {
        return new FramesFile(file, kind, speed);
    }

    boolean isServedBy(Feed feed) {
        return feed.kind() == kind;
    }

    Path file() {
        return file;
    }

    FeedKind kind() {
        return kind;
    }

    Pace pace() {
        return pace;
    }
}
