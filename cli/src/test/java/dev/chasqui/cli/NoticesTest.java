package dev.chasqui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class NoticesTest {

    private final StringWriter written = new StringWriter();
    private final Notices notices = new Notices(new PrintWriter(written));

    @Test
    void controlCharactersOfAServerDoNotReachTheTerminal() {
        notices.say("bad\u001b[2J\u0007 \u202e name");

        assertThat(written.toString()).isEqualTo("chasqui: bad?[2J? ? name" + System.lineSeparator());
    }

    @Test
    void noticesAreKeptBackWhileATableIsShown() {
        notices.hold();
        notices.say("one");
        assertThat(written.toString()).isEmpty();

        notices.release();
        notices.say("two");

        assertThat(written.toString().lines()).containsExactly("chasqui: one", "chasqui: two");
    }

    @Test
    void oldNoticesGiveWayAndAreCounted() {
        notices.hold();
        for (int i = 0; i < 103; i++) {
            notices.say("n" + i);
        }
        notices.release();

        assertThat(written.toString().lines())
                .hasSize(101)
                .startsWith("chasqui: 3 earlier notices were left out", "chasqui: n3");
    }

    @Test
    void severalLinesAreMarkedEach() {
        notices.say("first\nsecond");

        assertThat(written.toString().lines()).containsExactly("chasqui: first", "chasqui: second");
    }
}
