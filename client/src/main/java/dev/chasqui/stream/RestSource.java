package dev.chasqui.stream;

import dev.chasqui.rest.RestClient;
import dev.chasqui.rest.RestClientBuilder;
import dev.chasqui.stream.options.CredentialsSupplier;
import dev.chasqui.stream.options.ProxyOptions;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream asks by REST. Immutable.
 *
 * @param client the user's own, which outlives the stream; null for one of the stream's own
 * @param address of the stream's own client; null for Alpaca's hosts
 * @param sandbox whether Alpaca's sandbox is meant
 * @param plaintextAllowed whether http is allowed to other hosts than loopback
 * @param off whether nothing is asked by REST at all
 */
record RestSource(
        @Nullable RestClient client, @Nullable URI address, boolean sandbox, boolean plaintextAllowed, boolean off) {

    static final RestSource OFF = new RestSource(null, null, false, false, true);

    /** Makes the stream's own client, which goes the stream's way to the network. */
    RestClient newClient(CredentialsSupplier credentials, @Nullable ProxyOptions proxy) {
        RestClientBuilder builder = RestClient.builder().credentials(credentials);
        if (address != null) {
            builder.dataHost(address);
        } else if (sandbox) {
            builder.sandbox();
        }
        if (plaintextAllowed) {
            builder.allowPlaintext();
        }
        if (proxy != null) {
            builder.proxy(proxy);
        }
        return builder.build();
    }

    /** The address beside a stream that is not at Alpaca's: the same host and port, so that credentials reach no other. */
    static URI beside(URI stream) {
        String scheme = stream.getScheme().equalsIgnoreCase("wss") ? "https" : "http";
        String authority = stream.getRawAuthority();
        return URI.create(scheme + "://" + authority);
    }
}
