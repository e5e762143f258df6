package dev.chasqui.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The columns of CSV output, in order: the union of what trades, quotes and bars have, the gap of a recovered message, and one for everything else. */
enum CsvColumn {
    CHANNEL,
    SYMBOL,
    TIME,
    PRICE,
    SIZE,
    EXCHANGE,
    CONDITIONS,
    ID,
    TAKER_SIDE,
    BID_PRICE,
    BID_SIZE,
    BID_EXCHANGE,
    ASK_PRICE,
    ASK_SIZE,
    ASK_EXCHANGE,
    OPEN,
    HIGH,
    LOW,
    CLOSE,
    VOLUME,
    TRADE_COUNT,
    VWAP,
    TAPE,
    GAP,
    MESSAGE;

    /** The names of all columns, separated by commas. */
    static String header() {
        return Arrays.stream(values())
                .map(column -> column.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(","));
    }
}
