package dev.chasqui.cli;

import dev.chasqui.model.FeedKind;
import dev.chasqui.model.Provenance;
import dev.chasqui.simulator.Publication;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The file that keeps what a simulated market publishes, to be compared with what its clients saw. */
final class LedgerFile implements AutoCloseable {

    private final OutputStream out;
    private final LineOutput lines;

    /** Opens the file, empty. */
    LedgerFile(Path file, Optional<FeedKind> kind) {
        String name = "the ledger " + Arguments.echo(file.toString());
        try {
            out = Files.newOutputStream(file);
        } catch (IOException e) {
            throw new UsageException("cannot write " + name + ": " + e);
        }
        lines = new LineOutput(new LedgerFormat(kind), out, name);
    }

    void add(Publication publication) {
        publication.events().forEach(message -> lines.message(message, Provenance.LIVE));
    }

    /** Completes if it cannot be written any further. */
    CompletableFuture<Ending> ended() {
        return lines.ended();
    }

    @Override
    public void close() throws IOException {
        lines.close();
        out.close();
    }
}
