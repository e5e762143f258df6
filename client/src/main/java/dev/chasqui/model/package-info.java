/**
 * What Alpaca sends, as immutable records under one sealed type, {@link dev.chasqui.model.MarketEvent}, and the names
 * that go with it: feeds, channels, symbols, subscriptions. No input or output, no JSON, no threads. Depends on the JDK only.
 */
@NullMarked
package dev.chasqui.model;

import org.jspecify.annotations.NullMarked;
