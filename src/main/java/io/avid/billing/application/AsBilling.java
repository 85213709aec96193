package io.avid.billing.application;

import io.avid.platform.security.CurrentPrincipal;
import io.avid.platform.security.Principal;
import java.util.function.Supplier;

/** Asks other modules something in billing's own name, inside a call of somebody's. */
final class AsBilling {
    private AsBilling() {}

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
