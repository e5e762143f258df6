package dev.chasqui.stream;

/** Temporary head of the implementation. */
final class LiveStream {
    private LiveStream() {}

    static MarketDataStream create(StreamConfig config) {
        if (config.symbolLimit() > 0) {
            throw new IllegalStateException();
        }
        throw new IllegalStateException();
    }
}
