package dev.chasqui.internal.dispatch;

import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Calls handlers and survives what they throw. */
final class Calls {

    private final Notices notices;
    private final LongSupplier nanoTime;
    private final Consumer<Throwable> fatal;
    private final AtomicLong failures = new AtomicLong();

    Calls(Notices notices, LongSupplier nanoTime, Consumer<Throwable> fatal) {
        this.notices = notices;
        this.nanoTime = nanoTime;
        this.fatal = fatal;
    }

    long failures() {
        return failures.get();
    }

    /** The handler's stage; null if it has none or failed. The caller holds no lock. */
    @Nullable
    CompletionStage<?> call(Handler handler, MarketEvent event, Provenance provenance) {
        try {
            return handler.call(event, provenance);
        } catch (Throwable failure) {
            failed(handler, event, failure);
            return null;
        } finally {
            // An interrupt meant for the handler must not reach the next one, nor close a channel of the user's.
            Thread.interrupted();
        }
    }

    /** Counts and reports a failure; the caller holds no lock. */
    void failed(Handler handler, MarketEvent event, Throwable thrown) {
        Throwable failure =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        failures.incrementAndGet();
        if (failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError)) {
            fatal.accept(failure);
            return;
        }
        long suppressed = handler.reportable(nanoTime.getAsLong());
        if (suppressed >= 0) {
            notices.add(listener -> listener.handlerFailed(event.channel(), event.symbol(), failure, suppressed));
            notices.deliver();
        }
    }
}
