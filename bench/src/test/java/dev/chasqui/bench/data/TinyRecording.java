package dev.chasqui.bench.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Three frames in the form of the recorded day; the first is before the opening and is not read. */
public final class TinyRecording {

    /** The frames that are read. */
    public static final String FIRST =
            "[{\"T\":\"q\",\"S\":\"BAC\",\"bx\":\"Q\",\"bp\":13.86,\"bs\":42000,\"ax\":\"Q\",\"ap\":13.87,\"as\":55300,\"c\":[\"R\"],\"z\":\"A\",\"t\":\"2013-10-08T14:16:50.028288362Z\"},"
                    + "{\"T\":\"t\",\"S\":\"SPY\",\"i\":71675224148307,\"x\":\"D\",\"p\":165.5,\"s\":100,\"c\":[\" \",\"F\"],\"z\":\"B\",\"t\":\"2013-10-08T14:16:50.03Z\"}]";

    /** The second of them. */
    public static final String SECOND =
            "[{\"T\":\"t\",\"S\":\"IBM\",\"i\":53,\"x\":\"P\",\"p\":180,\"s\":1,\"c\":[\" \"],\"z\":\"A\",\"t\":\"2013-10-08T14:16:51Z\"}]";

    private static final String EARLY = FIRST.replace("T14:", "T12:");

    private TinyRecording() {}

    /** Writes it. */
    public static Path write(Path folder) throws IOException {
        Path file = folder.resolve("recording.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write((EARLY + "\n" + FIRST + "\n" + SECOND + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }
}
