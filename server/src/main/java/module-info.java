/** The local server that speaks Alpaca's protocol: sessions, and the simulator that gives them a market. */
module dev.chasqui.server {
    exports dev.chasqui.simulator;

    requires transitive dev.chasqui.client;
    requires org.slf4j;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
}
