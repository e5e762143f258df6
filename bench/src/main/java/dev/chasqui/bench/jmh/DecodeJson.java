package dev.chasqui.bench.jmh;

import dev.chasqui.bench.data.FrameSet;
import dev.chasqui.bench.decode.ChasquiReader;
import dev.chasqui.bench.decode.Fastjson2Reader;
import dev.chasqui.bench.decode.FrameReader;
import dev.chasqui.bench.decode.GsonReader;
import dev.chasqui.bench.decode.Jackson2Reader;
import dev.chasqui.bench.decode.Jackson3Reader;
import dev.chasqui.bench.decode.Times;
import dev.chasqui.wire.Encoding;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** JSON to records: time for a message, beside other decoders and the floor. */
@State(Scope.Thread)
public class DecodeJson extends Decoding {

    /** What the messages are. */
    @Param({"MIXED", "QUOTES", "TRADES", "BARS"})
    public FrameSet.Content content = FrameSet.Content.MIXED;

    /** Messages in a frame; 0 for as many as recorded, 2.3 on average. */
    @Param({"0", "1", "10", "100"})
    public int perFrame;

    private final FrameReader chasqui = new ChasquiReader(Encoding.JSON);
    private final FrameReader jackson2 = new Jackson2Reader(Times.BY_HAND);
    private final FrameReader jackson2Instant = new Jackson2Reader(Times.INSTANT);
    private final FrameReader jackson3 = new Jackson3Reader(Times.BY_HAND);
    private final FrameReader jackson3Instant = new Jackson3Reader(Times.INSTANT);
    private final FrameReader fastjson2 = new Fastjson2Reader(Times.BY_HAND);
    private final FrameReader gson = new GsonReader(Times.BY_HAND);
    private final FrameReader gsonInstant = new GsonReader(Times.INSTANT);

    /** Reads the recording, and checks that all decoders find the same. */
    @Setup
    public void prepare() throws IOException {
        load(content, Encoding.JSON, perFrame);
        check(chasqui, jackson2, jackson2Instant, jackson3, jackson3Instant, fastjson2, gson, gsonInstant);
    }

    /** The floor: one loop over the bytes that counts quotation marks. */
    @Benchmark
    @OperationsPerInvocation(FrameSet.MESSAGES)
    public int scan() {
        int marks = 0;
        for (byte[] frame : frames()) {
            for (byte octet : frame) {
                if (octet == '"') {
                    marks++;
                }
            }
        }
        return marks;
    }

    /** This project. */
    @Benchmark
    @OperationsPerInvocation(FrameSet.MESSAGES)
    public void chasqui(Blackhole out) throws IOException {
        decode(chasqui, out);
    }

    /** Jackson 2, streaming. */
    @Benchmark
    @OperationsPerInvocation(FrameSet.MESSAGES)
    public void jackson2(Blackhole out) throws IOException {
        decode(jackson2, out);
    }

    /** Jackson 2, streaming, times read with {@code Instant.parse}. */
    @Benchmark
    @OperationsPerInvocation(FrameSet.MESSAGES)
    public void jackson2Instant(Blackhole out) throws IOException {
        decode(jackson2Instant, out);
    }

    /** Jackson 3, streaming. */
    @Benchmark
    @OperationsPerInvocation(FrameSet.MESSAGES)
    public void jackson3(Blackhole out) throws IOException {
        decode(jackson3, out);
    }

    /** Jackson 3, streaming, times read with {@code Instant.parse}. */
    @Benchmark
    @OperationsPerInvocation(FrameSet.MESSAGES)
    public void jackson3Instant(Blackhole out) throws IOException {
        decode(jackson3Instant, out);
    }

    /** fastjson2, value by value. */
    @Benchmark
    @OperationsPerInvocation(FrameSet.MESSAGES)
    public void fastjson2(Blackhole out) throws IOException {
        decode(fastjson2, out);
    }

    /** Gson, a tree. */
    @Benchmark
    @OperationsPerInvocation(FrameSet.MESSAGES)
    public void gson(Blackhole out) throws IOException {
        decode(gson, out);
    }

    /** Gson, a tree, times read with {@code Instant.parse}. */
    @Benchmark
    @OperationsPerInvocation(FrameSet.MESSAGES)
    public void gsonInstant(Blackhole out) throws IOException {
        decode(gsonInstant, out);
    }
}
