package io.avid.transaction.application;

import io.avid.platform.error.Failure;
import io.avid.platform.security.Principal;
import java.util.Optional;

/** Whose figures an answer may hold: those asked for, or, for a customer's login that asks for none, its own. */
final class SeenCustomer {

    private SeenCustomer() {
    }

    /**
     * The customer to restrict an answer to; empty for staff that ask for all.
     *
     * @throws Failure NOT_FOUND when the principal does not see the one asked for
     */
    static Optional<String> of(Principal principal, Optional<String> asked) {
        asked.filter(customer -> !principal.sees(customer)).ifPresent(customer -> {
            throw Failure.notFound(customer);
        });
        return asked.or(principal::customer);
    }
}
