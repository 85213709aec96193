package io.avid.platform.module;

import java.util.ArrayDeque;

/**
 * Messages on their way to one side of a call, with how many of them that side has asked for.
 *
 * <p>Almost every call has one message each way, so the first is kept without a queue. Guarded by
 * the call that owns it.
 */
final class Inbox<M> {
    private record Sized<M>(M message, int sizeBytes) {}

    private M first;
    private int firstSizeBytes;
    private ArrayDeque<Sized<M>> rest;
    private long requested;
    private long sizeBytes;

    void add(M message, int messageSizeBytes) {
        sizeBytes += messageSizeBytes;
        if (first == null) {
            first = message;
            firstSizeBytes = messageSizeBytes;
            return;
        }
        if (rest == null) {
            rest = new ArrayDeque<>();
        }
        rest.add(new Sized<>(message, messageSizeBytes));
    }

    void request(int count) {
        requested = Math.min(Long.MAX_VALUE - count, requested) + count;
    }

    boolean isEmpty() {
        return first == null;
    }

    /** Whether there is a message that its reader has asked for. */
    boolean isDue() {
        return first != null && requested > 0;
    }

    /** Takes the message that is due. */
    M take() {
        M taken = first;
        requested--;
        sizeBytes -= firstSizeBytes;
        Sized<M> next = rest == null ? null : rest.poll();
        first = next == null ? null : next.message();
        firstSizeBytes = next == null ? 0 : next.sizeBytes();
        return taken;
    }

    /** Bytes of all messages that wait. */
    long sizeBytes() {
        return sizeBytes;
    }

    void clear() {
        first = null;
        rest = null;
        sizeBytes = 0;
        firstSizeBytes = 0;
    }
}
