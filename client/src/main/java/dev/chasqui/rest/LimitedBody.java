package dev.chasqui.rest;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Collects a body, and ends the connection when it grows beyond a limit. Called by one thread at a time. */
final class LimitedBody implements BodySubscriber<byte[]> {

    private final int maxBytes;
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final List<ByteBuffer> parts = new ArrayList<>();
    private int size;
    private Flow.@Nullable Subscription subscription;

    LimitedBody(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription source) {
        subscription = source;
        source.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            int length = buffer.remaining();
            if (length > maxBytes - size) {
                refuse();
                return;
            }
            size += length;
            parts.add(buffer);
        }
    }

    private void refuse() {
        parts.clear();
        if (subscription != null) {
            subscription.cancel();
        }
        body.completeExceptionally(UnreadableBodyException.tooLarge(maxBytes));
    }

    @Override
    public void onError(Throwable failure) {
        parts.clear();
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        if (body.isDone()) {
            return;
        }
        byte[] whole = new byte[size];
        int to = 0;
        for (ByteBuffer part : parts) {
            int length = part.remaining();
            part.get(whole, to, length);
            to += length;
        }
        parts.clear();
        body.complete(whole);
    }
}
