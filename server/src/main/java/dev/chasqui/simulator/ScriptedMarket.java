package dev.chasqui.simulator;

/** No market of its own. */
enum ScriptedMarket implements MarketSource {
    /** The only one. */
    INSTANCE
}
