package dev.chasqui.cli;

import dev.chasqui.stream.options.RepairOptions;
import java.net.URI;
import java.util.Optional;

/**
 * What is done about messages that the stream missed.
 *
 * @param rest where to ask by REST instead of the host of the stream
 * @param options what is repaired
 */
record RepairRequest(Optional<URI> rest, RepairOptions options) {

    RepairRequest {
        rest.ifPresent(address -> RestAddress.check("--rest", address));
    }

    /** As the library does it by default. */
    static RepairRequest usual() {
        return new RepairRequest(Optional.empty(), RepairOptions.defaults());
    }
}
