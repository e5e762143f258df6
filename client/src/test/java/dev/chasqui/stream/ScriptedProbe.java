package dev.chasqui.stream;

import dev.chasqui.internal.liveness.Probe;
import dev.chasqui.model.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** REST in memory and on virtual time: it answers as a test says, after a while, and remembers what it was asked. */
final class ScriptedProbe implements Probe {

    record Question(long askedAt, Channel channel, Set<String> symbols) {}

    private final VirtualLoop loop;
    final List<Question> questions = new ArrayList<>();
    private Supplier<Answer> answer = () -> new NotPossible("no rights");
    Duration takes = Duration.ofMillis(100);

    ScriptedProbe(VirtualLoop loop) {
        this.loop = loop;
    }

    /** From now on its newest message of every symbol has this time. */
    void knows(LongSupplier timestampNanos) {
        answer = () -> new Latest(
                last().symbols().stream().collect(Collectors.toMap(s -> s, s -> timestampNanos.getAsLong())));
    }

    /** From now on it knows a trade that has just happened of every symbol. */
    void knowsOfTrades() {
        knows(loop::wallNanos);
    }

    /** From now on it knows nothing. */
    void knowsNothing() {
        answer = () -> new Latest(Map.of());
    }

    /** From now on it may not say. */
    void mayNotSay() {
        answer = () -> new NotPossible("no rights");
    }

    Question last() {
        return questions.get(questions.size() - 1);
    }

    @Override
    public void latest(Channel channel, Set<String> symbols, Consumer<Answer> receiver) {
        questions.add(new Question(loop.nanoTime(), channel, symbols));
        Answer given = answer.get();
        loop.schedule(takes, () -> receiver.accept(given));
    }
}
