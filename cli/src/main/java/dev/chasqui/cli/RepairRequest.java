package dev.chasqui.cli;

import dev.chasqui.stream.options.RepairOptions;
import java.net.URI;
import java.util.Optional;

/**
 * What is fetched by REST: what the stream missed, and where it begins.
 *
 * @param rest where to ask by REST instead of the host of the stream
 * @param options what is repaired
 * @param snapshot whether a subscription begins with latest values
 */
record RepairRequest(Optional<URI> rest, RepairOptions options, boolean snapshot) {

    RepairRequest {
        rest.ifPresent(address -> RestAddress.check("--rest", address));
    }

    /** As the library does it by default. */
    static RepairRequest usual() {
        return new RepairRequest(Optional.empty(), RepairOptions.defaults(), false);
    }
}
