package dev.chasqui.model;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something happened to an order of the account: accepted, filled, cancelled and so on. Quantities and prices are exact decimals, as the
 * trading stream sends them; times keep the offset that was sent.
 *
 * @param event for example {@code new}, {@code fill}, {@code partial_fill}, {@code canceled}; an open set
 * @param executionId id of this execution; null if absent
 * @param eventId id of this event in newer servers; null if absent
 * @param occurredAt when it happened; null if absent
 * @param price price of a fill; null otherwise
 * @param quantity quantity of a fill; null otherwise
 * @param positionQuantity signed position after a fill; null otherwise
 * @param positionQuantities position per symbol after a fill of a multi-leg order; empty otherwise
 * @param order the order after the event; null in a message that lacks it
 */
public record TradeUpdate(
        String event,
        @Nullable String executionId,
        @Nullable String eventId,
        @Nullable OffsetDateTime occurredAt,
        @Nullable BigDecimal price,
        @Nullable BigDecimal quantity,
        @Nullable BigDecimal positionQuantity,
        Map<String, BigDecimal> positionQuantities,
        @Nullable Order order)
        implements MarketEvent {

    /** Copies the map, sorted by symbol. */
    public TradeUpdate {
        positionQuantities = Collections.unmodifiableMap(new TreeMap<>(positionQuantities));
    }

    @Override
    public Channel channel() {
        return Channel.TRADE_UPDATES;
    }

    @Override
    public String symbol() {
        return order == null || order.symbol() == null ? "" : order.symbol();
    }

    @Override
    public long timestampNanos() {
        return occurredAt == null ? NO_TIMESTAMP : Timestamps.toEpochNanos(occurredAt.toInstant());
    }

    /**
     * An order as the trading stream describes it. Everything may be absent, and is then null.
     *
     * @param id Alpaca's id
     * @param clientOrderId the id that the client gave
     * @param createdAt created
     * @param updatedAt last changed
     * @param submittedAt submitted
     * @param filledAt filled
     * @param expiredAt expired
     * @param expiresAt will expire
     * @param cancelRequestedAt cancellation was asked for
     * @param canceledAt cancelled
     * @param failedAt failed
     * @param replacedAt replaced
     * @param replacedBy id of the order that replaced this one
     * @param replaces id of the order that this one replaced
     * @param assetId id of the asset
     * @param symbol symbol of the asset
     * @param assetClass {@code us_equity}, {@code us_option} or {@code crypto}
     * @param notional amount of money, for orders by amount
     * @param quantity ordered quantity
     * @param filledQuantity filled so far
     * @param filledAveragePrice average price so far
     * @param orderClass empty, {@code simple}, {@code bracket}, {@code oco}, {@code oto} or {@code mleg}
     * @param orderType as {@code type}
     * @param type {@code market}, {@code limit}, {@code stop} and so on
     * @param side {@code buy} or {@code sell}
     * @param positionIntent for example {@code buy_to_open}
     * @param timeInForce {@code day}, {@code gtc} and so on
     * @param limitPrice limit
     * @param stopPrice stop
     * @param status status after the event
     * @param extendedHours whether it may trade outside of regular hours
     * @param legs orders of a multi-leg order; empty otherwise
     * @param trailPercent trailing stop in per cent
     * @param trailPrice trailing stop as an amount
     * @param highWaterMark highest (or lowest) price seen by a trailing stop
     * @param ratioQuantity share of a leg in a multi-leg order
     */
    public record Order(
            @Nullable String id,
            @Nullable String clientOrderId,
            @Nullable OffsetDateTime createdAt,
            @Nullable OffsetDateTime updatedAt,
            @Nullable OffsetDateTime submittedAt,
            @Nullable OffsetDateTime filledAt,
            @Nullable OffsetDateTime expiredAt,
            @Nullable OffsetDateTime expiresAt,
            @Nullable OffsetDateTime cancelRequestedAt,
            @Nullable OffsetDateTime canceledAt,
            @Nullable OffsetDateTime failedAt,
            @Nullable OffsetDateTime replacedAt,
            @Nullable String replacedBy,
            @Nullable String replaces,
            @Nullable String assetId,
            @Nullable String symbol,
            @Nullable String assetClass,
            @Nullable BigDecimal notional,
            @Nullable BigDecimal quantity,
            @Nullable BigDecimal filledQuantity,
            @Nullable BigDecimal filledAveragePrice,
            @Nullable String orderClass,
            @Nullable String orderType,
            @Nullable String type,
            @Nullable String side,
            @Nullable String positionIntent,
            @Nullable String timeInForce,
            @Nullable BigDecimal limitPrice,
            @Nullable BigDecimal stopPrice,
            @Nullable String status,
            @Nullable Boolean extendedHours,
            List<Order> legs,
            @Nullable BigDecimal trailPercent,
            @Nullable BigDecimal trailPrice,
            @Nullable BigDecimal highWaterMark,
            @Nullable BigDecimal ratioQuantity) {

        /** Copies the list unless it is immutable already. */
        public Order {
            legs = List.copyOf(legs);
        }
    }
}
