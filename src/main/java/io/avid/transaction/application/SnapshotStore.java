package io.avid.transaction.application;

import java.util.Optional;

/** Where a journal's state is kept now and then, so that opening it does not read every block. Losing one costs time only. */
public interface SnapshotStore {

    /** Keeps the state after block {@code n} in place of an older one. */
    void save(String organisation, long n, byte[] state);

    /** The newest state that is whole; a torn one counts as none. */
    Optional<byte[]> find(String organisation);
}
