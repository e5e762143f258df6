package dev.chasqui.cli;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.FeedKind;
import dev.chasqui.simulator.FaultSpec;
import dev.chasqui.simulator.Pace;
import dev.chasqui.wire.Encoding;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Reads the words of a command line into the library's types. A word that is none gets an answer that lists those that exist. */
final class Arguments {

    private static final int LONGEST_ECHO = 40;
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m)");

    private Arguments() {}

    static void registerAt(CommandLine commandLine) {
        register(commandLine, Feed.class, Feed::of);
        register(commandLine, Pace.class, Pace::parse);
        register(commandLine, FaultSpec.class, FaultSpec::parse);
        register(commandLine, Channel.class, Arguments::channel);
        register(commandLine, Encoding.class, word -> constant(word, "encoding", Encoding.values()));
        register(commandLine, OutputFormat.class, word -> constant(word, "format", OutputFormat.values()));
        register(commandLine, Duration.class, Arguments::duration);
        register(commandLine, RestFaultSpec.class, RestFaultSpec::parse);
        register(commandLine, FeedKind.class, word -> constant(word, "kind", FeedKind.values()));
    }

    private static <T> void register(CommandLine commandLine, Class<T> type, Function<String, T> reader) {
        commandLine.registerConverter(type, word -> {
            try {
                return reader.apply(word);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + echo(word) + "': " + e.getMessage());
            }
        });
    }

    private static Channel channel(String word) {
        return Channel.ofWireName(word)
                .filter(Channel::isRequestable)
                .orElseThrow(() -> new IllegalArgumentException("unknown channel; there are " + channels()));
    }

    private static Duration duration(String word) {
        Matcher matcher = TIME.matcher(word);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected a time with its unit, such as 500ms, 2s or 1m");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMinutes(amount);
        };
    }

    /** The names of all channels that can be asked for. */
    static String channels() {
        return names(
                Arrays.stream(Channel.values()).filter(Channel::isRequestable).toList());
    }

    /** The names of channels. */
    static String names(List<Channel> channels) {
        return channels.stream().map(Channel::wireName).collect(Collectors.joining(", "));
    }

    private static <E extends Enum<E>> E constant(String word, String what, E[] values) {
        for (E value : values) {
            if (word(value).equals(word.toLowerCase(Locale.ROOT))) {
                return value;
            }
        }
        throw new IllegalArgumentException("unknown " + what + "; there are "
                + Arrays.stream(values).map(Arguments::word).collect(Collectors.joining(", ")));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** A word of the user's, safe to repeat in a message. */
    static String echo(String word) {
        return Printable.of(word, LONGEST_ECHO);
    }
}
