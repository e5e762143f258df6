package dev.chasqui.cli;

import dev.chasqui.simulator.RestFault;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A fault of REST answers as it is written on the command line, such as {@code truncated-body=every:3}.
 *
 * @param fault what goes wrong
 * @param every at each so manyth request
 */
record RestFaultSpec(RestFault fault, int every) {

    private static final Pattern SYNTAX = Pattern.compile("([a-z-]+)=every:([1-9]\\d{0,8})");

    static RestFaultSpec parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected NAME=every:N, with a name of " + names());
        }
        return Arrays.stream(RestFault.values())
                .filter(fault -> name(fault).equals(matcher.group(1)))
                .findFirst()
                .map(fault -> new RestFaultSpec(fault, Integer.parseInt(matcher.group(2))))
                .orElseThrow(() -> new IllegalArgumentException("unknown fault of REST; there are " + names()));
    }

    /** The names of all faults. */
    static String names() {
        return Arrays.stream(RestFault.values()).map(RestFaultSpec::name).collect(Collectors.joining(", "));
    }

    private static String name(RestFault fault) {
        return fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
