package io.avid.platform.store;

import java.util.ServiceLoader;

/**
 * Told of every durable write of Avid, before it is sent and after it was acknowledged, so that a
 * test may count the writes and end the process at any of them.
 *
 * <p>Durable writes are commands that change data in MongoDB and blobs; the search index is no
 * durable write, for it follows and can be rebuilt. The product holds no implementation: a test's
 * class path supplies one as a {@link ServiceLoader} provider
 * ({@code META-INF/services/io.avid.platform.store.WriteHook}).
 */
public interface WriteHook {
    /**
     * A write is about to be sent.
     *
     * @param store {@code mongodb/<module>} or {@code blob/<module>}
     * @param operation what is written, for example {@code insert customers}
     */
    void beforeWrite(String store, String operation);

    /** The write was acknowledged; the code that asked for it does not know yet. */
    void afterWrite(String store, String operation);

    /** The hook of this process; one that does nothing unless the class path supplies another. */
    static WriteHook installed() {
        return InstalledWriteHook.HOOK;
    }
}
