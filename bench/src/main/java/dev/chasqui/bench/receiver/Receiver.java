package dev.chasqui.bench.receiver;

import java.net.URI;

/** A way to receive. */
interface Receiver {

    /** Connects, authenticates, subscribes to all trades and quotes, and has the meter read each message, until the process ends. */
    void start(URI uri, Meter meter) throws Exception;
}
