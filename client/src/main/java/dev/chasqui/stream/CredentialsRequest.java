package dev.chasqui.stream;

import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.stream.Timers.Purpose;
import dev.chasqui.stream.options.Credentials;
import dev.chasqui.stream.options.CredentialsSupplier;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One question to the user's supplier of credentials, asked where it may block and answered on the loop: once, in time or not at all.
 * Confined to the loop's thread, but for the supplier.
 */
final class CredentialsRequest {

    /** What came of it. */
    interface Receiver {
        void given(Credentials credentials);

        /** There are none; the text continues "the supplier of credentials". */
        void refused(String problem);
    }

    private final CredentialsSupplier supplier;
    private final Duration limit;
    private final EventLoop loop;
    private final Timers timers;
    private final Receiver receiver;
    private boolean answered;

    CredentialsRequest(CredentialsSupplier supplier, Duration limit, EventLoop loop, Timers timers, Receiver receiver) {
        this.supplier = supplier;
        this.limit = limit;
        this.loop = loop;
        this.timers = timers;
        this.receiver = receiver;
    }

    void ask(Executor blocking) {
        startClock();
        try {
            blocking.execute(this::supply);
        } catch (RejectedExecutionException e) {
            answer(null, "could not be asked: too many threads are stuck in it");
        }
    }

    /** Gives the supplier its whole time again, if it has not answered. */
    void stalled() {
        if (!answered) {
            startClock();
        }
    }

    private void startClock() {
        timers.start(Purpose.CREDENTIALS, limit, () -> answer(null, "gave none within " + limit.toMillis() + " ms"));
    }

    /** Forgets the question: no answer follows. */
    void cancel() {
        answered = true;
        timers.cancel(Purpose.CREDENTIALS);
    }

    // A supplier is the user's code: whatever it throws must end here, and its text may hold what nobody should read.
    @SuppressWarnings({"CatchingUnchecked", "NullAway"})
    private void supply() {
        try {
            Credentials supplied = supplier.get();
            loop.execute(() -> answer(supplied, "returned null"));
        } catch (Exception | Error failure) {
            loop.execute(() -> answer(null, "failed with " + failure.getClass().getName()));
        }
    }

    private void answer(@Nullable Credentials supplied, String otherwise) {
        if (answered) {
            return;
        }
        cancel();
        if (supplied == null) {
            receiver.refused(otherwise);
        } else {
            receiver.given(supplied);
        }
    }
}
