package dev.chasqui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CsvFormatTest {

    private final CsvFormat format = new CsvFormat(FeedKind.STOCKS);

    private String line(MarketEvent message) {
        return new String(format.message(message, Provenance.LIVE), StandardCharsets.UTF_8);
    }

    @Test
    void theHeaderNamesEveryColumnOnce() {
        assertThat(new String(format.header(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "channel,symbol,time,price,size,exchange,conditions,id,taker_side,bid_price,bid_size,bid_exchange,"
                                + "ask_price,ask_size,ask_exchange,open,high,low,close,volume,trade_count,vwap,tape,gap,message\n");
    }

    @Test
    void aTradeFillsItsColumns() {
        assertThat(line(Samples.trade("MSFT", 431.125, 40)))
                .isEqualTo(
                        "trades,MSFT,2026-01-05T14:30:00.123456789Z,431.125,40,V,@;I,52990000012345,,,,,,,,,,,,,,,C,,\n");
    }

    @Test
    void aQuoteFillsItsColumns() {
        assertThat(line(Samples.quote("MSFT", 431.1, 300, 431.13, 120)))
                .isEqualTo("quotes,MSFT,2026-01-05T14:30:00.208Z,,,,R,,,431.1,300,V,431.13,120,K,,,,,,,,C,,\n");
    }

    @Test
    void aBarFillsItsColumns() {
        assertThat(line(Samples.bar("SPY", 500.75)))
                .isEqualTo("bars,SPY,2026-01-05T14:30:00Z,,,,,,,,,,,,,500.5,501,500.25,500.75,12345,87,500.61,,,\n");
    }

    @Test
    void anyOtherMessageStandsWholeInTheLastColumn() {
        assertThat(line(Samples.status("ACME", "Pause, \"volatility\"")))
                .startsWith("statuses,ACME,2026-01-05T15:02:11.400000100Z,")
                .endsWith(",\"{\"\"T\"\":\"\"s\"\",\"\"S\"\":\"\"ACME\"\",\"\"sc\"\":\"\"P\"\",\"\"sm\"\":\"\"Pause,"
                        + " \\\"\"volatility\\\"\"\"\",\"\"rc\"\":\"\"LUDP\"\",\"\"rm\"\":\"\"\"\","
                        + "\"\"t\"\":\"\"2026-01-05T15:02:11.4000001Z\"\",\"\"z\"\":\"\"C\"\"}\"\n");
    }

    @Test
    void everyLineHasAsManyColumnsAsTheHeader() {
        int commas = CsvColumn.values().length - 1;

        assertThat(line(Samples.trade("A", 1, 1)).chars().filter(c -> c == ',')).hasSize(commas);
        assertThat(line(Samples.quote("A", 0, 0, 0, 0)).chars().filter(c -> c == ','))
                .hasSize(commas);
    }

    @Test
    void aValueOfOneMessageDoesNotReachTheNext() {
        line(Samples.trade("MSFT", 431.125, 40));

        assertThat(line(Samples.quote("MSFT", 431.1, 300, 431.13, 120))).doesNotContain("431.125");
    }

    @Test
    void aRecoveredMessageNamesItsGap() {
        byte[] line = format.message(Samples.trade("MSFT", 431.125, 40), Provenance.recovered(17));

        assertThat(new String(line, StandardCharsets.UTF_8)).endsWith(",C,17,\n");
    }
}
