package dev.chasqui.bench.data;

import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.wire.Encoding;
import dev.chasqui.wire.FrameEncoder;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Makes {@link Prepared} bytes of recorded frames, once; they are kept below {@code target}. */
public final class Preparation implements RecordedDay.FrameConsumer {

    private static final int CHUNK_BYTES = 256 << 10;
    private static final int COMPRESSED_DAYS = 12;

    private final Recipe recipe;
    private final FrameEncoder encoder;
    private final Dating dating;
    private final Renaming renaming;
    private final Deflating deflating = new Deflating();
    private final OutputStream out;
    private final Ints chunkEnds = new Ints();
    private final Ints messagesUntil = new Ints();
    private final Ints datesUntil = new Ints();
    private final Ints dates = new Ints();
    private int size;
    private int messages;
    private int messagesOfDay;
    private int pass;

    private Preparation(Recipe recipe, OutputStream out) {
        this.recipe = recipe;
        this.out = out;
        encoder = FrameEncoder.create(recipe.encoding(), FeedKind.STOCKS);
        dating = dating(recipe);
        renaming = Renaming.of(Math.max(recipe.symbols(), 1), recipe.byRank());
    }

    private static Dating dating(Recipe recipe) {
        if (recipe.compressed()) {
            return Dating.FIXED;
        }
        return recipe.encoding() == Encoding.JSON ? Dating.TEXT : Dating.MSGPACK;
    }

    /** Makes the bytes unless they are there; returns the prefix of their files. */
    public static Path prepare(Path recording, Recipe recipe, Path folder) throws IOException {
        Path prefix = folder.resolve(recipe.fileName());
        if (Files.exists(Prepared.indexOf(prefix))) {
            return prefix;
        }
        Files.createDirectories(folder);
        Path unfinished = folder.resolve("unfinished");
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(Prepared.bytesOf(prefix)), 1 << 20)) {
            Preparation preparation = new Preparation(recipe, file);
            preparation.readAll(recording);
            preparation.writeIndex(unfinished);
        }
        Files.move(unfinished, Prepared.indexOf(prefix), StandardCopyOption.REPLACE_EXISTING);
        return prefix;
    }

    private void readAll(Path recording) throws IOException {
        for (pass = 0; pass < (recipe.compressed() ? COMPRESSED_DAYS : 1); pass++) {
            messagesOfDay = 0;
            RecordedDay.read(recording, this);
        }
        endChunk();
    }

    @Override
    public boolean accept(byte[] json, List<MarketEvent> recorded) throws IOException {
        List<MarketEvent> events = recorded.stream().map(this::changed).toList();
        append(events.stream().map(encoder::element).toList());
        messagesOfDay += events.size();
        return messagesOfDay < recipe.messages();
    }

    private MarketEvent changed(MarketEvent event) {
        if (recipe.symbols() > 0) {
            return renaming.rename(event);
        }
        return recipe.smallIds() ? Renaming.withSmallId(event) : event;
    }

    private void append(List<byte[]> elements) throws IOException {
        byte[] message = encoder.frame(elements);
        if (recipe.compressed()) {
            redate(elements, message);
            write(WebSocketFrames.COMPRESSED | WebSocketFrames.TEXT, deflating.deflate(message));
        } else {
            int kind = recipe.encoding() == Encoding.JSON ? WebSocketFrames.TEXT : WebSocketFrames.BINARY;
            write(kind, message);
            noteDates(elements);
        }
        messages += elements.size();
        if (size - lastChunkEnd() >= CHUNK_BYTES) {
            endChunk();
        }
    }

    /** Elements lie one behind the other, in JSON with a comma between them and a bracket behind the last. */
    private void noteDates(List<byte[]> elements) {
        int gap = recipe.encoding() == Encoding.JSON ? 1 : 0;
        int start = size
                - gap
                - elements.stream().mapToInt(element -> element.length).sum()
                - gap * (elements.size() - 1);
        for (byte[] element : elements) {
            dates.add(start + dating.find(element));
            start += element.length + gap;
        }
    }

    private void redate(List<byte[]> elements, byte[] message) {
        Dating.Stamp stamp = Dating.TEXT.stamp(pass);
        ByteBuffer bytes = ByteBuffer.wrap(message);
        int start = 1;
        for (byte[] element : elements) {
            stamp.write(bytes, start + Dating.TEXT.find(element));
            start += element.length + 1;
        }
    }

    private void write(int bits, byte[] message) throws IOException {
        byte[] header = WebSocketFrames.header(bits, message.length);
        out.write(header);
        out.write(message);
        size = Math.addExact(size, header.length + message.length);
    }

    private int lastChunkEnd() {
        return chunkEnds.size == 0 ? 0 : chunkEnds.values[chunkEnds.size - 1];
    }

    private void endChunk() {
        if (size > lastChunkEnd()) {
            chunkEnds.add(size);
            messagesUntil.add(messages);
            datesUntil.add(dates.size);
        }
    }

    private void writeIndex(Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream index = new DataOutputStream(bytes);
        index.writeUTF(dating.name());
        for (Ints ints : List.of(chunkEnds, messagesUntil, datesUntil, dates)) {
            ints.write(index);
        }
        Files.write(file, bytes.toByteArray());
    }

    /** A list of numbers that grows. */
    private static final class Ints {

        private int[] values = new int[1 << 10];
        private int size;

        void add(int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = value;
        }

        void write(DataOutputStream out) throws IOException {
            out.writeInt(size);
            for (int value : IntStream.of(values).limit(size).toArray()) {
                out.writeInt(value);
            }
        }
    }
}
