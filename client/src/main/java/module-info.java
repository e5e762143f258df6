/** The streaming client. */
module dev.chasqui.client {
    exports dev.chasqui.model;
    exports dev.chasqui.rest;
    exports dev.chasqui.stream;
    exports dev.chasqui.stream.event;
    exports dev.chasqui.stream.options;
    exports dev.chasqui.wire;

    requires static transitive org.jspecify;
    requires java.net.http;
    requires org.slf4j;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.handler.proxy;
    requires io.netty.resolver;
    requires io.netty.transport;
}
