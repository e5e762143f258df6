package dev.chasqui.bench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chasqui.bench.decode.ChasquiReader;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Trade;
import dev.chasqui.wire.Encoding;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.Inflater;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is sent says what was recorded. */
final class PreparationTest {

    @TempDir
    private Path folder;

    private Path recording;

    @BeforeEach
    void record() throws Exception {
        recording = TinyRecording.write(folder);
    }

    @Test
    void jsonIsSentByteForByteAsItWasRecorded() throws Exception {
        List<String> texts = messages(prepare(Recipe.recorded(Encoding.JSON))).stream()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
        assertThat(texts).containsExactly(TinyRecording.FIRST, TinyRecording.SECOND);
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void everyPassIsADayLaterAndOtherwiseEqual(Encoding encoding) throws Exception {
        Prepared prepared = prepare(Recipe.recorded(encoding));
        List<MarketEvent> first = events(prepared, encoding);
        for (int pass : new int[] {1, 30, 85, 7_999, 8_000, 2}) {
            for (int chunk = 0; chunk < prepared.chunkEnds().length; chunk++) {
                Dating.date(prepared, chunk, pass);
            }
            List<MarketEvent> dated = events(prepared, encoding);
            assertThat(dated).extracting(MarketEvent::symbol).containsExactly("BAC", "SPY", "IBM");
            for (int i = 0; i < first.size(); i++) {
                Instant expected = first.get(i).timestamp().plusSeconds(pass % 8_000 * 86_400L);
                assertThat(dated.get(i).timestamp()).isEqualTo(expected);
            }
        }
    }

    @Test
    void compressedFramesOfAllDaysAreReadWithOneWindow() throws Exception {
        Prepared prepared = prepare(Recipe.deflated());
        Inflater inflater = new Inflater(true);
        List<LocalDate> dates = new ArrayList<>();
        ChasquiReader reader = new ChasquiReader(Encoding.JSON);
        for (byte[] message : messages(prepared)) {
            reader.read(
                    inflate(inflater, message),
                    event -> dates.add(LocalDate.ofInstant(event.timestamp(), ZoneOffset.UTC)));
        }
        assertThat(dates).hasSize(prepared.messages()).isSorted().startsWith(LocalDate.of(2013, 10, 8));
        assertThat(dates.stream().distinct()).hasSizeGreaterThan(1);
    }

    @Test
    void renamedMessagesHaveOnlyTheSymbolsAskedFor() throws Exception {
        assertThat(events(prepare(Recipe.renamed(2)), Encoding.JSON))
                .extracting(MarketEvent::symbol)
                .isSubsetOf(Renaming.symbols(2))
                .hasSize(3);
        assertThat(events(prepare(Recipe.renamed(2)), Encoding.JSON))
                .filteredOn(Trade.class::isInstance)
                .extracting(event -> ((Trade) event).id())
                .isSorted()
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(1);
        assertThat(Renaming.symbols(11_000)).doesNotHaveDuplicates().allMatch(symbol -> symbol.length() == 5);
    }

    @Test
    void ofSymbolsByRankTheSecondComesHalfAsOftenAsTheFirst() {
        assertThat(drawn(Renaming.of(3, true), 0)).isCloseTo(6.0 / 11, within(0.01));
        assertThat(drawn(Renaming.of(3, true), 1)).isCloseTo(3.0 / 11, within(0.01));
        assertThat(drawn(Renaming.of(3, true), 2)).isCloseTo(2.0 / 11, within(0.01));
        assertThat(drawn(Renaming.of(3, false), 2)).isCloseTo(1.0 / 3, within(0.01));
    }

    /** Which part of the messages has a symbol. */
    private static double drawn(Renaming renaming, int symbol) {
        Trade trade = new Trade("A", 0, 1, "N", 1, 1, List.of(), null, null, null, MarketEvent.NO_TIMESTAMP);
        String wanted = Renaming.symbols(symbol + 1).get(symbol);
        return IntStream.range(0, 100_000)
                .mapToObj(i -> renaming.rename(trade).symbol())
                .mapToInt(found -> found.equals(wanted) ? 1 : 0)
                .average()
                .orElseThrow();
    }

    @Test
    void bytesThatDifferAreKeptBesideEachOther() throws Exception {
        Recipe evenly = Recipe.renamed(1_000);
        assertThat(evenly.ranked().fileName()).isNotEqualTo(evenly.fileName());
        assertThat(evenly.ranked().atMost(5).withSmallIds().byRank()).isTrue();
        assertThat(events(prepare(evenly), Encoding.JSON))
                .isNotEqualTo(events(prepare(evenly.ranked()), Encoding.JSON));
    }

    @Test
    void anotherCopyIsDatedByItself() throws Exception {
        Prepared prepared = prepare(Recipe.recorded(Encoding.JSON));
        Prepared copy = prepared.copy();
        Dating.date(copy, 0, 5);
        assertThat(events(prepared, Encoding.JSON)).isNotEqualTo(events(copy, Encoding.JSON));
    }

    private Prepared prepare(Recipe recipe) throws Exception {
        return Prepared.load(Preparation.prepare(recording, recipe, folder.resolve("data")));
    }

    private static List<MarketEvent> events(Prepared prepared, Encoding encoding) throws Exception {
        List<MarketEvent> events = new ArrayList<>();
        ChasquiReader reader = new ChasquiReader(encoding);
        for (byte[] message : messages(prepared)) {
            reader.read(message, events::add);
        }
        return events;
    }

    /** The messages inside the frames. */
    private static List<byte[]> messages(Prepared prepared) {
        ByteBuffer bytes = prepared.bytes().duplicate().clear();
        List<byte[]> messages = new ArrayList<>();
        while (bytes.hasRemaining()) {
            assertThat(bytes.get() & WebSocketFrames.FINAL).isNotZero();
            int length = bytes.get();
            byte[] message = new byte[length == 126 ? bytes.getShort() : length];
            bytes.get(message);
            messages.add(message);
        }
        return messages;
    }

    private static byte[] inflate(Inflater inflater, byte[] message) throws Exception {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(message);
        whole.writeBytes(new byte[] {0, 0, -1, -1});
        inflater.setInput(whole.toByteArray());
        byte[] buffer = new byte[1 << 16];
        return Arrays.copyOf(buffer, inflater.inflate(buffer));
    }
}
