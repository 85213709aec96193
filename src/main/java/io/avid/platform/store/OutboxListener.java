package io.avid.platform.store;

/** Told of events to relay, right after the write that appended them. */
public interface OutboxListener {
    /** An outbox was opened; events may wait in it from an earlier life of the process. */
    void opened(Outbox outbox);

    /**
     * Called on the writer's thread; must return at once.
     *
     * @param outbox where the events wait
     * @param key the aggregate's key there
     */
    void appended(Outbox outbox, String key);

    /** Nobody relays: events wait in their aggregates. */
    static OutboxListener none() {
        return new OutboxListener() {
            @Override
            public void opened(Outbox outbox) {}

            @Override
            public void appended(Outbox outbox, String key) {}
        };
    }
}
