package dev.chasqui.simulator;

import dev.chasqui.model.Feed;
import dev.chasqui.model.FeedKind;
import java.nio.file.Path;

/**
 * Recorded frames in a file: one frame, a JSON array of messages, on each line; plain or gzip, told apart by the first bytes. It is read
 * as it is played, and never held as a whole. Every feed of its kind serves it. Playing begins with the first subscription; at the end,
 * sessions stay open and silent, unless it is {@link #looped()}.
 *
 * <p>Control messages in the file are skipped, as each session has its own. Immutable: each method returns a changed copy.
 */
public final class FramesFile implements MarketSource {

    private final Path file;
    private final FeedKind kind;
    private final Pace pace;
    private final boolean rebased;
    private final boolean looped;

    private FramesFile(Path file, FeedKind kind, Pace pace, boolean rebased, boolean looped) {
        this.file = file;
        this.kind = kind;
        this.pace = pace;
        this.rebased = rebased;
        this.looped = looped;
    }

    /** Stock frames at their own times. The file is opened when the simulator starts. */
    public static FramesFile of(Path file) {
        return new FramesFile(file, FeedKind.STOCKS, Pace.REAL_TIME, false, false);
    }

    /** What the file holds, which decides the shape of its messages and which feeds serve it. Default: stocks. */
    public FramesFile kind(FeedKind carried) {
        return new FramesFile(file, carried, pace, rebased, looped);
    }

    /** How fast it plays. Default: {@link Pace#REAL_TIME}. */
    public FramesFile pace(Pace speed) {
        return new FramesFile(file, kind, speed, rebased, looped);
    }

    /**
     * Plays messages as if they happened now: each gets the time at which it is sent, by the simulator's clock. Within a frame, different times
     * stay different, a nanosecond apart; bars get the minute that has ended, or the day. Default: messages keep their times.
     */
    public FramesFile rebased() {
        return new FramesFile(file, kind, pace, true, looped);
    }

    /**
     * Plays the file again and again, without end. Each round goes on a second after the one before, and its ids are shifted so that they stay
     * unique. Default: once.
     */
    public FramesFile looped() {
        return new FramesFile(file, kind, pace, rebased, true);
    }

    boolean isRebased() {
        return rebased;
    }

    boolean isLooped() {
        return looped;
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
