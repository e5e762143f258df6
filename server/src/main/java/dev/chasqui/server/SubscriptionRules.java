package dev.chasqui.server;

import dev.chasqui.model.Channel;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.Subscription;
import dev.chasqui.wire.ErrorCode;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic of subscriptions: what a request makes of the sets that a session holds. Pure. A request takes effect as a whole or not at
 * all.
 */
final class SubscriptionRules {

    /** What becomes of a request. */
    sealed interface Outcome {
        /** It takes effect, with this result: what was asked for, without what follows trades. */
        record Changed(Subscription requested) implements Outcome {}

        /** It changes nothing. */
        record Refused(ErrorCode code) implements Outcome {}
    }

    // Characters of symbols beside letters and digits: classes (BRK.B), pairs (BTC/USD), and the suffixes that
    // exchanges use.
    private static final String SYMBOL_PUNCTUATION = "./-+=^#*_$:";

    private final FeedKind kind;
    private final ServerPolicy policy;

    SubscriptionRules(FeedKind kind, ServerPolicy policy) {
        this.kind = kind;
        this.policy = policy;
    }

    Outcome subscribe(Subscription held, Subscription wanted, Set<String> unknownChannels) {
        Outcome.Refused refused = check(wanted, unknownChannels);
        if (refused != null) {
            return refused;
        }
        Subscription added = offered(wanted);
        if (kind == FeedKind.OPTIONS && added.contains(Channel.QUOTES, Subscription.ALL_SYMBOLS)) {
            return new Outcome.Refused(ErrorCode.STAR_NOT_ALLOWED);
        }
        Subscription union = held.plus(added);
        Subscription result = policy.starAbsorbsNames() ? withoutNamesBesideStar(union) : union;
        if (limited(result) > policy.symbolLimit().orElse(Integer.MAX_VALUE)) {
            return new Outcome.Refused(ErrorCode.SYMBOL_LIMIT_EXCEEDED);
        }
        return new Outcome.Changed(result);
    }

    Outcome unsubscribe(Subscription held, Subscription unwanted, Set<String> unknownChannels) {
        Outcome.Refused refused = check(unwanted, unknownChannels);
        return refused == null ? new Outcome.Changed(held.minus(offered(unwanted))) : refused;
    }

    /** What an acknowledgement shows: on stock streams, corrections and cancels follow trades. */
    Subscription withFollowers(Subscription requested) {
        Set<String> trades = requested.symbols(Channel.TRADES);
        if (kind != FeedKind.STOCKS || trades.isEmpty()) {
            return requested;
        }
        Map<Channel, Collection<String>> all = new EnumMap<>(Channel.class);
        all.putAll(requested.asMap());
        all.put(Channel.CORRECTIONS, trades);
        all.put(Channel.CANCEL_ERRORS, trades);
        return Subscription.of(all);
    }

    /** The request without the last symbol of each channel. */
    static Subscription withoutLastSymbols(Subscription wanted) {
        Map<Channel, Collection<String>> left = new EnumMap<>(Channel.class);
        wanted.asMap().forEach((channel, symbols) -> {
            TreeSet<String> shortened = new TreeSet<>(symbols);
            shortened.pollLast();
            left.put(channel, shortened);
        });
        return Subscription.of(left);
    }

    private Outcome.@Nullable Refused check(Subscription change, Set<String> unknownChannels) {
        boolean foreign =
                !unknownChannels.isEmpty() || change.channels().stream().anyMatch(this::isForeign);
        if (policy.refuseForeignChannels() && foreign) {
            return new Outcome.Refused(ErrorCode.INVALID_SUBSCRIBE_ACTION);
        }
        Subscription offered = offered(change);
        if (offered.isEmpty() || !isWellFormed(offered)) {
            return new Outcome.Refused(ErrorCode.INVALID_SYNTAX);
        }
        return null;
    }

    private boolean isForeign(Channel channel) {
        return channel.isRequestable() && !kind.channels().contains(channel);
    }

    private Subscription offered(Subscription change) {
        Map<Channel, Collection<String>> offered = new EnumMap<>(Channel.class);
        change.requested().asMap().forEach((channel, symbols) -> {
            if (kind.channels().contains(channel)) {
                offered.put(channel, symbols);
            }
        });
        return Subscription.of(offered);
    }

    private static boolean isWellFormed(Subscription change) {
        return change.asMap().values().stream()
                .allMatch(symbols -> symbols.stream().allMatch(SubscriptionRules::isWellFormed));
    }

    private static boolean isWellFormed(String symbol) {
        return !symbol.isEmpty()
                && symbol.length() <= Subscription.MAX_SYMBOL_LENGTH
                && symbol.chars().allMatch(SubscriptionRules::isSymbolCharacter);
    }

    private static boolean isSymbolCharacter(int c) {
        return (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || SYMBOL_PUNCTUATION.indexOf(c) >= 0;
    }

    private static Subscription withoutNamesBesideStar(Subscription held) {
        Map<Channel, Collection<String>> left = new EnumMap<>(Channel.class);
        held.asMap()
                .forEach((channel, symbols) -> left.put(
                        channel,
                        symbols.contains(Subscription.ALL_SYMBOLS) ? Set.of(Subscription.ALL_SYMBOLS) : symbols));
        return Subscription.of(left);
    }

    private static int limited(Subscription held) {
        return held.symbols(Channel.TRADES).size()
                + held.symbols(Channel.QUOTES).size();
    }
}
