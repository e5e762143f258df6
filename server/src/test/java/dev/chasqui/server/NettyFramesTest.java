package dev.chasqui.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NettyFramesTest {

    private final ByteBufAllocator allocator = UnpooledByteBufAllocator.DEFAULT;
    private final NettyFrames frames = new NettyFrames();
    private final List<ByteBuf> given = new ArrayList<>();

    private ByteBuf frame(byte[] message, boolean binary) {
        ByteBuf frame = frames.of(allocator, message, binary);
        given.add(frame);
        return frame;
    }

    @ParameterizedTest
    @CsvSource({
        "0,8100",
        "125,817d",
        "126,817e007e",
        "65535,817effff",
        "65536,817f0000000000010000",
        "2000000,817f00000000001e8480"
    })
    void aFrameIsItsHeaderAndTheMessage(int length, String header) {
        byte[] message = new byte[length];
        Arrays.fill(message, (byte) 'x');
        String frame = ByteBufUtil.hexDump(frame(message, false));
        assertThat(frame).startsWith(header).hasSize(header.length() + 2 * length);
        assertThat(frame.substring(header.length())).isEqualTo("78".repeat(length));
        assertThat(ByteBufUtil.hexDump(frame(message, true))).startsWith("82" + header.substring(2));
    }

    @Test
    void connectionsReadTheSameMemoryEachForItself() {
        byte[] message = {1, 2, 3};
        ByteBuf first = frame(message, false);
        ByteBuf second = frame(message, false);
        assertThat(second.memoryAddress()).isEqualTo(first.memoryAddress());
        first.skipBytes(first.readableBytes());
        assertThat(second.readableBytes()).isEqualTo(5);
        assertThat(frame(message.clone(), false).memoryAddress()).isNotEqualTo(first.memoryAddress());
        assertThat(frame(message, true).memoryAddress()).isNotEqualTo(first.memoryAddress());
    }

    @Test
    void memoryIsGivenBackWhenTheLastConnectionHasSentIt() {
        for (int i = 0; i < 100; i++) {
            frame(new byte[] {(byte) i}, false);
        }
        assertThat(given).allMatch(frame -> frame.refCnt() > 0);
        given.forEach(ByteBuf::release);
        frames.clear();
        assertThat(given).allMatch(frame -> frame.refCnt() == 0);
    }
}
