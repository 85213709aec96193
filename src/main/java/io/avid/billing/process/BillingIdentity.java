package io.avid.billing.process;

import io.avid.platform.security.Principal;
import java.util.Set;

/**
 * For whom billing works in the background. Who starts a process needs billing's own permission, not
 * those of the services behind it: an agent who may raise invoices may not post to the ledger, and a
 * customer's login that pays may do neither. What billing needs of them stands here alone. The permissions
 * to bill are no role's: a number, a reservation or a charge of a card without what belongs to it is
 * nobody's to make.
 */
public final class BillingIdentity {
    /** What billing's processes may do, those from before an upgrade included. */
    public static final Set<String> PERMISSIONS = Set.of("customers.read", "invoices.read", "invoices.write",
            "invoices.bill", "transactions.read", "transactions.write", "documents.write", "payments.read", "payments.write",
            "payments.bill", "payments.setup");

    /** Who acts where nobody asked: a webhook told. */
    private static final String ITSELF = "process/billing";

    private BillingIdentity() {}

    /** Billing, for who called. */
    public static Principal onBehalfOf(Principal caller) {
        return Principal.staff(caller.organisation(), caller.actor(), PERMISSIONS);
    }

    /** Billing, for an organisation of which something happened. */
    public static Principal of(String organisation) {
        return Principal.staff(organisation, ITSELF, PERMISSIONS);
    }
}
