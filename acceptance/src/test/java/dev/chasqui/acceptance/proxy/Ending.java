package dev.chasqui.acceptance.proxy;

/** How a connection ends. Both sides of the proxy end the same way, and what waits in it is lost. */
public enum Ending {
    /** An orderly end of stream. */
    FIN,
    /** A reset. */
    RST,
    /** No end at all: the sockets stay, and nothing comes that way any more. */
    SILENCE
}
