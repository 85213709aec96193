package io.avid.payment.store;

import io.avid.payment.domain.Sweep;
import io.avid.platform.store.StateCodec;
import java.util.Date;
import org.bson.Document;

/** How a sweep is kept in MongoDB. */
public final class SweepCodec implements StateCodec<Sweep> {
    private static final String READ_TO_SECONDS = "read_to_seconds";
    private static final String BEGUN_AT = "begun_at";
    private static final String EVENTS = "events";
    private static final String CHANGED = "changed";

    @Override
    public Document encode(Sweep sweep) {
        return new Document(READ_TO_SECONDS, sweep.readToSeconds()).append(BEGUN_AT, Date.from(sweep.begunAt()))
                .append(EVENTS, sweep.events()).append(CHANGED, sweep.changed());
    }

    @Override
    public Sweep decode(Document stored) {
        return new Sweep(stored.getLong(READ_TO_SECONDS), stored.getDate(BEGUN_AT).toInstant(), stored.getInteger(EVENTS),
                stored.getInteger(CHANGED));
    }
}
