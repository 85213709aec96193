package io.avid.platform.store;

import java.time.Instant;
import java.util.Objects;
import org.bson.Document;

/** An aggregate as it stands in the store, or as it stood when a recorded request had been done. */
public final class Stored<T> {
    private final String organisation;
    private final String id;
    private final long version;
    private final String etag;
    private final Instant createTime;
    private final Instant updateTime;
    private final T state;
    /** The whole document that this was read from; the base of the next conditional write. */
    private final Document document;

    Stored(String organisation, String id, long version, String etag, Instant createTime, Instant updateTime,
            T state, Document document) {
        this.organisation = Objects.requireNonNull(organisation, "organisation");
        this.id = Objects.requireNonNull(id, "id");
        this.version = version;
        this.etag = Objects.requireNonNull(etag, "etag");
        this.createTime = Objects.requireNonNull(createTime, "createTime");
        this.updateTime = Objects.requireNonNull(updateTime, "updateTime");
        this.state = Objects.requireNonNull(state, "state");
        this.document = document;
    }

    public String organisation() {
        return organisation;
    }

    /** The id without the resource's prefix. */
    public String id() {
        return id;
    }

    /** 1 after the creation, one more with every change. */
    public long version() {
        return version;
    }

    /** Changes with every change; opaque to callers. */
    public String etag() {
        return etag;
    }

    public Instant createTime() {
        return createTime;
    }

    public Instant updateTime() {
        return updateTime;
    }

    public T state() {
        return state;
    }

    Document document() {
        return document;
    }
}
