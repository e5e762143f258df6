package dev.chasqui.bench;

import dev.chasqui.bench.data.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The same load with more symbols, handlers and streams. Its frames are the recorded ones with other symbols. */
final class ScalingGroup {

    static final String GROUP = "scaling";

    private static final int FEW = 10;
    private static final int MANY = 11_000;
    // Each stream is sent a copy of its own, so they are shorter.
    private static final int MESSAGES_OF_ONE_OF_MANY_STREAMS = 200_000;

    /** Each stream remembers a million messages, 20 MiB, which sixteen of them cannot do in the heap of the other rows. */
    private static final String HEAP_OF_STREAMS = "1g";

    private ScalingGroup() {}

    static List<Contestant> contestants(boolean shortForm) {
        List<Contestant> all =
                new ArrayList<>(List.of(inline(symbols(FEW), FEW), inline(symbols(MANY), MANY), others(10_000)));
        if (!shortForm) {
            all.add(1, inline(symbols(1_000), 1_000));
            all.add(3, inline(byRank(MANY), Recipe.renamed(MANY).ranked()));
            all.add(bare(MANY));
            all.add(own(100));
            all.add(own(10_000));
            List.of(1, 4, 16).forEach(count -> all.add(streams(count)));
        }
        return all;
    }

    static String symbols(int count) {
        return String.format(Locale.ROOT, "%,6d symbols, 1 handler of all", count);
    }

    static String byRank(int count) {
        return String.format(Locale.ROOT, "%,6d symbols, some of them busy", count);
    }

    static String bareSocket(int symbols) {
        return String.format(Locale.ROOT, "%,6d symbols, bare socket", symbols);
    }

    static String otherHandlers(int count) {
        return String.format(Locale.ROOT, "    10 symbols, %,d handlers of other symbols", count);
    }

    private static Contestant inline(String name, int symbols, String... more) {
        return inline(name, Recipe.renamed(symbols), more);
    }

    private static Contestant inline(String name, Recipe recipe, String... more) {
        List<String> settings = new ArrayList<>(List.of(more));
        settings.add("inline=true");
        return Contestant.chasqui(name, recipe, settings.toArray(String[]::new));
    }

    /** What more symbols cost where nothing is kept of them but their names, in the decoder's table. */
    private static Contestant bare(int symbols) {
        return Contestant.java(bareSocket(symbols), Recipe.renamed(symbols), "bare");
    }

    private static Contestant others(int handlers) {
        return inline(otherHandlers(handlers), FEW, "handlers=" + (handlers + 1), "otherSymbols=true");
    }

    private static Contestant own(int handlers) {
        String name = String.format(Locale.ROOT, "%,6d symbols, a handler of each", handlers);
        return inline(name, handlers, "handlers=" + handlers);
    }

    private static Contestant streams(int count) {
        return Contestant.chasqui(
                        String.format(Locale.ROOT, "%,6d streams of 10 symbols", count),
                        Recipe.renamed(FEW).atMost(MESSAGES_OF_ONE_OF_MANY_STREAMS),
                        "inline=true",
                        "streams=" + count)
                .withHeap(HEAP_OF_STREAMS);
    }
}
