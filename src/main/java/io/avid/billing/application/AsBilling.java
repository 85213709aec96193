package io.avid.billing.application;

import io.avid.platform.error.Failure;
import io.avid.platform.identifier.DerivedId;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.security.CurrentPrincipal;
import io.avid.platform.security.Principal;
import java.util.function.Function;
import java.util.function.Supplier;

/** Asks other modules something in billing's own name, inside a call of somebody's. */
final class AsBilling {
    private AsBilling() {}

    /**
     * Asks another module for something that a caller's request makes there, under an id that derives from the caller's. Where
     * that id was used for something else, so was the caller's, which is the one that the caller knows.
     *
     * @param make makes it, given the id
     */
    static <T> T once(Principal caller, RequestIdentity request, Function<String, T> make) {
        try {
            return make.apply("billing/" + DerivedId.of(caller.organisation(), request.method(), request.requestId()));
        } catch (Failure failure) {
            throw failure.reason().equals("REQUEST_ID_REUSED") ? Failure.requestIdReused(request.requestId()) : failure;
        }
    }

    static <T> T call(Principal billing, Supplier<T> question) {
        try {
            return CurrentPrincipal.call(billing, question::get);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a supplier throws no checked exception", e);
        }
    }
}
