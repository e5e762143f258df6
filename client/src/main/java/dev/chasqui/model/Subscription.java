package dev.chasqui.model;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/**
 * An immutable set of channel and symbol pairs, with the arithmetic of sets. Symbols are case-sensitive; {@code *} stands for every
 * symbol of its channel and is a member like any other.
 */
public final class Subscription {

    /** Every symbol of a channel. */
    public static final String ALL_SYMBOLS = "*";

    /** The longest symbol that is accepted; an option's symbol has 21 characters. */
    public static final int MAX_SYMBOL_LENGTH = 64;

    /** The channels of {@link #of(String...)}: quotes, trades and minute bars. */
    public static final Set<Channel> DEFAULT_CHANNELS =
            Collections.unmodifiableSet(EnumSet.of(Channel.TRADES, Channel.QUOTES, Channel.BARS));

    /** The account's order updates: what a trading stream is asked for. */
    public static final Subscription ORDER_UPDATES = of(Channel.TRADE_UPDATES, ALL_SYMBOLS);

    private static final Subscription NONE = new Subscription(new EnumMap<>(Channel.class));

    private final Map<Channel, Set<String>> symbols;

    private Subscription(Map<Channel, Set<String>> symbols) {
        this.symbols = symbols;
    }

    /** The empty set. */
    public static Subscription none() {
        return NONE;
    }

    /** Quotes, trades and minute bars of each symbol. */
    public static Subscription of(String... symbols) {
        return of(DEFAULT_CHANNELS, Arrays.asList(symbols));
    }

    /**
     * Every given channel of every given symbol.
     *
     * @throws IllegalArgumentException if a symbol is empty, longer than {@value #MAX_SYMBOL_LENGTH} characters, or holds anything but
     *     printable ASCII without blanks, commas and quotation marks; or if a channel cannot be asked for (corrections and cancels follow trades)
     */
    public static Subscription of(Collection<Channel> channels, Collection<String> symbols) {
        symbols.forEach(Subscription::checkSymbol);
        channels.forEach(Subscription::checkRequestable);
        EnumMap<Channel, Set<String>> all = new EnumMap<>(Channel.class);
        if (!symbols.isEmpty()) {
            channels.forEach(channel -> all.put(channel, new TreeSet<>(symbols)));
        }
        return of(all);
    }

    /** One channel of each symbol. */
    public static Subscription of(Channel channel, String... symbols) {
        return of(List.of(channel), Arrays.asList(symbols));
    }

    /** Trades of each symbol. */
    public static Subscription trades(String... symbols) {
        return of(Channel.TRADES, symbols);
    }

    /** Quotes of each symbol. */
    public static Subscription quotes(String... symbols) {
        return of(Channel.QUOTES, symbols);
    }

    /** Minute bars of each symbol. */
    public static Subscription bars(String... symbols) {
        return of(Channel.BARS, symbols);
    }

    /**
     * A set as the wire shows it, unchecked: it may hold what cannot be asked for. Channels without symbols are left out.
     */
    public static Subscription of(Map<Channel, ? extends Collection<String>> symbols) {
        EnumMap<Channel, Set<String>> copy = new EnumMap<>(Channel.class);
        symbols.forEach((channel, names) -> {
            if (!names.isEmpty()) {
                copy.put(channel, Collections.unmodifiableSet(new TreeSet<>(names)));
            }
        });
        return copy.isEmpty() ? none() : new Subscription(Collections.unmodifiableMap(copy));
    }

    /** The channels that have symbols, in the order of the enum. */
    public Set<Channel> channels() {
        return symbols.keySet();
    }

    /** The symbols of a channel, sorted; empty if it has none. */
    public Set<String> symbols(Channel channel) {
        return symbols.getOrDefault(channel, Set.of());
    }

    /** Channels and their sorted symbols. Immutable. */
    public Map<Channel, Set<String>> asMap() {
        return symbols;
    }

    /** Whether the pair itself is a member; {@code *} does not count for a symbol here, see {@link #covers}. */
    public boolean contains(Channel channel, String symbol) {
        return symbols(channel).contains(symbol);
    }

    /** Whether messages of this channel and symbol belong to it: by name, by {@code *}, or because they follow trades. */
    public boolean covers(Channel channel, String symbol) {
        Set<String> names = symbols(channel.isRequestable() ? channel : Channel.TRADES);
        return names.contains(symbol) || names.contains(ALL_SYMBOLS);
    }

    /** Whether it has no member. */
    public boolean isEmpty() {
        return symbols.isEmpty();
    }

    /** Number of channel and symbol pairs. */
    public int size() {
        return symbols.values().stream().mapToInt(Set::size).sum();
    }

    /** Members of either. */
    public Subscription plus(Subscription other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        EnumMap<Channel, Set<String>> union = new EnumMap<>(Channel.class);
        symbols.forEach((channel, names) -> union.put(channel, new TreeSet<>(names)));
        other.symbols.forEach((channel, names) ->
                union.computeIfAbsent(channel, ignored -> new TreeSet<>()).addAll(names));
        return of(union);
    }

    /** Members of this that are not members of the other. */
    public Subscription minus(Subscription other) {
        return filter((channel, name) -> !other.contains(channel, name));
    }

    /** Members of both. */
    public Subscription intersect(Subscription other) {
        return filter(other::contains);
    }

    /** Without the channels that the server adds by itself: what was asked for. */
    public Subscription requested() {
        return filter((channel, name) -> channel.isRequestable());
    }

    private Subscription filter(BiPredicate<Channel, String> keep) {
        EnumMap<Channel, Set<String>> kept = new EnumMap<>(Channel.class);
        symbols.forEach((channel, names) -> {
            TreeSet<String> left = new TreeSet<>(names);
            left.removeIf(name -> !keep.test(channel, name));
            kept.put(channel, left);
        });
        return of(kept);
    }

    private static void checkRequestable(Channel channel) {
        if (!channel.isRequestable()) {
            throw new IllegalArgumentException(channel.wireName() + " cannot be asked for: it comes with trades");
        }
    }

    private static void checkSymbol(String symbol) {
        if (symbol.isEmpty() || symbol.length() > MAX_SYMBOL_LENGTH) {
            throw new IllegalArgumentException(
                    "a symbol has 1 to " + MAX_SYMBOL_LENGTH + " characters, not " + symbol.length());
        }
        for (int i = 0; i < symbol.length(); i++) {
            char c = symbol.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '"' || c == '\\' || c == ',') {
                throw new IllegalArgumentException(
                        "a symbol holds printable ASCII without blanks, commas, quotation marks and backslashes; character "
                                + (i + 1) + " of " + symbol.length() + " is none");
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Subscription that && symbols.equals(that.symbols);
    }

    @Override
    public int hashCode() {
        return symbols.hashCode();
    }

    /** Channels by wire name with their symbols; a long list is shortened. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        symbols.forEach((channel, names) -> text.append(text.length() == 1 ? "" : ", ")
                .append(channel.wireName())
                .append('=')
                .append(names.size() <= 20 ? names.toString() : "[" + names.size() + " symbols]"));
        return text.append('}').toString();
    }
}
