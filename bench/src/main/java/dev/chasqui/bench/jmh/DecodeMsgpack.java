package dev.chasqui.bench.jmh;

import dev.chasqui.bench.data.FrameSet;
import dev.chasqui.bench.decode.ChasquiReader;
import dev.chasqui.bench.decode.FrameReader;
import dev.chasqui.bench.decode.MsgpackCoreReader;
import dev.chasqui.wire.Encoding;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** MessagePack to records: time for a message. */
@State(Scope.Thread)
public class DecodeMsgpack extends Decoding {

    /** What the messages are. */
    @Param({"MIXED", "QUOTES", "TRADES", "BARS"})
    public FrameSet.Content content = FrameSet.Content.MIXED;

    /** Messages in a frame; 0 for as many as recorded, 2.3 on average. */
    @Param({"0", "1", "10", "100"})
    public int perFrame;

    private final FrameReader chasqui = new ChasquiReader(Encoding.MSGPACK);
    private final FrameReader msgpackCore = new MsgpackCoreReader();

    /** Reads the recording, and checks that both decoders find the same. */
    @Setup
    public void prepare() throws IOException {
        load(content, Encoding.MSGPACK, perFrame);
        check(chasqui, msgpackCore);
    }

    /** This project. */
    @Benchmark
    @OperationsPerInvocation(FrameSet.MESSAGES)
    public void chasqui(Blackhole out) throws IOException {
        decode(chasqui, out);
    }

    /** msgpack-core, value by value. */
    @Benchmark
    @OperationsPerInvocation(FrameSet.MESSAGES)
    public void msgpackCore(Blackhole out) throws IOException {
        decode(msgpackCore, out);
    }
}
