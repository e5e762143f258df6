package dev.chasqui.wire;

/** The short keys of data messages as {@link ValueReader#packed} packs them. */
final class Keys {

    static final int T = 'T';
    static final int S = 'S';
    static final int TIME = 't';
    static final int RECEIVED = 'r';
    static final int ID = 'i';
    static final int EXCHANGE = 'x';
    static final int PRICE = 'p';
    static final int SIZE = 's';
    static final int CONDITIONS = 'c';
    static final int TAPE = 'z';
    static final int UPDATE = 'u';
    static final int TAKER_SIDE = 't' << 16 | 'k' << 8 | 's';

    static final int BID_EXCHANGE = 'b' << 8 | 'x';
    static final int BID_PRICE = 'b' << 8 | 'p';
    static final int BID_SIZE = 'b' << 8 | 's';
    static final int ASK_EXCHANGE = 'a' << 8 | 'x';
    static final int ASK_PRICE = 'a' << 8 | 'p';
    static final int ASK_SIZE = 'a' << 8 | 's';

    static final int OPEN = 'o';
    static final int HIGH = 'h';
    static final int LOW = 'l';
    static final int CLOSE = 'c';
    static final int VOLUME = 'v';
    static final int TRADE_COUNT = 'n';
    static final int VWAP = 'v' << 8 | 'w';

    static final int STATUS_CODE = 's' << 8 | 'c';
    static final int STATUS_MESSAGE = 's' << 8 | 'm';
    static final int REASON_CODE = 'r' << 8 | 'c';
    static final int REASON_MESSAGE = 'r' << 8 | 'm';

    static final int LIMIT_UP = 'u';
    static final int LIMIT_DOWN = 'd';
    static final int INDICATOR = 'i';

    static final int PAIRED_SHARES = 'p' << 8 | 's';
    static final int IMBALANCE_SHARES = 'i' << 8 | 's';
    static final int SIDE = 's' << 24 | 'i' << 16 | 'd' << 8 | 'e';
    static final int AUCTION_TYPE = 'a' << 8 | 't';

    static final int ACTION = 'a';

    static final int ORIGINAL_ID = 'o' << 8 | 'i';
    static final int ORIGINAL_PRICE = 'o' << 8 | 'p';
    static final int ORIGINAL_SIZE = 'o' << 8 | 's';
    static final int ORIGINAL_CONDITIONS = 'o' << 8 | 'c';
    static final int CORRECTED_ID = 'c' << 8 | 'i';
    static final int CORRECTED_PRICE = 'c' << 8 | 'p';
    static final int CORRECTED_SIZE = 'c' << 8 | 's';
    static final int CORRECTED_CONDITIONS = 'c' << 8 | 'c';

    static final int BIDS = 'b';
    static final int ASKS = 'a';
    static final int RESET = 'r';

    static final int INDEX_PRICE = 'i' << 8 | 'p';
    static final int MARK_PRICE = 'm' << 8 | 'p';
    static final int FUNDING_RATE = 'f' << 8 | 'r';
    static final int OPEN_INTEREST = 'o' << 8 | 'i';
    static final int NEXT_FUNDING = 'f' << 8 | 't';

    static final int MESSAGE = 'm' << 16 | 's' << 8 | 'g';
    static final int CODE = 'c' << 24 | 'o' << 16 | 'd' << 8 | 'e';

    private Keys() {}
}
