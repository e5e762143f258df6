package dev.chasqui.internal.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host. May block; never called on the loop's thread. */
@FunctionalInterface
public interface HostResolver {

    /** The resolver of the operating system. */
    HostResolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    /** At least one address, best first. */
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
