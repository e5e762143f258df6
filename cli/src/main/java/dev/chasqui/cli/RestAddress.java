package dev.chasqui.cli;

import java.net.URI;
import java.util.Locale;

/** Addresses for questions by REST. */
final class RestAddress {

    private RestAddress() {}

    /** Refuses what is no address, or would send the keys unencrypted. */
    static void check(String option, URI address) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        if (address.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new UsageException(option + " is no HTTP address: expected https://HOST[:PORT], or http:// to this"
                    + " machine, not '" + Arguments.echo(address.toString()) + "'");
        }
        if (scheme.equals("http") && !Keys.isLoopback(address)) {
            throw new UsageException(
                    "http:// would send the keys unencrypted to " + address.getHost() + ": use https://");
        }
    }

    /** The same host and port as a stream's, so that the keys reach no other. */
    static URI beside(URI stream) {
        String scheme = "wss".equalsIgnoreCase(stream.getScheme()) ? "https" : "http";
        return URI.create(scheme + "://" + stream.getRawAuthority());
    }
}
