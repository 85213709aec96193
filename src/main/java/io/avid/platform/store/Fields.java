package io.avid.platform.store;

/** The fields of an aggregate's document, and of what stands beside the aggregates. */
final class Fields {
    static final String ID = "_id";
    static final String ORGANISATION = "organisation";
    static final String AGGREGATE_ID = "id";
    static final String VERSION = "version";
    static final String ETAG = "etag";
    static final String CREATE_TIME = "create_time";
    static final String UPDATE_TIME = "update_time";
    static final String STATE = "state";

    /** Which write made this version; tells after a lost answer whether the write happened. */
    static final String WRITE = "write";

    /** Unique keys as {@code organisation|system|value}; absent where there are none. */
    static final String KEYS = "keys";

    /** Sequence of the last event. */
    static final String SEQUENCE = "sequence";

    /** Events that were not relayed yet. */
    static final String PENDING = "pending";

    /** The document's own key while events wait, absent otherwise: its sparse index holds these alone. */
    static final String PENDING_KEY = "pending_key";
    static final String EVENT = "event";

    static final String REQUESTS = "requests";
    static final String METHOD = "method";
    static final String REQUEST_ID = "request_id";
    static final String FINGERPRINT = "fingerprint";
    static final String TIME = "time";
    static final String OUTCOME = "outcome";

    private Fields() {}
}
