package io.avid.platform.store;

/** A create or update was refused because another aggregate has one of its unique keys. */
public final class UniqueKeyTaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient UniqueKey key;
    private final String holder;

    UniqueKeyTaken(UniqueKey key, String holder) {
        super("another aggregate has the unique key in system " + key.system());
        this.key = key;
        this.holder = holder;
    }

    /** The key that is taken. */
    public UniqueKey key() {
        return key;
    }

    /** The id of the aggregate that has it. */
    public String holder() {
        return holder;
    }
}
