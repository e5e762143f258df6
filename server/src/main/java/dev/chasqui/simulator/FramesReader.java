package dev.chasqui.simulator;

import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.server.DataFrame;
import dev.chasqui.wire.ControlMessage;
import dev.chasqui.wire.DecodeLimits;
import dev.chasqui.wire.DecodeProblem;
import dev.chasqui.wire.Encoding;
import dev.chasqui.wire.FrameDecoder;
import dev.chasqui.wire.FrameHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The frames of a file. */
final class FramesReader implements FrameStream, FrameHandler {

    private final FramesFile source;
    private final Repetition repetition = new Repetition();
    private LineReader lines;
    private final FrameDecoder decoder;
    private List<MarketEvent> events = new ArrayList<>();
    private long framesOfRound;
    private boolean pure;
    private @Nullable DecodeProblem problem;

    private FramesReader(FramesFile source, LineReader lines) {
        this.source = source;
        this.lines = lines;
        this.decoder = FrameDecoder.create(Encoding.JSON, source.kind(), DecodeLimits.DEFAULT);
    }

    static FramesReader open(FramesFile source) {
        return new FramesReader(source, LineReader.open(source.file()));
    }

    @Override
    public @Nullable SourceFrame next() {
        SourceFrame frame = nextOfRound();
        if (frame == null && source.isLooped() && framesOfRound > 0) {
            beginNextRound();
            frame = nextOfRound();
        }
        return frame;
    }

    private void beginNextRound() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new SimulatorException("cannot close " + source.file() + " to read it again", e);
        }
        lines = LineReader.open(source.file());
        framesOfRound = 0;
        repetition.nextRound();
    }

    private @Nullable SourceFrame nextOfRound() {
        byte[] line = lines.next();
        while (line != null) {
            List<MarketEvent> decoded = decode(line);
            if (!decoded.isEmpty()) {
                framesOfRound++;
                return frame(decoded, line);
            }
            line = lines.next();
        }
        return null;
    }

    private List<MarketEvent> decode(byte[] line) {
        events = new ArrayList<>();
        pure = true;
        problem = null;
        int length = withoutTrailingBlanks(line);
        if (length > 0) {
            decoder.decode(line, 0, length, this);
        }
        if (problem != null) {
            throw new SimulatorException(complaint(problem));
        }
        return events;
    }

    private static int withoutTrailingBlanks(byte[] line) {
        int length = line.length;
        while (length > 0 && line[length - 1] <= ' ' && line[length - 1] >= 0) {
            length--;
        }
        return length;
    }

    private String complaint(DecodeProblem found) {
        String where = found.field().isEmpty() ? "" : " (field " + found.field() + " of " + found.kind() + ")";
        return source.file() + ", line " + lines.lineNumber() + ": " + found.reason() + where + ", near '"
                + found.excerpt() + "'; expected a JSON array of messages of a "
                + (source.kind() == FeedKind.STOCKS
                        ? "stock"
                        : source.kind().name().toLowerCase(Locale.ROOT))
                + " stream";
    }

    private SourceFrame frame(List<MarketEvent> decoded, byte[] line) {
        List<MarketEvent> played = source.isLooped() ? repetition.inThisRound(decoded) : decoded;
        boolean asRecorded = pure && played.equals(decoded);
        DataFrame data = asRecorded ? DataFrame.recorded(played, source.kind(), line) : DataFrame.of(played);
        return new SourceFrame(source::isServedBy, played.get(0).timestampNanos(), data);
    }

    @Override
    public void onEvent(MarketEvent event, int encodedBytes) {
        events.add(event);
    }

    // Each session has its own control messages, and a message without known symbol and channel has no subscriber.
    @Override
    public void onControl(ControlMessage message) {
        pure = false;
    }

    @Override
    public void onUnknown(String type, byte[] frame, int offset, int length) {
        pure = false;
    }

    @Override
    public void onProblem(DecodeProblem found) {
        if (problem == null) {
            problem = found;
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
