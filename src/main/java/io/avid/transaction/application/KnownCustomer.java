package io.avid.transaction.application;

import io.avid.platform.error.Failure;
import io.avid.platform.error.FailureKind;
import io.avid.platform.security.Principal;
import java.util.Map;
import java.util.Optional;

/**
 * Whether this journal has ever heard of a customer.
 *
 * <p>Transaction keeps no customers: of one without an account it cannot say whether it exists and owes nothing, or is
 * a slip of the pen. Zeros would be read as the first, so it answers neither, unless the caller says that it knows.
 */
public final class KnownCustomer {

    private final OpenJournals journals;

    public KnownCustomer(OpenJournals journals) {
        this.journals = journals;
    }

    /**
     * Lets through whoever has an account, a customer's own login, and what the caller vouches for.
     *
     * @throws Failure NOT_FOUND when nothing was ever posted for the customer, or the principal does not see it
     */
    public void require(Principal principal, Optional<String> asked, boolean allowMissing) {
        Optional<String> customer = SeenCustomer.of(principal, asked);
        if (customer.isEmpty() || allowMissing || principal.customer().isPresent()) {
            return;
        }
        journals.of(principal.organisation()).journal().find(journal -> journal.accounts(customer.get()).stream().findAny())
                .orElseThrow(() -> Failure.of(FailureKind.NOT_FOUND, "RESOURCE_NOT_FOUND", "Nothing was ever posted for " + customer.get()
                        + " here, so it has no account. Check the name, and that you are signed in to the right organisation;"
                        + " a caller that knows the customer may set allow_missing.", Map.of("resource", customer.get())));
    }
}
